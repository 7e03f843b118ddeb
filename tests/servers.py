"""A real hub process for tests, on a free port of loopback."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from reader.core.storage import Database
from reader.hub.roles import ROLES
from reader.hub.users import DEMO_PASSWORD, DEMO_USERS, User, Users, make_user
from tests.nursery import Child, start


def _everything(name: str, roles: tuple[str, ...]) -> User:
    return make_user(name, "Ma^Quan=马^全", "D9999", *roles, organisation="Demo region imaging centre")


PEOPLE = (*DEMO_USERS, _everything("ma", ROLES))
"""Who can sign in to a hub of the tests, all with the password `demo`: li and chen report, zhou reports and
reviews, gate sends objects and orders, admin directs the tasks; ma may do everything (there is no ma in a demo)."""


@cache
def _prepared() -> bytes:
    """The database of a hub that has `PEOPLE` and nothing else."""
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "hub.sqlite")
        users = Users(database)
        for user in PEOPLE:
            users.add(user, DEMO_PASSWORD)
        database.close()
        return (Path(folder) / "hub.sqlite").read_bytes()


@cache
def _loaded() -> TemporaryDirectory[str]:
    """The folder of a hub that has loaded the demo, once for all tests of this process: it takes seconds."""
    folder = TemporaryDirectory(prefix="reader-demo-")
    with HubProcess(Path(folder.name), demo=True, first_start=True):
        pass
    (Path(folder.name) / "port").unlink()
    (Path(folder.name) / "hub.err").unlink()
    return folder


def copy_hub(data: Path, to: Path) -> None:
    """What a hub keeps, in another folder, as a backup would. Stored objects, which no hub ever writes into, are
    one file under two names, else tests would write gigabytes: who damages one puts a new file in its place."""
    shutil.copytree(data, to, dirs_exist_ok=True, copy_function=_kept_once)


def _changes(data: Path) -> list[tuple[str, int]]:
    """When each stored object was written last."""
    return sorted((file.name, file.stat().st_mtime_ns) for file in data.rglob("*.dcm"))


def _kept_once(file: str, to: str) -> None:
    if file.endswith(".dcm"):
        with suppress(OSError):  # another disk
            os.link(file, to)
            return
    shutil.copy2(file, to)


@cache
def _unchanged(loaded: str) -> list[tuple[str, int]]:
    """As it was when it was copied first."""
    return _changes(Path(loaded))


class HubProcess:
    """A hub on `data`: starts in `with`, or by `start`; `stop` ends it kindly, `kill` as a crash would.

    Without `demo` it is empty but for `PEOPLE`, or has not even them (people=False). A demo's folder is copied from
    one that is loaded, unless it has to load it itself (first_start), as it does where its images or key differ.
    Started again it listens on the same port. It ends with the test process, whatever becomes of that.
    images: the DICOMweb root of the server that holds the images. token_seconds: life of an access token. options:
    more of the command line; with --url the port has to be given.
    """

    def __init__(
        self,
        data: Path,
        *,
        demo: bool = False,
        first_start: bool = False,
        images: str | None = None,
        port: int = 0,
        token_seconds: float = 3600.0,
        people: bool = True,
        options: Sequence[str] = (),
    ) -> None:
        self.data = data
        self.options = list(options)
        self.people = people and not demo
        self.demo = demo
        self.copied = demo and not (first_start or images or "--key-file" in options)
        self.images = images
        self.port = port
        self.token_seconds = token_seconds
        self.process: Child | None = None

    @property
    def url(self) -> str:
        """The hub's root, without a slash at its end."""
        return f"{'https' if '--certificate' in self.options else 'http'}://127.0.0.1:{self.port}"

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
        if self.copied and not (self.data / "hub.sqlite").exists():
            loaded = _loaded()
            assert _changes(Path(loaded.name)) == _unchanged(loaded.name), "a test has written into an object"
            copy_hub(Path(loaded.name), self.data)
        if self.people and not (self.data / "hub.sqlite").exists():
            (self.data / "hub.sqlite").write_bytes(_prepared())
        command = ["hub", "--data", str(self.data), "--port", str(self.port)]
        command += ["--watch-parent", *(["--demo"] if self.demo else [])]
        command += ["--images", self.images] if self.images else []
        environment = os.environ | {"READER_HUB_TOKEN_SECONDS": str(self.token_seconds)}
        self.process = start("reader", [*command, *self.options], environment, self.data / "hub.err")
        line = self.process.stdout.readline()
        if not line.startswith("reader hub: http"):
            self.kill()
            errors = (self.data / "hub.err").read_text("utf-8")
            raise RuntimeError(f"the hub did not start: {line}{errors}")
        if "--url" not in self.options:
            self.port = int(line.rsplit(":", 1)[1])
        return self

    def stop(self) -> None:
        """End it by closing its standard input, as the program does."""
        process = self._taken()
        if process is not None:
            process.stdin.close()
            if process.wait(10) is None:
                process.kill()
                process.wait()
            process.close()

    def kill(self) -> None:
        """SIGKILL (TerminateProcess on Windows)."""
        process = self._taken()
        if process is not None:
            process.kill()
            process.wait()
            process.close()

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

    def audit(self) -> list[dict[str, Any]]:
        """What the hub has recorded, oldest first, read from its database."""
        database = sqlite3.connect(self.data / "hub.sqlite")
        database.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in database.execute("SELECT * FROM audit ORDER BY number")]
        finally:
            database.close()

    def rewrite_task(self, uid: str, changes: dict[str, Any]) -> None:
        """Change a workitem in the hub's database: what other hubs may allow, and this one allows nobody."""
        database = sqlite3.connect(self.data / "hub.sqlite", timeout=20)
        with database:
            [(content,)] = database.execute("SELECT content FROM workitem WHERE uid = ?", (uid,)).fetchall()
            changed = json.dumps(json.loads(content) | changes)
            database.execute("UPDATE workitem SET content = ? WHERE uid = ?", (changed, uid))
        database.close()

    def __enter__(self) -> HubProcess:
        return self.start() if self.process is None else self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _taken(self) -> Child | None:
        process, self.process = self.process, None
        return process
