"""One hub process for the tests of this room that do not end it, and clients for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from dicomweb_client.api import DICOMwebClient

from tests.servers import HubProcess
from tests.synthetic import CtSeries, ct_series


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as process:
        yield process


@pytest.fixture(scope="session")
def session(hub: HubProcess) -> requests.Session:
    """Signed in as someone who may do everything; what each role may not, is in test_permissions."""
    return signed_in(hub, "ma")


@pytest.fixture(scope="session")
def reporter(hub: HubProcess) -> requests.Session:
    return signed_in(hub, "li")


@pytest.fixture(scope="session")
def reviewer(hub: HubProcess) -> requests.Session:
    return signed_in(hub, "zhou")


@pytest.fixture(scope="session")
def client(hub: HubProcess, session: requests.Session) -> DICOMwebClient:
    return DICOMwebClient(hub.dicomweb, session=session)


@pytest.fixture(scope="session")
def ct(tmp_path_factory: pytest.TempPathFactory) -> CtSeries:
    """Twelve small slices on disk; computed, nobody's."""
    return ct_series(tmp_path_factory.mktemp("ct"), 12, 64, uid_root="2.25.4711")


def signed_in(hub: HubProcess, user: str) -> requests.Session:
    session = requests.Session()
    session.headers.update(hub.headers(user))
    session.headers["Accept"] = "application/dicom+json"
    return session


def multipart(*objects: bytes, kind: str = "application/dicom") -> tuple[bytes, dict[str, str]]:
    """A STOW body and its headers, by hand."""
    parts = b"".join(b"--B\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + data + b"\r\n" for data in objects)
    return parts + b"--B--\r\n", {"Content-Type": 'multipart/related; type="application/dicom"; boundary=B'}


def store(session: requests.Session, root: str, files: list[Path]) -> requests.Response:
    body, headers = multipart(*(file.read_bytes() for file in files))
    return session.post(f"{root}/studies", data=body, headers=headers, timeout=60)
