"""Updates: only what was signed, for this system and newer, is ever handed to an installer."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reader.core.errors import Cancelled, ReaderError
from reader.core.http import Http
from reader.core.storage import StorageError
from reader.core.update import source as source_module
from reader.core.update.installation import SINGLE_FILE, WAITING, Installation, SingleFile, installation, set_up_in
from reader.core.update.manifest import FILE, UpdateRefused, Version
from reader.core.update.service import Updates
from reader.core.update.source import Source, UpdateFolder, UpdateSite
from tests.architecture.house import ROOT

SYSTEM, NAME = "linux-x86_64-run", "reader-0.2.0-x86_64.run"
CONTENT = b"#!/bin/sh\n# reader 0.2.0\n" + bytes(range(256)) * 4000
NOW = datetime.now(UTC)


def load_release() -> ModuleType:
    """packaging/release.py, which signs."""
    spec = importlib.util.spec_from_file_location("release", ROOT / "packaging" / "release.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def release() -> ModuleType:
    return load_release()


class Handed(list[bytes]):
    """An installer that only notes what it was given."""

    def install(self, file: Path, arguments: Sequence[str]) -> None:
        self.append(file.read_bytes())

    def roll_back(self) -> None:
        self.append(b"back")


class Maker:
    """Publishes into a folder, which is also what the web server serves."""

    def __init__(self, folder: Path, release: ModuleType) -> None:
        self.folder, self.release = folder, release
        self.key = Ed25519PrivateKey.generate()
        self.number = 0
        folder.mkdir()

    @property
    def public(self) -> str:
        return str(self.release.public_of(self.key))

    def publish(self, content: bytes = CONTENT, *, days: float = 30, number: int = 0, **changes: Any) -> bytes:
        """A list with one artefact; changes: of what it says of it."""
        self.number = number or self.number + 1
        told = {
            "name": NAME, "version": "0.2.0", "system": SYSTEM, "needs": "0.1.0", "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(), "notes": {"en": "New.", "zh_CN": "新。"},
        } | changes  # fmt: skip
        made = NOW + timedelta(days=min(0, days - 1))
        data: bytes = self.release.signed_list([told], [self.key], days - min(0, days - 1), made, self.number)
        (self.folder / str(told["name"]).replace("/", "")).write_bytes(content)
        (self.folder / FILE).write_bytes(data)
        return data


@pytest.fixture
def maker(tmp_path: Path, release: ModuleType) -> Maker:
    return Maker(tmp_path / "published", release)


class Site(ThreadingHTTPServer):
    """Serves a folder with ranges. cut: the bytes of the body after which it hangs up, once. asked: the ranges.
    pages: in whose place it has a web page."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.folder, self.cut, self.ranges = folder, -1, True
        self.pages: set[str] = set()
        self.asked: list[str] = []


class Answers(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        path = self.server.folder / self.path.rsplit("/", 1)[1]
        if not path.is_file():
            self.send_error(404)
            return
        data, begin = path.read_bytes(), 0
        asked = self.headers.get("Range", "")
        if not path.name.endswith(".json"):
            self.server.asked.append(asked)
        if asked and self.server.ranges:
            begin = int(asked.removeprefix("bytes=").removesuffix("-"))
            if begin >= len(data):
                self.send_error(416)
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
        else:
            self.send_response(200)
        if path.name in self.server.pages:
            self.send_header("Content-Type", "text/html")
        body = data[begin:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.server.cut >= 0 and not path.name.endswith(".json"):
            body, self.server.cut = body[: self.server.cut], -1
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture
def site(maker: Maker) -> Iterator[Site]:
    server = Site(maker.folder)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


class Station:
    """A workstation that has version 0.1.0 and looks at the site."""

    def __init__(self, folder: Path, maker: Maker, site: Site, current: str = "0.1.0") -> None:
        self.folder, self.files, self.handed = folder, folder / "files", Handed()
        self._http = Http(patience=0.2)
        self.place: Source = UpdateSite(self._http, f"http://127.0.0.1:{site.server_port}/updates/")
        self._maker = maker
        self.updates = self.restart(current)

    def restart(self, current: str = "0.1.0", keys: Sequence[str] | None = None) -> Updates:
        trusted = [self._maker.public] if keys is None else keys
        self.updates = Updates(self.folder, self.place, trusted, Installation(SYSTEM, self.handed), current)
        return self.updates

    def check_and_download(self) -> None:
        found = self.updates.check(NOW)
        assert found is not None
        self.updates.download(found, lambda: None)

    def refused(self, what: Callable[[], object], kind: type[ReaderError] = UpdateRefused) -> str:
        """It raises, says that nothing was changed, and nothing was."""
        with pytest.raises(kind) as told:
            what()
        assert told.value.hint and "not changed" in told.value.safe
        self.updates.install_ready([])
        assert self.handed == [] and self.updates.ready_version() == ""
        return told.value.user_message


@pytest.fixture
def station(tmp_path: Path, maker: Maker, site: Site) -> Station:
    return Station(tmp_path / "update", maker, site)


def test_from_the_list_to_the_installer_and_back(station: Station, maker: Maker) -> None:
    maker.publish()
    found = station.updates.check(NOW)
    assert found is not None and (str(found.version), found.notes["zh_CN"]) == ("0.2.0", "新。")
    assert station.updates.ready_version() == ""
    station.check_and_download()
    assert station.restart().ready_version() == "0.2.0"
    station.updates.install_ready(["--hub", "x"])
    assert station.handed == [CONTENT]
    done = station.restart("0.2.0")
    done.install_ready([])
    assert done.check(NOW) is None and done.ready_version() == ""
    assert [file.name for file in station.folder.iterdir()] == ["updates.json"]  # nothing is left behind
    done.roll_back()
    assert station.handed == [CONTENT, b"back"]
    before = station.restart("0.1.0")
    assert before.check(NOW) is None  # what was rolled back is not offered again …
    maker.publish(version="0.2.1")
    assert before.check(NOW) is not None  # … but what follows it is


def flip(path: Path, where: int) -> None:
    data = bytearray(path.read_bytes())
    data[where] ^= 1
    path.write_bytes(data)


def test_one_flipped_bit_anywhere_in_the_list_is_seen(station: Station, maker: Maker) -> None:
    data = maker.publish()
    said = set()
    for where in range(0, len(data), 7):
        flip(maker.folder / FILE, where)
        try:
            found = station.updates.check(NOW)
        except UpdateRefused as refused:
            said.add(refused.user_message)
        else:  # white space between the two halves, or the name of a key: what is signed is as it was
            assert found is not None and found.sha256 == hashlib.sha256(CONTENT).hexdigest()
            assert where > data.index(b'"signatures"') or where < data.index(b'"list"')
        flip(maker.folder / FILE, where)
    assert said >= {"The list of updates is not signed by a trusted key.", "The list of updates can't be read."}


def test_who_signed_it(station: Station, maker: Maker, release: ModuleType) -> None:
    maker.publish()
    other = Ed25519PrivateKey.generate()
    trusted, maker.key = maker.public, other
    data = json.loads(maker.publish())
    station.restart(keys=[trusted])
    assert station.refused(station.check_and_download) == "The list of updates is not signed by a trusted key."
    # the stranger's signature under the name of the key that is trusted, and one of something else
    for signature in (data["signatures"][maker.public], base64.b64encode(other.sign(b"x")).decode(), "", 5, None):
        data["signatures"] = {trusted: signature}
        (maker.folder / FILE).write_text(json.dumps(data))
        assert "trusted key" in station.refused(station.check_and_download)
    both = release.signed_list([], [other, Ed25519PrivateKey.generate()], 3, NOW, 9)
    (maker.folder / FILE).write_bytes(both)
    station.restart(keys=[maker.public])  # one of two is enough
    assert "nothing for this system" in station.refused(station.check_and_download)
    station.restart(keys=[])
    assert "trusts no key" in station.refused(station.check_and_download)


LISTS = {
    "expired": ({"days": -1}, "expired on"),
    "from the future": ({"days": 9_000}, ""),
    "another system": ({"system": "windows-x86_64"}, "nothing for this system (linux-x86_64-run)"),
    "wants one in between": ({"version": "0.9", "needs": "0.5.0"}, "Version 0.9 can't replace 0.1.0."),
    "a path for a name": ({"name": "../reader.run"}, "not as this version expects it"),
    "a drive for a name": ({"name": "C:reader.exe"}, "not as this version expects it"),
    "no version": ({"version": "0.2.0; rm"}, "not as this version expects it"),
    "no size": ({"size": -1}, "not as this version expects it"),
    "true for a size": ({"size": True}, "not as this version expects it"),
    "no digest": ({"sha256": "0" * 63}, "not as this version expects it"),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_that_are_signed_but_not_for_us(name: str, station: Station, maker: Maker) -> None:
    changes, words = LISTS[name]
    maker.publish(**changes)
    if words:
        assert words in station.refused(station.check_and_download)
        return
    with pytest.raises(UpdateRefused, match="from the future"):
        station.updates.check(NOW - timedelta(days=2))


@pytest.mark.parametrize("version", ["0.0.9", "0.1.0", "0.1"])
def test_an_older_or_the_same_version_is_no_update(version: str, station: Station, maker: Maker) -> None:
    maker.publish(version=version, needs="0.0.1")
    assert station.updates.check(NOW) is None


def test_a_list_that_was_here_before_is_not_believed_again(station: Station, maker: Maker) -> None:
    old = maker.publish(version="0.2.0")
    station.check_and_download()
    maker.publish(version="0.3.0")
    assert station.restart().check(NOW) is not None
    (maker.folder / FILE).write_bytes(old)
    with pytest.raises(UpdateRefused, match="older than one seen before"):
        station.restart().check(NOW)
    maker.publish(version="0.3.0", number=maker.number)  # the same number again is no replay
    assert station.restart().check(NOW) is not None


WRONG = {
    "a flipped bit": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "another of the same size": lambda data: data[::-1],
    "longer": lambda data: data + b"x",
    "shorter": lambda data: data[:-1],
    "empty": lambda data: b"",
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("shared", [False, True], ids=["web", "share"])
def test_a_file_that_is_not_the_signed_one(name: str, shared: bool, station: Station, maker: Maker) -> None:
    maker.publish()
    if shared:
        station.place = UpdateFolder(maker.folder)
        station.restart()
    (maker.folder / NAME).write_bytes(WRONG[name](CONTENT))
    station.refused(station.check_and_download, ReaderError)
    assert NAME not in os.listdir(station.files)
    (maker.folder / NAME).write_bytes(CONTENT)
    station.check_and_download()
    assert station.updates.ready_version() == "0.2.0"


def test_an_endless_file_is_given_up_at_its_size(station: Station, maker: Maker) -> None:
    maker.publish()
    taken: list[int] = []

    class Endless(UpdateFolder):
        @contextmanager
        def opened(self, name: str, start: int) -> Iterator[tuple[int, Iterator[bytes]]]:
            yield start, (bytes(taken.append(1) or 500_000) for _ in range(100))

    station.place = Endless(maker.folder)
    station.restart()
    station.refused(station.check_and_download)
    assert len(taken) == 3  # the file has 1 MB


def test_an_interrupted_download_goes_on(station: Station, maker: Maker, site: Site) -> None:
    maker.publish()
    site.cut = 700_000
    assert "was interrupted" in station.refused(station.check_and_download, ReaderError)
    station.restart()
    station.check_and_download()
    begun = int(site.asked[-1].removeprefix("bytes=").removesuffix("-"))
    assert 0 < begun <= 700_000 and (station.files / NAME).read_bytes() == CONTENT

    for way in ("without ranges", "another file meanwhile"):
        other = CONTENT + way.encode()
        site.ranges, site.cut = True, 700_000
        maker.publish(other if way == "without ranges" else CONTENT, version="0.2.1")
        with pytest.raises(ReaderError, match="interrupted"):
            station.check_and_download()
        site.ranges = way != "without ranges"
        if way == "another file meanwhile":
            maker.publish(other, version="0.2.2")
        station.check_and_download()
        assert (station.files / NAME).read_bytes() == other
        assert not list(station.files.glob("*.part"))


def test_it_stops_when_it_is_no_longer_wanted(station: Station, maker: Maker) -> None:
    maker.publish()
    found, pieces = station.updates.check(NOW), []

    def wanted() -> None:
        pieces.append(1)
        if len(pieces) > 2:
            raise Cancelled

    assert found is not None
    with pytest.raises(Cancelled):
        station.updates.download(found, wanted)
    assert station.updates.ready_version() == "" and list(station.files.glob("*.part"))
    station.check_and_download()
    assert station.updates.ready_version() == "0.2.0"


def test_a_full_disk(station: Station, maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    maker.publish()
    Usage = type(source_module.shutil.disk_usage("/"))
    with monkeypatch.context() as full:
        full.setattr(source_module.shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 1000))
        assert "The disk is full" in station.refused(station.check_and_download, StorageError)

    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:  # while it is written: whoever else writes was faster
        full.setattr(source_module.os, "fsync", no_room)
        assert "The disk is full" in station.refused(station.check_and_download, StorageError)
    assert not list(station.files.glob("*.part"))
    station.check_and_download()


def test_what_is_ready_is_looked_at_again_before_it_is_installed(station: Station, maker: Maker) -> None:
    maker.publish()
    station.check_and_download()
    flip(station.files / NAME, 100)
    assert "is damaged" in station.refused(lambda: station.updates.install_ready([]))

    station.check_and_download()
    (station.files / NAME).unlink()
    assert "is damaged" in station.refused(lambda: station.updates.install_ready([]))

    station.check_and_download()
    station.restart(keys=[station._maker.release.public_of(Ed25519PrivateKey.generate())])
    with pytest.raises(UpdateRefused, match="trusted key"):  # the hospital trusts somebody else by now
        station.updates.install_ready([])
    assert station.handed == []

    station.restart()
    (station.folder / "updates.json").write_text('{"newest": "x", "ready": 5}')
    station.restart().install_ready([])
    assert station.handed == []


@pytest.mark.parametrize("after", [{"version": "0.1.0"}, {"content": CONTENT + b"mended"}, {"version": "0.3.0"}])
def test_a_version_that_was_withdrawn_is_not_installed(
    after: dict[str, Any], station: Station, maker: Maker
) -> None:
    maker.publish()
    station.check_and_download()
    maker.publish(**after)
    station.updates.check(NOW)
    assert station.restart().ready_version() == ""
    station.updates.install_ready([])
    assert station.handed == []


def test_a_version_whose_list_expired_is_not_installed(station: Station, maker: Maker) -> None:
    maker.publish(days=3)
    station.check_and_download()
    station.restart().install_ready([], NOW + timedelta(days=4))
    assert station.handed == [] and station.updates.ready_version() == ""
    station.check_and_download()
    station.restart().install_ready([], NOW + timedelta(days=2))
    assert station.handed == [CONTENT]


def test_an_installer_that_fails_is_not_tried_for_ever(station: Station, maker: Maker) -> None:
    maker.publish()
    station.check_and_download()
    for _ in range(3):
        station.restart().install_ready([])
    with pytest.raises(UpdateRefused, match=r"Version 0\.2\.0 could not be installed"):
        station.restart().install_ready([])
    assert len(station.handed) == 3 and station.restart().ready_version() == ""


def test_a_web_page_in_its_place(station: Station, maker: Maker, site: Site) -> None:
    """As a proxy that wants a sign-in answers."""
    maker.publish()
    for name in (FILE, NAME):
        site.pages = {name}
        assert "does not answer as an update source" in station.refused(station.check_and_download, ReaderError)


def test_nowhere_to_look(tmp_path: Path, maker: Maker) -> None:
    with pytest.raises(UpdateRefused, match="No update source"):
        Updates(tmp_path, None, [maker.public], Installation(SYSTEM), "0.1.0").check(NOW)
    with pytest.raises(ReaderError, match="can't be read"):
        Updates(tmp_path, UpdateFolder(tmp_path / "x"), [maker.public], Installation(SYSTEM), "0.1.0").check(NOW)
    maker.publish()
    with pytest.raises(UpdateRefused, match="does not update itself"):
        Updates(tmp_path, UpdateFolder(maker.folder), [maker.public], installation(), "0.1.0").check(NOW)


def test_versions_are_compared_as_numbers() -> None:
    ordered = ["0.1", "0.1.1", "0.2", "0.10.0", "1.0.0.1", "1.0.1"]
    assert [str(one) for one in sorted(map(Version.parse, reversed(ordered)))] == ordered
    assert Version.parse("1.2") == Version.parse("1.2.0.0")
    for wrong in ("1", "1.2.3.4.5", "1.x", "v1.2", "1.2-rc1", "１.2", "", None, 1.2):
        with pytest.raises(ValueError):
            Version.parse(wrong)


def test_an_installation_of_windows_is_told_from_a_folder(tmp_path: Path) -> None:
    """As packaging/windows/launcher.c lays them out."""
    resources = tmp_path / "reader" / "versions" / "0.1.0" / "app" / "resources"
    resources.mkdir(parents=True)
    (tmp_path / "current").touch()  # too far up to be of this program
    assert set_up_in(resources) is None
    (tmp_path / "reader" / "current").touch()
    assert set_up_in(resources) == tmp_path / "reader"
    assert set_up_in(Path(resources.anchor) / "app" / "resources") is None


@pytest.mark.skipif(sys.platform != "win32", reason="of Windows")
def test_the_installer_of_windows_is_started_from_any_folder(tmp_path: Path) -> None:
    """Also from one whose name the command line of Windows would take for a command or a variable."""
    import subprocess  # here: the rest of the module is quick

    folder = tmp_path / "a & b %TEMP% (1) 王"
    folder.mkdir()
    stand_in = folder / "setup.cmd"  # a mock: it says that it was started
    stand_in.write_text('@echo %1>"%SAID%"\n')
    code = f"import sys; open({str(folder / 'next.txt')!r}, 'w').write(repr(sys.argv[1:]))"
    after = subprocess.list2cmdline([sys.executable, "-c", code, "a & b"])
    told = {"READER_SETUP": str(stand_in), "READER_NEXT": after, "SAID": str(tmp_path / "setup.txt")}
    assert subprocess.run(WAITING, env=os.environ | told, check=False, timeout=60).returncode == 0
    for _ in range(200):
        if (folder / "next.txt").exists() and (folder / "next.txt").read_text():
            break
        time.sleep(0.1)
    assert (tmp_path / "setup.txt").read_text().strip() == "/S"
    assert (folder / "next.txt").read_text() == "['a & b']"


@pytest.mark.skipif(os.name == "nt", reason="the one file of Linux")
def test_the_one_file_of_linux_is_exchanged_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, new = tmp_path / "bin" / "reader.run", tmp_path / NAME
    program.parent.mkdir()
    script = (ROOT / "packaging" / "bundle" / "linux_files" / "single.sh").read_text("utf-8")
    assert f'export {SINGLE_FILE}="$self"' in script
    head = "".join(script.splitlines(keepends=True)[:2])
    program.write_text(f"{head}echo old $*\n", "utf-8")
    program.chmod(0o755)
    new.write_bytes(b"#!/bin/sh\n# reader 0.2.0\necho new $*\n")
    monkeypatch.setenv(SINGLE_FILE, str(program))
    found = installation()
    assert found.system.endswith("-run") and isinstance(found.installer, SingleFile)
    single = found.installer
    single.exchange(new)
    assert os.popen(f"{program} a").read() == "new a\n"
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(StorageError, match="disk is full"):
            single.exchange(new)
    assert sorted(os.listdir(program.parent)) == ["reader.run", "reader.run.before"]
    single.roll_back()
    assert os.popen(f"{program} b").read() == "old b\n"
    with pytest.raises(ReaderError, match="no previous version"):
        single.roll_back()
    program.write_bytes(b"something else of the same name")
    assert installation().system == ""


def test_a_release_is_made_on_the_command_line(tmp_path: Path, release: ModuleType, capsys: Any) -> None:
    (tmp_path / NAME).write_bytes(CONTENT)
    told = f'[artefacts]\n"{SYSTEM}" = "{NAME}"\n[notes]\nen = "New."\nzh_CN = "新。"\n'
    (tmp_path / "release.toml").write_text(f'version = "0.2.0"\nneeds = "0.1.0"\n{told}', "utf-8")
    assert release.main(["key", str(tmp_path / "key")]) == 0
    public = capsys.readouterr().out.strip()
    assert release.main(["key", str(tmp_path / "key")]) == 1  # never over one that is there
    assert release.main(["list", str(tmp_path), "--key", str(tmp_path / "key")]) == 0
    updates = Updates(tmp_path / "u", UpdateFolder(tmp_path), [public], Installation(SYSTEM), "0.1.0")
    found = updates.check()
    assert found is not None and found.size == len(CONTENT)
    (tmp_path / NAME).unlink()
    assert release.main(["list", str(tmp_path), "--key", str(tmp_path / "key")]) == 1
