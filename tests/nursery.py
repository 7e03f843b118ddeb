"""Processes for tests, forked from one that has imported already what they need: an import takes most of a second.

Each is `python -m MODULE ARGUMENTS` in all else: its own environment, streams and memory, killed like any other.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol, TextIO

_IMPORTED = [
    "reader.hub.accounts", "reader.hub.demo", "reader.hub.server", "reader.delivery.outbox",
    "reader.review.certificate", "tests.hub.test_documents", "tests.report.examples", "tests.worklist.station",
]  # fmt: skip


class Child(Protocol):
    """A process that was started. stdin, stdout: its pipes, as text."""

    pid: int
    stdin: TextIO
    stdout: TextIO

    def wait(self, seconds: float | None = None) -> int | None:
        """Its status, negative for a signal; None where it still runs after so long."""

    def kill(self) -> None: ...

    def close(self) -> None:
        """Let go of the pipes of one that has ended."""


def start(module: str, arguments: Sequence[str], environment: Mapping[str, str], errors: Path) -> Child:
    """Start one. errors: the file that its standard error is added to."""
    kind = _Forked if "forkserver" in multiprocessing.get_all_start_methods() else _Spawned
    return kind(module, arguments, environment, errors)


class _Forked:
    def __init__(self, module: str, arguments: Sequence[str], environment: Mapping[str, str], errors: Path) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_IMPORTED)
        its_input, to_it = context.Pipe(duplex=False)
        from_it, its_output = context.Pipe(duplex=False)
        work = (module, tuple(arguments), dict(environment), its_input, its_output, errors)
        self._process = context.Process(target=_run, args=work)
        self._process.start()
        self.pid = int(self._process.pid or 0)
        self.stdin, self.stdout = _text(to_it, "w"), _text(from_it, "r")
        its_input.close()
        its_output.close()

    def wait(self, seconds: float | None = None) -> int | None:
        self._process.join(seconds)
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        self.stdin.close()
        self.stdout.close()
        self._process.close()


class _Spawned:
    """Where nothing can be forked: on Windows."""

    def __init__(self, module: str, arguments: Sequence[str], environment: Mapping[str, str], errors: Path) -> None:
        with open(errors, "ab") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=file, text=True, encoding="utf-8", env=dict(environment),
            )  # fmt: skip
        assert self._process.stdin is not None and self._process.stdout is not None
        self.pid, self.stdin, self.stdout = self._process.pid, self._process.stdin, self._process.stdout

    def wait(self, seconds: float | None = None) -> int | None:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        self.stdin.close()
        self.stdout.close()


def _text(pipe: Connection, mode: str) -> TextIO:
    stream = os.fdopen(os.dup(pipe.fileno()), mode, encoding="utf-8")
    pipe.close()
    return stream


def _run(
    module: str, arguments: tuple[str, ...], environment: dict[str, str], its_input: Connection,
    its_output: Connection, errors: Path,
) -> None:  # fmt: skip
    with open(errors, "ab") as file:
        for number, stream in enumerate((its_input, its_output, file)):
            os.dup2(stream.fileno(), number)
    its_input.close()
    its_output.close()
    sys.stdin, sys.stdout = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
