"""The command line: reader · reader demo · reader hub."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    if options.verb == "hub":
        from reader.hub.server import run

        return run(
            options.data,
            host=options.host,
            port=options.port,
            images=options.images or None,
            demo=options.demo,
            watch_parent=options.watch_parent,
        )
    if options.verb == "demo":
        from reader.app.program import run_demo

        return run_demo(options.profile, images=options.images)
    from reader.app.program import run_program

    return run_program(options.profile, options.hub)


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="reader", description="The reading workstation of a regional centre.")
    whole.add_argument("--profile", type=Path, help="folder for settings, drafts, outbox and cache")
    whole.add_argument("--hub", default="", help="address of the hub to sign in to")
    verbs = whole.add_subparsers(dest="verb", metavar="VERB")

    demo = verbs.add_parser("demo", help="the program on an embedded hub with demo exams")
    demo.add_argument("--profile", type=Path, default=argparse.SUPPRESS, help="folder for everything it keeps")
    demo.add_argument("--images", default="", metavar="URL", help="keep the images on this DICOMweb server")

    hub = verbs.add_parser("hub", help="a small regional hub: DICOMweb, worklist, sign-in")
    hub.add_argument("--data", type=Path, required=True, help="folder for its files and index")
    hub.add_argument("--port", type=int, default=8042, help="0 takes a free one")
    hub.add_argument("--host", default="127.0.0.1", help="address to listen on")
    hub.add_argument("--images", default="", metavar="URL", help="worklist only; images on this DICOMweb server")
    hub.add_argument("--demo", action="store_true", help="load the demo exams and users at first start")
    hub.add_argument("--watch-parent", action="store_true", help="end when standard input closes")
    return whole


if __name__ == "__main__":
    sys.exit(main())
