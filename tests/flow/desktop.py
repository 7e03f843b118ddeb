"""A desktop of its own: a virtual screen with the window manager openbox, and a program on it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def desktop(width: int, height: int) -> Iterator[dict[str, str]]:
    """The environment of a screen of this size on which windows are managed, as on a user's computer."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp",
         "-noreset", "-r"],  # else it is closed for a moment whenever its last client leaves; and no key repeats
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    environment = os.environ | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "READER_KEYRING": "file"}
    manager = None
    try:
        assert number, "no virtual screen"
        manager = subprocess.Popen(["openbox", "--sm-disable"], env=environment, stderr=subprocess.DEVNULL)
        _wait_until_managed(environment)
        yield environment
    finally:
        for process in (manager, screen):
            if process is not None:
                process.terminate()
                process.wait()


def run_on(environment: dict[str, str], module: str, *arguments: object, patience: float = 110.0) -> str:
    """Run `python -m module` there and return what it says; a failure shows all of it."""
    command = [sys.executable, "-X", "faulthandler", "-m", module, *map(str, arguments)]
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=patience,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"exit status {done.returncode}: {done.stdout[-6000:]}"
    return done.stdout


def _wait_until_managed(environment: dict[str, str]) -> None:
    """xdotool names the window with the focus only where a window manager says which that is."""
    end = time.monotonic() + 10
    while subprocess.run(["xdotool", "get_desktop"], env=environment, capture_output=True, check=False).returncode:
        assert time.monotonic() < end, "openbox did not start"
        time.sleep(0.02)
