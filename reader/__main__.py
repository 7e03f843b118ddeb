"""The command line: reader · reader demo · reader open PATH · reader doctor · reader update · reader audit ·
reader hub [users]."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from reader import __version__

BROKEN = 3
"""Exit status of a bundle that is not as it was installed; its launcher for Windows has the same."""


def start(tell: Callable[[str], None] | None = None) -> int:
    """`main`, as a bundle is started: a part of it that is missing or broken shows itself as any kind of error, and
    is named. tell: where there is more than the error output."""
    try:
        return main()
    except Exception:
        from reader.core import bundle

        if not (damaged := list(bundle.damaged(contents=True))):
            raise
        text = f"{bundle.words(damaged)}. {bundle.remedy()}"
        tell(text) if tell is not None else print(f"reader: {text}", file=sys.stderr)
        return BROKEN


def main(arguments: Sequence[str] | None = None) -> int:
    from reader.core.private import be_private
    from reader.core.streams import speak_utf8

    speak_utf8()
    if list(sys.argv[1:] if arguments is None else arguments) == ["play-video"]:
        from reader.dicom.pixels.player import main as play  # a bundle plays video by starting itself so

        return play()
    options = parser().parse_args(arguments)
    be_private()
    if options.verb == "hub" and options.hub_verb == "users":
        from reader.hub.accounts import run as keep_accounts

        return keep_accounts(options.data, options)
    if options.verb == "hub" and options.hub_verb == "tasks":
        from reader.hub.task_command import run as keep_tasks

        return keep_tasks(options.data, options)
    if options.verb == "hub":
        try:
            from reader.hub.server import run
        except ModuleNotFoundError as missing:
            print(f"The hub needs the package {missing.name}: pip install 'reader[hub]'.", file=sys.stderr)
            return 2
        return run(
            options.data,
            host=options.host,
            port=options.port,
            images=options.images or None,
            demo=options.demo,
            watch_parent=options.watch_parent,
            certificate=options.certificate,
            key=options.key,
            url=options.url,
            key_file=options.key_file,
        )
    if options.verb == "doctor":
        from reader.app.doctor import run as examine

        return examine(options.profile, options.hub, as_json=options.json, user=options.user)
    if options.verb == "update":
        from reader.app.update_command import run as update

        return update(options.profile, check=options.check, rollback=options.rollback)
    if options.verb == "audit":
        from reader.app.audit import run_export, run_verify

        if options.audit_verb == "verify":
            return run_verify(options.profile, options.hub, options.hub_data, options.key_file)
        return run_export(
            options.profile, to=options.to, file=options.file, hub_data=options.hub_data, key_file=options.key_file
        )
    from reader.core.qt.imports import plain_imports

    plain_imports()
    if options.verb == "demo":
        from reader.app.program import run_demo

        return run_demo(options.profile, images=options.images)
    if options.verb == "open":
        from reader.app.program import run_local

        return run_local(options.profile, options.paths)
    from reader.app.program import run_program

    return run_program(options.profile, options.hub)


class _Verb(argparse.ArgumentParser):
    """A verb of the command line. Its options, and the modules that know them, are read when it is used: a start
    without a verb needs none of them."""

    options: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]
        add, self.options = self.options, None
        if add is not None:
            add(self)
        return super().parse_known_args(args, namespace)


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="reader", description="The reading workstation of a regional centre.")
    whole.add_argument("--version", action="version", version=f"reader {__version__}")
    whole.add_argument("--profile", type=Path, help="folder for settings, drafts, outbox and cache")
    whole.add_argument("--hub", default="", help="address of the hub to sign in to")
    verbs = whole.add_subparsers(dest="verb", metavar="VERB", parser_class=_Verb)
    for name, text, options in (
        ("demo", "the program on an embedded hub with demo exams", _demo),
        ("open", "look at exams of a disc, a folder, a ZIP or files; no hub, no report", _open),
        ("doctor", "is this computer fit for reading? exit status 1 where it is not", _doctor),
        ("update", "have the newest version for the next start", _update),
        ("audit", "the audit trail of this computer", _audit),
        ("hub", "a small regional hub: DICOMweb, worklist, sign-in", _hub),
    ):
        verbs.add_parser(name, help=text).options = options
    return whole


def _demo(demo: argparse.ArgumentParser) -> None:
    demo.add_argument("--profile", type=Path, default=argparse.SUPPRESS, help="folder for everything it keeps")
    demo.add_argument("--images", default="", metavar="URL", help="keep the images on this DICOMweb server")


def _open(local: argparse.ArgumentParser) -> None:
    local.add_argument("--profile", type=Path, default=argparse.SUPPRESS, help="folder for everything it keeps")
    local.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="folder, ZIP, DICOMDIR or image file")


def _doctor(doctor: argparse.ArgumentParser) -> None:
    doctor.add_argument("--profile", type=Path, default=argparse.SUPPRESS, help="folder that the program uses")
    doctor.add_argument("--hub", default=argparse.SUPPRESS, help="address of the hub to ask")
    doctor.add_argument("--user", default="", metavar="NAME", help="sign in to compare the deliveries with the hub")
    doctor.add_argument("--json", action="store_true", help="for machines")


def _update(update: argparse.ArgumentParser) -> None:
    update.add_argument("--profile", type=Path, default=argparse.SUPPRESS, help="folder that the program uses")
    update.add_argument("--check", action="store_true", help="only say what there is")
    update.add_argument("--rollback", action="store_true", help="back to the previous version, from the next start")


def _audit(audit: argparse.ArgumentParser) -> None:
    audit_verbs = audit.add_subparsers(dest="audit_verb", metavar="VERB", required=True)
    verify = audit_verbs.add_parser(
        "verify", help="was it changed? exit status 1 where it was, 2 where it could not be compared with the hub"
    )
    verify.add_argument("--hub", default=argparse.SUPPRESS, help="address of the hub to compare with")
    export = audit_verbs.add_parser("export", help="as DICOM audit messages, to a syslog server or a file")
    export.add_argument("--to", default="", metavar="URL", help="tls://HOST:PORT?ca=FILE[&certificate=FILE&key=FILE]")
    export.add_argument("--file", type=Path, help="write them here, one a line")
    for verb in (verify, export):
        verb.add_argument("--profile", type=Path, default=argparse.SUPPRESS, help="folder that the program uses")
        verb.add_argument("--hub-data", type=Path, help="the trail of the hub in this folder instead")
        verb.add_argument("--key-file", type=Path, metavar="FILE", help="the key of that folder, if it is sealed")


def _hub(hub: argparse.ArgumentParser) -> None:
    from reader.hub.accounts import add_parser as add_accounts
    from reader.hub.task_command import add_parser as add_tasks

    hub.add_argument("--data", type=Path, required=True, help="folder for its files and index")
    hub.add_argument("--port", type=int, default=8042, help="0 takes a free one")
    hub.add_argument("--host", default="127.0.0.1", help="address to listen on")
    hub.add_argument("--images", default="", metavar="URL", help="worklist only; images on this DICOMweb server")
    hub.add_argument("--certificate", type=Path, metavar="PEM", help="speak https with this certificate (chain)")
    hub.add_argument("--key", type=Path, metavar="PEM", help="the private key of the certificate")
    hub.add_argument(
        "--key-file", type=Path, metavar="FILE",
        help="seal what the folder keeps of patients with the key in this file (32 bytes in base64); an open "
        "folder is sealed at the first start with it, and opens with no other from then on. Keep a copy of the key "
        "elsewhere: without it the data are lost",
    )  # fmt: skip
    hub.add_argument("--url", default="", help="the address that clients use, where a proxy is between")
    hub.add_argument("--demo", action="store_true", help="load the demo exams and users at first start")
    hub.add_argument("--watch-parent", action="store_true", help="end when standard input closes")
    hub_verbs = hub.add_subparsers(dest="hub_verb", metavar="")
    add_accounts(hub_verbs)
    add_tasks(hub_verbs)


if __name__ == "__main__":
    sys.exit(start())
