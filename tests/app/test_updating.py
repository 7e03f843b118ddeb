"""A new version as a user meets it: a line in the worklist, never while a case is open; and the command line."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from reader import __version__
from reader.app import doctor, update_command
from reader.app.doctor import examine
from reader.app.services import Services, start_services
from reader.app.ui.update_notice import UpdateNotice
from reader.app.updating import Updating, install_waiting
from reader.core import guarded
from reader.core.certificates import trust_only
from reader.core.profile import Profile
from reader.core.settings import open_settings
from reader.core.update import service
from reader.core.update.installation import Installation
from reader.core.update.manifest import FILE
from tests.core.test_update import CONTENT, NAME, SYSTEM, Handed, Maker, load_release
from tests.flow.workstation import Workstation, wait_for
from tests.loop import MainLoop
from tests.servers import HubProcess

NEW = "97.1"


def urlopen_status(url: str) -> int:
    try:
        with urlopen(url) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


@pytest.fixture(scope="module")
def release() -> ModuleType:
    return load_release()


@pytest.fixture
def maker(tmp_path: Path, release: ModuleType) -> Maker:
    return Maker(tmp_path / "published", release)


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Handed:
    """This program was installed, and its installer notes what it is given."""
    installer = Handed()
    for module in (service, update_command):
        monkeypatch.setattr(module, "installation", lambda: Installation(SYSTEM, installer))
    return installer


@pytest.fixture
def policy(tmp_path: Path, maker: Maker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Of a hospital that signs its own updates and has them on a share."""
    if hasattr(os, "getuid"):
        monkeypatch.setattr(guarded, "ADMINISTRATORS", frozenset({0, os.getuid()}))
    path = tmp_path / "policy.toml"
    source = f"update_source = '{maker.folder}'\nupdate_keys = ['{maker.public}']"
    path.write_text(f"[lock]\n{source}\nlanguage = 'en'\n")
    path.chmod(0o644)
    yield path
    trust_only(None)


@pytest.fixture
def profile(tmp_path: Path, policy: Path, handed: Handed) -> Profile:
    return Profile(tmp_path / "profile", policy)


@pytest.fixture
def loop() -> Iterator[MainLoop]:
    made = MainLoop()
    yield made
    made.tasks.close()


@pytest.fixture
def services(profile: Profile, loop: MainLoop) -> Services:
    made = start_services(profile, lambda call: call(), lambda error: None)
    made.tasks.close()
    return Services(made.profile, made.settings, made.secrets, made.http, loop.tasks)


def test_what_is_found_waits_for_the_next_start(
    services: Services, loop: MainLoop, profile: Profile, maker: Maker, handed: Handed
) -> None:
    maker.publish(version=NEW)
    updating = Updating(services, lambda: False)
    told: list[str] = []
    updating.changed.connect(lambda: told.append(updating.news.words))
    updating.look()
    loop.run()
    assert told == [f"Version {NEW} will be installed at the next start."]
    assert (updating.news.detail("zh_CN"), updating.news.detail("nl")) == ("新。", "New.")
    assert handed == []  # nothing is installed under a running program
    [examined] = examine([doctor.updates], doctor.Examined(profile, services.http))
    assert str(maker.folder) in examined.text and NEW in examined.text
    assert install_waiting(profile, ["--hub", "x"]) is None
    assert handed == [CONTENT]
    (profile.updates / "files" / NAME).write_bytes(b"broken meanwhile")
    failed = install_waiting(profile, [])
    assert failed is not None and "damaged" in failed.user_message and "not changed" in failed.safe
    assert install_waiting(profile, []) is None and handed == [CONTENT]


def test_nothing_happens_while_a_case_is_open(
    services: Services, loop: MainLoop, profile: Profile, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker.publish(version=NEW)
    cases = [False]
    updating = Updating(services, lambda: cases[0])
    told: list[str] = []
    updating.changed.connect(lambda: told.append(updating.news.words))
    cases[0] = True
    updating._tick()
    updating.stop()
    assert not updating._running and not (profile.updates / "files" / NAME).exists()

    cases[0] = False
    check = service.Updates.check

    def opened_meanwhile(self: Any) -> Any:
        cases[0] = True
        return check(self)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(service.Updates, "check", opened_meanwhile)
        updating.look()
        loop.run()
    assert told == [] and not (profile.updates / "files" / NAME).exists()
    cases[0] = False
    updating._tick()
    updating.stop()
    loop.run()
    assert len(told) == 1 and (profile.updates / "files" / NAME).exists()
    updating._tick()  # once a day
    updating.stop()
    assert not updating._running


def test_what_is_wrong_is_said(services: Services, loop: MainLoop, maker: Maker, profile: Profile) -> None:
    maker.publish(version=NEW)
    data = bytearray((maker.folder / FILE).read_bytes())
    data[data.index(b"97.1")] ^= 1
    (maker.folder / FILE).write_bytes(data)
    updating = Updating(services, lambda: False)
    updating.look()
    loop.run()
    assert updating.news.words == "No update: The list of updates is not signed by a trusted key."
    assert "not changed" in updating.news.detail("en")


def test_a_faulty_policy_turns_updates_off(policy: Path, profile: Profile, loop: MainLoop, maker: Maker) -> None:
    maker.publish(version=NEW)
    policy.write_text(policy.read_text().replace("update_keys", "update_key"))
    made = start_services(profile, lambda call: call(), lambda error: None)
    made.tasks.close()
    updating = Updating(Services(profile, made.settings, made.secrets, made.http, loop.tasks), lambda: False)
    updating.look()
    loop.run()
    assert updating.news.words == "No update: Updates are blocked by a faulty policy file."
    [told] = examine([doctor.updates], doctor.Examined(profile, made.http))
    assert told.state is doctor.State.PROBLEM and "update_key" in told.hint


def test_the_command_line(
    profile: Profile, maker: Maker, handed: Handed, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update_command, "open_own", lambda _: (profile, open_settings(profile)))
    maker.publish(version=NEW)
    assert update_command.run(None, check=True) == 0
    assert capsys.readouterr().out == f"Version {NEW} is available; this is {__version__}.\nNew.\n"
    assert not (profile.updates / "files" / NAME).exists()
    assert update_command.run(None) == 0
    assert "at the next start" in capsys.readouterr().out and (profile.updates / "files" / NAME).exists()
    assert update_command.run(None, rollback=True) == 0 and handed == [b"back"]
    maker.publish(version=__version__)
    assert update_command.run(None, check=True) == 0
    assert f"{__version__} is the newest version." in capsys.readouterr().out
    (maker.folder / FILE).unlink()
    assert update_command.run(None, check=True) == 1
    told = capsys.readouterr()
    assert FILE in told.err and "not changed" in told.err


def test_the_line_in_the_worklist(tmp_path: Path, policy: Path, release: ModuleType, handed: Handed) -> None:
    """The hub has the new version, and half of it is here already."""
    profile, data = tmp_path / "profile", tmp_path / "hub"
    data.mkdir()
    maker = Maker(data / "updates", release)
    maker.publish(version=NEW)
    half = profile / "update" / "files" / f"{hashlib.sha256(CONTENT).hexdigest()}.part"
    half.parent.mkdir(parents=True)
    half.write_bytes(CONTENT[: len(CONTENT) // 2])
    with HubProcess(data) as hub:
        source = f"update_source = '{hub.url}/updates'\nupdate_keys = ['{maker.public}']"
        policy.write_text(f"[lock]\n{source}\nlanguage = 'en'\n")
        with Workstation(profile, hub.url, policy=policy) as station:
            station.sign_in("li")
            wait_for(lambda: station.program.desk is not None, "signed in")
            window = station.desk.worklist_window
            assert window is not None
            notice = window.findChild(UpdateNotice)
            assert isinstance(notice, UpdateNotice) and notice.text() == ""
            station.program.updating.look()
            wait_for(lambda: bool(notice.text()), "the news")
            assert notice.text() == f"Version {NEW} will be installed at the next start."
            assert notice.toolTip() == "New."
        assert (half.parent / NAME).read_bytes() == CONTENT
        for name in ("../hub.sqlite", "..%2Fhub.sqlite", "hub.sqlite", "", "none.run"):
            assert urlopen_status(f"{hub.url}/updates/{name}") in (401, 404)
