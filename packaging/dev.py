#!/usr/bin/env python3
"""Set up, run and test `reader` from a checkout. Standard library only; Linux and Windows.

    python3 packaging/dev.py demo      set up, then the program on the embedded hub with its demo exams
    python3 packaging/dev.py test      set up with the test tools, then the tests under a virtual screen
    python3 packaging/dev.py test -m quick    only those that need neither a window nor a server: under a minute
    python3 packaging/dev.py setup     set up only (`setup test` with the test tools)

What follows the verb goes to the program or to pytest.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CDLL
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
WORKERS = 3  # tests side by side: of two, one waits for a server or a window a quarter of its time
LOCKS = {"demo": "requirements.lock", "test": "requirements-dev.lock"}

# what the wheels leave to the system: shared library -> Debian package
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libX11.so.6": "libx11-6",
}
FONT_PACKAGE = "fonts-noto-cjk"
# what the tests hold the program against: file or command -> Debian package
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "dcmsign": "dcmtk",
    "dciodvfy": "dicom3tools",
    "java": "default-jre-headless",
    "curl": "curl",
    "/usr/sbin/Orthanc": "orthanc",
    "/usr/share/orthanc/plugins/libOrthancDicomWeb.so": "orthanc-dicomweb",
    "/usr/share/java/pixelmed.jar": "pixelmed-apps",
    "/usr/share/java/xalan2.jar": "libxalan2-java",
    "openbox": "openbox",
    "softhsm2-util": "softhsm2",
    "xdotool": "xdotool",
    "xrandr": "x11-xserver-utils",
    "import": "imagemagick",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "/usr/sbin/rsyslogd": "rsyslog",
    "/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_gtls.so": "rsyslog-gnutls",
}


def say(text: str) -> None:
    print(f"dev.py: {text}", flush=True)


def fail(missing: str, mend: str) -> None:
    say(f"{missing}\n        To mend it: {mend}")
    sys.exit(1)


def stamp_of(kind: str) -> str:
    """What an environment was made from; a change of it makes the environment anew."""
    lock = (ROOT / "packaging" / LOCKS[kind]).read_bytes()
    return f"{kind} {sys.version_info[:3]} {hashlib.sha256(lock).hexdigest()}"


def is_current(kind: str) -> bool:
    stamp = VENV / "reader-stamp"
    if not stamp.is_file():
        return False
    done = stamp.read_text().splitlines()
    return stamp_of(kind) in done or (kind == "demo" and stamp_of("test") in done)


def is_outdated() -> bool:
    """Whether `.venv` was made from a lock file or Python of before: what is in it would stay beside the new."""
    return (VENV / "reader-stamp").is_file() and not is_current("demo") and VENV not in Path(sys.executable).parents


def set_up(kind: str, *, programs: bool = True) -> None:
    """Make `.venv` and install what the lock file pins, once; check the system's packages.

    programs: those too that the tests of servers and windows need.
    """
    if is_current(kind):
        return
    system_packages(kind if programs else "demo")
    if is_outdated():
        say(f"removing {VENV.name}, which was made for an earlier version")
        shutil.rmtree(VENV)
    if not PYTHON.is_file():
        say(f"making the environment {VENV.name}")
        try:
            venv.create(VENV, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as cause:
            fail(
                f"The environment could not be made: {cause}",
                "install Python's venv module (Debian: apt-get install python3-venv) and free disk space",
            )
    lock, stamp = ROOT / "packaging" / LOCKS[kind], stamp_of(kind)
    say(f"installing the packages that {lock.name} pins (a few minutes the first time)")
    command = [
        str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r",
    ]  # fmt: skip
    if subprocess.run([*command, str(lock)], check=False).returncode:
        fail("Packages could not be installed.", f"check the network, then: {' '.join(command)} {lock}")
    (VENV / "reader-stamp").write_text(stamp)
    say("the set-up is complete")


def system_packages(kind: str) -> None:
    """Install what the system lacks where that is allowed, else name it."""
    if WINDOWS or sys.platform == "darwin":
        return
    missing = [package for library, package in LIBRARIES.items() if not loads(library)]
    fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False) if which("fc-list") else None
    if fonts is None or not fonts.stdout.strip():
        missing += [FONT_PACKAGE, "fontconfig"]
    if kind == "test":
        missing += [package for program, package in TEST_PROGRAMS.items() if not which(program)]
    if not missing:
        return
    apt = shutil.which("apt-get")
    command = [*administrator(), "apt-get", "install", "-y", "--no-install-recommends", *missing]
    if apt is None:
        say(f"the system lacks (names of Debian's packages): {' '.join(missing)}")
        return
    if os.geteuid() != 0 and not administrator():
        say(f"the system lacks packages; an administrator installs them with: sudo {' '.join(command)}")
        return
    say(f"installing system packages: {' '.join(missing)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdout": subprocess.DEVNULL, "env": environment, "check": False}
    subprocess.run([*administrator(), "apt-get", "update"], **quiet)  # type: ignore[call-overload]
    if subprocess.run(command, **quiet).returncode:  # type: ignore[call-overload]
        say(f"they could not be installed; try it by hand: {' '.join(command)}")


def administrator() -> list[str]:
    """What to put before a command that changes the system: nothing for root, sudo where it asks nothing."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return []


def which(program: str) -> bool:
    return Path(program).exists() if program.startswith("/") else shutil.which(program) is not None


def loads(library: str) -> bool:
    try:
        CDLL(library)
    except OSError:
        return False
    return True


@contextmanager
def virtual_screens(count: int) -> Iterator[dict[str, str]]:
    """The environment of virtual screens that end with the tests; the present one where none is needed.

    Tests that run side by side need a screen each, or they take the keyboard from one another: READER_SCREENS
    lists them, and `tests/conftest.py` gives each worker its own.
    """
    environment = dict(os.environ)
    if WINDOWS or sys.platform == "darwin" or not count:
        yield environment
        return
    if not which("Xvfb"):
        fail("The tests need the virtual screen Xvfb.", "apt-get install xvfb")
    servers: list[subprocess.Popen[bytes]] = []
    try:
        screens = [start_screen(servers) for _ in range(count)]
        environment["DISPLAY"], environment["READER_SCREENS"] = screens[0], ",".join(screens)
        environment.pop("WAYLAND_DISPLAY", None)
        environment["QT_QPA_PLATFORM"] = "xcb"
        yield environment
    finally:
        for server in servers:
            server.terminate()
            server.wait()


def start_screen(servers: list[subprocess.Popen[bytes]]) -> str:
    """Start one more virtual screen and return its name (":99"). It doesn't begin anew when its last client leaves:
    the next one would find it closed for a moment. No key repeats, however late a busy machine lets it go."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24"]
    command += ["-nolisten", "tcp", "-noreset", "-r"]
    servers.append(subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL))
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    if not number:
        fail("The virtual screen Xvfb did not start.", "run `Xvfb :99` and read what it says")
    return f":{number}"


def demo(arguments: list[str]) -> int:
    set_up("demo")
    if not WINDOWS and sys.platform != "darwin" and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        if "QT_QPA_PLATFORM" not in os.environ:
            fail("There is no screen here.", "start it from a desktop, or under `xvfb-run`")
    return run([str(PYTHON), "-m", "reader", "demo", *arguments], dict(os.environ))


def test(arguments: list[str]) -> int:
    quick = arguments[:2] == ["-m", "quick"]
    set_up("test", programs=not quick)
    # each hub and program that a test starts would compile its modules again: a third of its start
    subprocess.run([str(PYTHON), "-m", "compileall", "-q", "-j", "0", str(ROOT / "reader")], check=False)
    with virtual_screens(0 if quick else WORKERS) as environment:
        environment.setdefault("PYTHONDONTWRITEBYTECODE", "1")
        # a worker that crashes ends the tests: pytest-xdist waits for ever for one that takes its place (#1378)
        side_by_side = [] if arguments else ["-n", str(WORKERS), "--dist", "loadgroup", "--max-worker-restart", "0"]
        return run([str(PYTHON), "-m", "pytest", *side_by_side, *arguments], environment)


def run(command: list[str], environment: dict[str, str]) -> int:
    try:
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):
        fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.", "install it from python.org")
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if verb == "demo":
        return demo(rest)
    if verb == "test":
        return test(rest)
    if verb == "setup":
        set_up("test" if rest == ["test"] else "demo")
        return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
