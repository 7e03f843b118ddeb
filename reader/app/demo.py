"""The embedded hub of `reader demo`: a child process that ends with the program, at the same address each time."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from reader.core.errors import ReaderError
from reader.core.private import make_folder, opener
from reader.core.text import tr

READY = "reader hub: "
START_SECONDS = 120.0


class EmbeddedHub:
    """Starts `python -m reader hub --demo` at once; `url` waits until it listens.

    The hub holds the reading end of a pipe and ends when that closes, so it never outlives the program,
    however the program ends.
    """

    def __init__(self, data: Path, images: str = "") -> None:
        command = [sys.executable, "-m", "reader", "hub", "--demo", "--watch-parent", "--port", "0"]
        command += ["--data", str(data)] + (["--images", images] if images else [])
        make_folder(data)
        self._log = open(data / "hub.log", "ab", opener=opener)  # noqa: SIM115 - stays open as long as the child writes to it
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True
        )
        self._url = ""
        self._listening = threading.Event()
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def url(self, timeout: float = START_SECONDS) -> str:
        """The hub's address. Raises ReaderError where it did not start."""
        self._listening.wait(timeout)
        if not self._url:
            raise ReaderError(
                tr("The embedded hub did not start."),
                tr("See its log for the reason: {path}", path=str(self._log.name)),
            )
        return self._url

    def stop(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _listen(self, output: IO[str]) -> None:
        for line in output:
            if line.startswith(READY):
                self._url = line.removeprefix(READY).strip()
                self._listening.set()
        self._listening.set()
