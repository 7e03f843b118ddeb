"""`reader doctor`: is this computer fit for reading, and what to do where it is not. No patient data in it.

Each check says ok, warning or problem, what it found, and a hint. The same list goes into the About box, from
where it can be copied for support.
"""

from __future__ import annotations

import json
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from getpass import getpass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from reader import __version__
from reader.app.display_checks import of_calibrations
from reader.app.own import open_own
from reader.app.session import discover, sign_in
from reader.app.signature_checks import of_signatures
from reader.core import bundle, clock
from reader.core.errors import ReaderError
from reader.core.governed import ENTRIES
from reader.core.http import TOKEN, Http, SessionExpired
from reader.core.machine import GB, memory_total, size_text
from reader.core.policy import read_policy
from reader.core.profile import RESOURCES, Profile
from reader.core.sealing import seal_of
from reader.core.secrets import Secrets
from reader.core.settings import SettingsModel
from reader.core.storage import Database
from reader.core.streams import complain
from reader.core.text import tr
from reader.core.update.service import updates_of
from reader.delivery.comparison import compare
from reader.delivery.ledger import Ledger, waiting_and_stuck
from reader.delivery.sender import Sender
from reader.dicom.archives.opening import open_archive
from reader.dicom.pixels.codecs import available
from reader.study.cache import ImageCache

LIBRARIES = (
    "PySide6_Essentials", "vtk", "pydicom", "pynetdicom", "highdicom", "numpy", "imagecodecs", "cryptography",
    "requests",
)  # fmt: skip


class State(Enum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Check:
    """One line. hint: what to do, empty where there is nothing to do."""

    name: str
    state: State
    text: str
    hint: str = ""


@dataclass(frozen=True)
class Examined:
    """What is looked at: a profile, and a hub (the address of the command line, else that of the settings).

    thorough: the contents of the installation's files too, not only their sizes.
    """

    profile: Profile
    http: Http
    hub_url: str = ""
    thorough: bool = False

    @property
    def settings(self) -> SettingsModel:
        return SettingsModel(self.profile.settings, read_policy(self.profile.policy, ENTRIES))

    @property
    def address(self) -> str:
        """Raises `NotByPolicy`."""
        return self.settings.hub(self.hub_url)


def versions(_: Examined) -> Iterable[Check]:
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    yield Check(tr("Program"), State.OK, f"reader {__version__}, Python {platform.python_version()}, {system}")
    found, missing = [], []
    for name in LIBRARIES:
        try:
            found.append(f"{name.removesuffix('_Essentials')} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    yield Check(tr("Libraries"), State.OK, tr(", ").join(found))
    if missing:
        text = tr("missing: {names}", names=tr(", ").join(missing))
        yield Check(tr("Libraries"), State.PROBLEM, text, tr("Install the program again."))


def installation(examined: Examined) -> Iterable[Check]:
    """Of a bundle: is each of its files there, and as it was installed?"""
    name = tr("Installation")
    if not bundle.is_bundle():
        yield Check(name, State.OK, tr("checkout in {folder}", folder=RESOURCES.parent))
        return
    if damaged := list(bundle.damaged(contents=examined.thorough)):
        yield Check(name, State.PROBLEM, bundle.words(damaged), bundle.remedy())
    else:
        yield Check(name, State.OK, tr("bundle in {folder}, complete", folder=bundle.ROOT))


def codecs(_: Examined) -> Iterable[Check]:
    found = available()
    missing = [name for name, who in found if not who]
    text = tr(", ").join(f"{name} ({who.split(',')[0]})" for name, who in found if who)
    yield Check(tr("Image codecs"), State.OK, text)
    if missing:
        hint = tr("These images can't be shown; install the program with all its libraries.")
        yield Check(tr("Image codecs"), State.WARNING, tr("missing: {names}", names=tr(", ").join(missing)), hint)


def policy(examined: Examined) -> Iterable[Check]:
    """What the hospital decides for this computer, and each mistake of its file."""
    found = examined.settings.policy
    name = tr("Policy")
    if not found.there:
        yield Check(name, State.OK, tr("none ({file})", file=found.path))
        return
    names = {entry.setting: entry.name for entry in ENTRIES}
    locks = tr(", ").join(names[setting] for setting in names if setting in found.locked - set(found.closed))
    sets = tr(", ").join(names[setting] for setting in names if setting in set(found.values) - found.locked)
    text = tr("{file} locks {locks}; sets {sets}", file=found.path, locks=locks or "–", sets=sets or "–")
    yield Check(name, State.OK, text)
    for fault in found.faults:
        if fault.closes:
            closed = tr(", ").join(names[setting] for setting in fault.closes)
            hint = tr("Closed until it is fixed: {names}. See policy.md.", names=closed)
            yield Check(name, State.PROBLEM, fault.words, hint)
        else:
            yield Check(name, State.WARNING, fault.words, tr("It is ignored. See policy.md."))


def keyring(examined: Examined) -> Iterable[Check]:
    secrets = Secrets(examined.profile)
    secrets.get("doctor")  # a keyring that does not answer shows itself only when it is asked
    place = secrets.kept_in
    if place == str(examined.profile.secrets):
        if sys.platform == "win32":
            hint = tr("Start the Windows service Credential Manager, then start the program again.")
        else:
            hint = tr("Set up the keyring of the system (GNOME Keyring, KWallet) and start the program again.")
        yield Check(tr("Keys"), State.WARNING, tr("no keyring; kept in {place}", place=place), hint)
    else:
        yield Check(tr("Keys"), State.OK, tr("kept in the keyring: {place}", place=place))


def disk(examined: Examined) -> Iterable[Check]:
    root = examined.profile.root
    probe = root / ".doctor"
    try:
        probe.write_bytes(b"x")
        probe.unlink()
        free = shutil.disk_usage(root).free
    except OSError as cause:
        hint = tr("Check the disk and the permissions of the folder.")
        yield Check(tr("Profile"), State.PROBLEM, f"{root}: {cause.strerror}", hint)
        return
    state = State.OK if free > 10 * GB else State.WARNING if free > 2 * GB else State.PROBLEM
    hint = "" if state is State.OK else tr("Free some space, or make the image cache smaller.")
    yield Check(tr("Profile"), state, tr("{folder}, {free} free", folder=root, free=size_text(free)), hint)


def cache(examined: Examined) -> Iterable[Check]:
    settings = examined.settings.value
    folder = examined.profile.cache
    limit = size_text(settings.cache_bytes)
    used = 0
    if folder.exists():
        used = ImageCache(folder, Secrets(examined.profile), settings.cache_bytes, settings.cache_days).size
    room = shutil.disk_usage(examined.profile.root).free + used
    text = tr("{used} of {limit} used, encrypted", used=size_text(used), limit=limit)
    if settings.cache_bytes > room:
        hint = tr("Make the image cache smaller in the settings.")
        yield Check(tr("Image cache"), State.WARNING, tr("{text}; the disk has less room", text=text), hint)
    else:
        yield Check(tr("Image cache"), State.OK, text)


def memory(examined: Examined) -> Iterable[Check]:
    total, budget = memory_total(), examined.settings.value.memory_bytes
    text = tr("{total}, {budget} of it for images", total=size_text(total), budget=size_text(budget))
    if total < 7.5 * GB:
        hint = tr("8 GB or more are needed for large exams; they open slice by slice.")
        yield Check(tr("Memory"), State.WARNING, text, hint)
    elif budget > total * 0.75:
        hint = tr("Leave a quarter for the system: lower it in the settings.")
        yield Check(tr("Memory"), State.WARNING, text, hint)
    else:
        yield Check(tr("Memory"), State.OK, text)


def hub(examined: Examined) -> Iterable[Check]:
    """Reachable, what it offers, and whether its clock and this one agree."""
    if not examined.address:
        hint = tr("Type the hub's address when you sign in.")
        yield Check(tr("Hub"), State.WARNING, tr("none is set up yet"), hint)
        return
    found = discover(examined.http, examined.address)
    offers = [
        name
        for name, url in (
            (tr("sign-in"), found.token_endpoint),
            (tr("worklist"), found.ups_root),
            (tr("images"), found.dicomweb_root),
            (tr("certificates"), found.est_root),
        )
        if url
    ]
    text = tr("{name} at {url}: {offers}", name=found.name, url=found.url, offers=tr(", ").join(offers))
    if found.url.startswith("https:") or "//127." in found.url or "//localhost" in found.url:
        yield Check(tr("Hub"), State.OK, text)
    else:
        hint = tr("Ask your administrator for an https address.")
        yield Check(tr("Hub"), State.WARNING, tr("{text}; not encrypted", text=text), hint)
    yield _clock(examined, found.url)


def updates(examined: Examined) -> Iterable[Check]:
    """Whether new versions are looked for; what there is, `reader update --check` asks."""
    name, settings = tr("Updates"), examined.settings
    found = updates_of(settings, examined.profile.updates, examined.http)
    if found.is_on:
        ready = found.ready_version()
        text = tr("looks at {place}", place=settings.value.update_source)
        if ready:
            text += f"; {tr('Version {version} will be installed at the next start.', version=ready)}"
        yield Check(name, State.OK, text)
    elif not found.installed.system:
        yield Check(name, State.OK, tr("off: this copy does not update itself"))
    elif not settings.value.update_source:
        yield Check(name, State.OK, tr("off: no update source is set"))
    else:
        yield Check(name, State.WARNING, tr("off: no trusted key"), tr("See policy.md."))


def signatures(examined: Examined) -> Iterable[Check]:
    """What the policy names for signing and checking signatures."""
    for found in of_signatures(examined.settings.value, examined.http):
        yield Check(tr("Signatures"), State.OK if found.fine else State.PROBLEM, found.text, found.hint)


def archives(examined: Examined) -> Iterable[Check]:
    """Other archives, each asked for the exams of a patient that nobody has."""
    for name, address in sorted(examined.settings.value.archives.items()):
        try:
            open_archive(address, examined.http).search_studies({"PatientID": "READER-DOCTOR"}, limit=1)
        except ReaderError as error:
            yield Check(name, State.PROBLEM, error.user_message, error.hint)
        else:
            yield Check(name, State.OK, tr("the archive answers"))


def _clock(examined: Examined, url: str) -> Check:
    asked = datetime.now(UTC)
    answer = examined.http.request("GET", f"{url}/.well-known/oauth-authorization-server", kind=TOKEN)
    ahead = clock.ahead_of(answer, asked)
    if ahead is None:
        return Check(tr("Clock"), State.WARNING, tr("the hub does not report its time"))
    return clock_check(ahead)


def clock_check(ahead: float) -> Check:
    """ahead: seconds that this computer is before the hub."""
    if abs(ahead) <= clock.OK_S:
        return Check(tr("Clock"), State.OK, tr("agrees with the hub's"))
    state = State.WARNING if abs(ahead) <= clock.WRONG_S else State.PROBLEM
    hint = tr("Let the system set the time by itself (NTP); due times and signatures depend on it.")
    return Check(tr("Clock"), state, clock.words(ahead), hint)


def kept(examined: Examined) -> Iterable[Check]:
    """The file of drafts, deliveries and the audit trail: there once somebody has signed in, and whole."""
    name, path = tr("Kept here"), examined.profile.database
    if not path.exists() or not path.stat().st_size:
        if examined.settings.value.user:
            text = tr("{file} is missing or empty: drafts and reports that waited in it are gone", file=path.name)
            hint = tr("Restore it from a backup, if there is one, and tell your administrator.")
            yield Check(name, State.PROBLEM, text, hint)
        return
    database = Database(path)
    try:
        flaw = database.flaw()
    finally:
        database.close()
    if flaw:
        hint = tr("It is damaged, or was changed by another program. Restore it from a backup.")
        yield Check(name, State.PROBLEM, f"{path.name}: {flaw}", hint)
    else:
        yield Check(name, State.OK, tr("drafts, deliveries and audit trail can be read"))


def outbox(examined: Examined) -> Iterable[Check]:
    if not examined.profile.database.exists():
        yield Check(tr("Outbox"), State.OK, tr("nothing waiting"))
        return
    database = Database(examined.profile.database)
    try:
        waiting, stuck = waiting_and_stuck(database)
    finally:
        database.close()
    if stuck:
        hint = tr("Sign in and see the receipts under the worklist.")
        text = tr("{count} were refused by the hub or are missing there", count=stuck)
        yield Check(tr("Outbox"), State.PROBLEM, text, hint)
    if waiting:
        hint = tr("Each is sent automatically while its author is signed in.")
        yield Check(tr("Outbox"), State.WARNING, tr("{count} waiting for the hub", count=waiting), hint)
    if not waiting and not stuck:
        yield Check(tr("Outbox"), State.OK, tr("nothing waiting"))


def deliveries(examined: Examined) -> Iterable[Check]:
    """Each delivery of the last month looked for at the hub, which wants a signed-in `Examined.http`."""
    if not examined.profile.database.exists():
        return
    database = Database(examined.profile.database)
    try:
        ledger = Ledger(database, seal_of(database, Secrets(examined.profile)))
        found = list(compare(ledger, Sender(examined.http)))
    finally:
        database.close()
    name = tr("Deliveries")
    for entry in found:
        if entry.missing:
            when = entry.delivery.delivered
            text = f"{entry.delivery.title}, {when.astimezone():%Y-%m-%d %H:%M}" if when else entry.delivery.title
            again = tr("Sign in and send it again from the receipts under the worklist.")
            hint = again if entry.kept else tr("Tell your administrator; it is no longer on this computer.")
            what = tr("{text}: missing at the hub: {what}", text=text, what=tr(", ").join(entry.missing))
            yield Check(name, State.PROBLEM, what, hint)
    unasked = [entry.problem for entry in found if entry.problem is not None]
    if unasked:
        text = tr("{count} could not be checked: {why}", count=len(unasked), why=unasked[-1].user_message)
        hint = tr("Call it with --user NAME.") if isinstance(unasked[-1], SessionExpired) else unasked[-1].hint
        yield Check(name, State.WARNING, text, hint)
    there = sum(not entry.missing and entry.problem is None for entry in found)
    if there or not found:
        yield Check(name, State.OK, tr("{count} in the last month, all at the hub", count=there))


def monitors(examined: Examined) -> Iterable[Check]:
    """Those that are marked for reading."""
    for name, wrong in of_calibrations(examined.settings.value, date.today()).items():
        if wrong:
            hint = tr("Calibrate it, and enter the result under “Monitors”.")
            yield Check(tr("Monitors"), State.WARNING, f"{name}: {wrong}", hint)
        else:
            yield Check(tr("Monitors"), State.OK, name)


def fonts(_: Examined) -> Iterable[Check]:
    """Main thread, with a QGuiApplication."""
    from PySide6.QtGui import QFontDatabase

    found = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    if found:
        yield Check(tr("Chinese fonts"), State.OK, tr(", ").join(found[:3]))
    else:
        hint = tr("Install Noto Sans CJK SC or another Chinese font.")
        yield Check(tr("Chinese fonts"), State.WARNING, tr("none; Chinese names show as boxes"), hint)


def drawing(_: Examined) -> Iterable[Check]:
    """Main thread."""
    from reader.views.scene.renderer import renderer

    kind, name, gpu = renderer()
    if gpu:
        yield Check(tr("3D"), State.OK, f"{name} ({kind})")
    elif name:
        text = tr("by the processor: {name} ({kind})", name=name, kind=kind)
        yield Check(tr("3D"), State.WARNING, text, tr("Slices are not affected; 3D views rotate less smoothly."))
    else:
        hint = tr("Install OpenGL (Mesa) or a graphics driver.")
        yield Check(tr("3D"), State.PROBLEM, tr("VTK can't draw"), hint)


ANY_THREAD: tuple[Callable[[Examined], Iterable[Check]], ...] = (
    versions, installation, policy, codecs, keyring, disk, cache, memory, hub, archives, kept, outbox, updates,
    signatures, monitors,
)  # fmt: skip
HUB_ASKED: tuple[Callable[[Examined], Iterable[Check]], ...] = (deliveries,)
"""These ask the hub much: the command line only."""
MAIN_THREAD: tuple[Callable[[Examined], Iterable[Check]], ...] = (fonts, drawing)
"""These need Qt or VTK; `drawing` comes last, because a broken driver may end the process."""


def examine(checks: Sequence[Callable[[Examined], Iterable[Check]]], examined: Examined) -> Iterable[Check]:
    """Every check, one after the other; one that fails is a line like the others."""
    for check in checks:
        try:
            yield from check(examined)
        except ReaderError as error:
            yield Check(_title(check), State.PROBLEM, error.user_message, error.hint)
        except Exception as error:  # noqa: BLE001 a check that breaks is itself a finding
            yield Check(_title(check), State.PROBLEM, f"{type(error).__name__}: {error}", tr("Tell support."))


def _signing_in(user: str) -> Callable[[Examined], Iterable[Check]]:
    def signing_in(examined: Examined) -> Iterable[Check]:
        typed = sys.stdin.isatty()
        password = getpass(f"{user}: ") if typed else sys.stdin.readline().rstrip("\r\n")
        session = sign_in(examined.http, discover(examined.http, examined.address), user, password)
        yield Check(tr("Sign-in"), State.OK, session.user.name.display)

    return signing_in


def _title(check: Callable[[Examined], Iterable[Check]]) -> str:
    names = {hub: tr("Hub"), codecs: tr("Image codecs"), cache: tr("Image cache"), outbox: tr("Outbox")}
    names |= {deliveries: tr("Deliveries"), policy: tr("Policy"), updates: tr("Updates")}
    names |= {installation: tr("Installation"), kept: tr("Kept here"), monitors: tr("Monitors")}
    names |= {signatures: tr("Signatures")}
    names |= {archives: tr("Other archives"), keyring: tr("Keys"), drawing: tr("3D"), fonts: tr("Chinese fonts")}
    return names.get(check, tr("Program"))


def line(check: Check) -> str:
    """One check as plain text."""
    words = {State.OK: tr("ok"), State.WARNING: tr("warning"), State.PROBLEM: tr("PROBLEM")}
    hint = f"\n           → {check.hint}" if check.hint else ""
    return f"{words[check.state]:<9}  {check.name}: {check.text}{hint}"


def run(profile_folder: Path | None, hub_url: str = "", *, as_json: bool = False, user: str = "") -> int:
    """The command line. user: who signs in to compare the deliveries, the password asked for or read from standard
    input. Exit status 1 where there is a problem, else 0.
    """
    from PySide6.QtGui import QGuiApplication

    if sys.platform.startswith("linux"):  # no window is shown; a server has no display
        app = QGuiApplication(["reader", "-platform", "offscreen"])
    else:
        app = QGuiApplication(["reader"])
    try:
        profile, _ = open_own(profile_folder)
    except ReaderError as error:
        complain(error)
        return 1
    examined = Examined(profile, Http(), hub_url, thorough=True)
    signed_in = (_signing_in(user),) if user else ()
    found = []
    for check in examine((*ANY_THREAD, *signed_in, *HUB_ASKED, *MAIN_THREAD), examined):
        found.append(check)
        if not as_json:
            sys.stdout.write(line(check) + "\n")
            sys.stdout.flush()
    if as_json:
        entries = [
            {"name": check.name, "state": check.state.value, "text": check.text, "hint": check.hint}
            for check in found
        ]
        sys.stdout.write(json.dumps(entries, ensure_ascii=False, indent=1) + "\n")
    examined.http.close()
    del app
    return int(any(check.state is State.PROBLEM for check in found))
