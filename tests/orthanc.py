"""A real Orthanc with its DICOMweb plug-in, for tests and benches, on a free port and with a folder of its own."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

_PROGRAMS = ("/usr/sbin/Orthanc", "/usr/bin/Orthanc")
_PLUGINS = ("/usr/share/orthanc/plugins", "/usr/lib/orthanc")


def find_orthanc() -> tuple[Path, Path] | None:
    """(program, DICOMweb plug-in), or None where Orthanc is not installed."""
    found = shutil.which("Orthanc")
    programs = [Path(p) for p in ((found,) if found else ()) + _PROGRAMS if Path(p).exists()]
    plugins = [p for place in _PLUGINS for p in sorted(Path(place).glob("libOrthancDicomWeb.so*"))]
    return (programs[0], plugins[0].resolve()) if programs and plugins else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Orthanc:
    """`with Orthanc() as server:` starts one and ends it. Extra keyword arguments go into its configuration."""

    def __init__(self, **configuration: Any) -> None:
        self._extra = configuration
        self._folder = tempfile.TemporaryDirectory(prefix="reader-orthanc-")
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    @property
    def dicomweb_url(self) -> str:
        """The DICOMweb root, without a slash at its end."""
        return f"{self.url}/dicom-web"

    def __enter__(self) -> Orthanc:
        found = find_orthanc()
        if found is None:
            raise FileNotFoundError("Orthanc and its DICOMweb plug-in (apt-get install orthanc orthanc-dicomweb)")
        program, plugin = found
        folder = Path(self._folder.name)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        configuration = {
            "Name": "reader-test",
            "StorageDirectory": str(folder / "storage"),
            "IndexDirectory": str(folder / "index"),
            "StorageCompression": False,
            "Plugins": [str(plugin)],
            "HttpPort": port,
            "DicomServerEnabled": False,
            "RemoteAccessAllowed": False,
            "AuthenticationEnabled": False,
            "SslEnabled": False,
            "KeepAlive": True,
            "StableAge": 1,
            "DicomWeb": {"Enable": True, "Root": "/dicom-web/", "EnableWado": False, "Ssl": False},
        } | self._extra
        (folder / "orthanc.json").write_text(json.dumps(configuration), "utf-8")
        self._process = subprocess.Popen(
            [str(program), str(folder / "orthanc.json")],
            stdout=subprocess.DEVNULL,
            stderr=(folder / "orthanc.log").open("wb"),
        )
        self._await_start(folder)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._folder.cleanup()

    def stop(self) -> None:
        """At once: its own end takes 2.5 seconds, and what it holds is thrown away."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def store(self, files: Iterable[Path | bytes]) -> int:
        """Put files (or their bytes) into the archive over one kept connection; the number that it took."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        stored = 0
        for entry in files:
            body = entry if isinstance(entry, bytes) else entry.read_bytes()
            connection.request("POST", "/instances", body, {"Content-Type": "application/dicom"})
            answer = connection.getresponse()
            answer.read()
            stored += answer.status == 200
        connection.close()
        return stored

    def _await_start(self, folder: Path) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self._process is not None and self._process.poll() is not None:
                break
            try:
                connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=2)
                connection.request("GET", "/system")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        log = (folder / "orthanc.log").read_text("utf-8", "replace")
        raise RuntimeError(f"Orthanc did not start:\n{log[-2000:]}")
