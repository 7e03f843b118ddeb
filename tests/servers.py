"""A real hub process for tests, on a free port of loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen


class HubProcess:
    """A hub on `data`: starts in `with`, or by `start`; `stop` ends it kindly, `kill` as a crash would.

    Started again it listens on the same port. It ends with the test process, whatever becomes of that.
    images: the DICOMweb root of the server that holds the images. token_seconds: life of an access token.
    """

    def __init__(
        self,
        data: Path,
        *,
        demo: bool = False,
        images: str | None = None,
        port: int = 0,
        token_seconds: float = 3600.0,
    ) -> None:
        self.data = data
        self.demo = demo
        self.images = images
        self.port = port
        self.token_seconds = token_seconds
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """The hub's root, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def dicomweb(self) -> str:
        """The root of its DICOMweb and UPS-RS services."""
        return f"{self.url}/dicom-web"

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self) -> HubProcess:
        """Returns when it answers; raises RuntimeError with its output where it does not."""
        self.data.mkdir(parents=True, exist_ok=True)
        errors = open(self.data / "hub.err", "a+", encoding="utf-8")  # noqa: SIM115 the child keeps it
        command = [sys.executable, "-m", "reader", "hub", "--data", str(self.data), "--port", str(self.port)]
        command += ["--watch-parent", *(["--demo"] if self.demo else [])]
        command += ["--images", self.images] if self.images else []
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8",
            env=os.environ | {"READER_HUB_TOKEN_SECONDS": str(self.token_seconds), "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line.startswith("reader hub: http://"):
            self.process.kill()
            self.process.wait()
            errors.seek(0)
            raise RuntimeError(f"the hub did not start: {line}{errors.read()}")
        errors.close()
        self.port = int(line.rsplit(":", 1)[1])
        return self

    def stop(self) -> None:
        """End it by closing its standard input, as the program does."""
        process = self._taken()
        if process is not None and process.stdin is not None:
            process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            self._close(process)

    def kill(self) -> None:
        """SIGKILL (TerminateProcess on Windows)."""
        process = self._taken()
        if process is not None:
            process.kill()
            process.wait()
            self._close(process)

    def restart(self) -> HubProcess:
        """Stop it if it runs, and start it on the same folder and port."""
        self.stop()
        return self.start()

    def login(self, user: str = "li", password: str = "demo") -> str:
        """An access token."""
        return str(self.tokens(user, password)["access_token"])

    def tokens(self, user: str = "li", password: str = "demo") -> dict[str, Any]:
        """The whole answer of the token endpoint."""
        form = urlencode({"grant_type": "password", "username": user, "password": password}).encode()
        with urlopen(Request(f"{self.url}/oauth/token", form), timeout=20) as answer:
            return dict(json.load(answer))

    def headers(self, user: str = "li") -> dict[str, str]:
        """The Authorization header of a fresh sign-in."""
        return {"Authorization": f"Bearer {self.login(user)}"}

    def __enter__(self) -> HubProcess:
        return self.start() if self.process is None else self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _taken(self) -> subprocess.Popen[str] | None:
        process, self.process = self.process, None
        return process

    @staticmethod
    def _close(process: subprocess.Popen[str]) -> None:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()
