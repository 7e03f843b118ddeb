"""Settings and About as a user uses them: what is set holds, what is cleared is gone, no patient is copied."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QPushButton, QSpinBox

from reader.app.doctor import ANY_THREAD, Check, Examined, State, examine
from reader.app.ui.about import AboutDialog, Fact, found_text
from reader.app.ui.settings_dialog import SettingsDialog
from reader.app.ui.sign_in import SignInWindow
from reader.core import guarded
from reader.core.audit import AuditEvent
from reader.core.certificates import trust_only
from reader.core.machine import GB, memory_total
from reader.study.cache import ImageCache
from reader.worklist.filters import View
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub"), demo=True) as process:
        yield process


def test_settings_are_kept_and_the_cache_is_cleared(hub: HubProcess, tmp_path: Path) -> None:
    with Workstation(tmp_path / "profile", hub.url) as station:
        services, cleared = station.program.services, []
        cache = ImageCache(services.profile.cache, services.secrets)
        for exam in ("1.1", "1.2"):
            cache.put(f"{exam}.1", [bytes(2_000_000)], exam)
        cache.pin("tasks", ["1.2"])  # what a draft or the outbox still needs
        dialog = SettingsDialog(services, None, lambda: cleared.append(True))
        wait_for(lambda: dialog._used.text() == "4 MB used", "the size of the cache")
        clear = next(button for button in dialog.findChildren(QPushButton) if "Clear" in button.text())
        clear.click()
        wait_for(lambda: bool(cleared), "the cache is cleared")
        assert dialog._used.text() == "2 MB freed, 2 MB are still needed"
        assert not cache.has("1.1.1") and cache.has("1.2.1")

        memory, days, disk = dialog._memory, dialog._days, dialog._cache
        assert memory.maximum() == memory_total() // GB
        assert memory.value() == services.settings.value.memory_bytes // GB
        assert isinstance(days, QSpinBox) and days.value() == 30
        days.setValue(0)
        assert days.text() == "never"
        disk.setValue(7)
        memory.setValue(1)
        fetch = next(box for box in dialog.findChildren(QCheckBox) if "next exams" in box.text())
        fetch.setChecked(not services.settings.value.prefetch)
        wanted = fetch.isChecked()
        dialog.accept()
        value = services.settings.value
        assert (value.cache_bytes, value.cache_days, value.memory_bytes) == (7 * GB, 0, GB)
        assert value.prefetch is wanted

        services.settings.update(memory_bytes=1_700_000_000)  # finer than the dialog shows: left as it is
        SettingsDialog(services).accept()
        assert services.settings.value.memory_bytes == 1_700_000_000

        station.sign_in("li")
        station.wait_for_worklist()
        page = station.desk.page
        page.show_view(View.DONE_TODAY)
        services.settings.update(theme="light" if services.settings.value.theme != "light" else "dark")
        wait_for(lambda: station.desk.page is not page, "the windows are built again")
        assert station.desk.page._rows.view is View.DONE_TODAY
        services.settings.update(theme="dark")


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where a hospital's file is; whoever runs the tests is an administrator."""
    if hasattr(os, "getuid"):
        monkeypatch.setattr(guarded, "ADMINISTRATORS", frozenset({0, os.getuid()}))
    yield tmp_path / "policy.toml"
    trust_only(None)


def sign_in_window(station: Workstation) -> SignInWindow:
    assert station.program.sign_in_window is not None
    return station.program.sign_in_window


def test_a_locked_hub_is_the_only_one_and_every_value_says_who_chose_it(
    hub: HubProcess, tmp_path: Path, policy: Path
) -> None:
    policy.write_text(f'[lock]\nhub = "{hub.url}"\nlanguage = "en"\ncache_gb = 9\n[set]\nlog_level = "error"\n')
    policy.chmod(0o644)
    with Workstation(tmp_path / "profile", "http://127.0.0.1:9", policy=policy) as station:
        window = sign_in_window(station)
        assert (window._hub.text(), window._hub.isReadOnly()) == (hub.url, True)
        assert not window._language.isEnabled()
        assert any(label.text() == "Locked by the hospital." for label in window.findChildren(QLabel))
        window._hub.setText("http://127.0.0.1:9")
        station.sign_in("li")
        station.wait_for_worklist()
        assert station.desk.session.hub.url == hub.url
        settings = station.program.services.settings
        settings.update(theme="light")
        dialog = SettingsDialog(station.program.services)
        rows = [dialog._form.itemAt(at, QFormLayout.ItemRole.FieldRole) for at in range(dialog._form.rowCount())]
        told = [row.layout().itemAt(row.layout().count() - 1).widget() for row in rows if row and row.layout()]
        origins = [label.text() for label in told if isinstance(label, QLabel)]
        assert origins == [
            "locked by the hospital", "set here", *["built in"] * 6,  # language … on leaving
            *["built in"] * 4, "locked by the hospital", "built in", "set here",  # enlarged … memory, cache …
            "locked by the hospital", *["built in"] * 6, "set by the hospital",  # hub … log
        ]  # fmt: skip
        assert not dialog._language.isEnabled() and not dialog._cache.isEnabled() and dialog._days.isEnabled()
        assert str(policy) in dialog._cache.toolTip() and str(policy) in dialog._note.text()
        dialog._cache.setValue(20)
        dialog.accept()
        assert settings.value.cache_bytes == 9 * GB


def test_with_a_faulty_policy_the_program_starts_but_nobody_signs_in(
    hub: HubProcess, tmp_path: Path, policy: Path
) -> None:
    policy.write_text(f'[lock]\nhub = "{hub.url}\n')
    policy.chmod(0o644)
    with Workstation(tmp_path / "profile", hub.url, policy=policy) as station:
        window = sign_in_window(station)
        shown = window._banner.message
        assert shown is not None and shown.text == "Sign-in is blocked by a faulty policy file."
        assert str(policy) in shown.hint and "TOML" in shown.hint and "safe" in shown.safe
        assert (window._hub.text(), window._button.isEnabled()) == ("", False)
        window.sign_in_requested.emit(hub.url, "li", "demo")
        refused = AuditEvent.LOGIN.value
        wait_for(lambda: refused in {record.code for record in station.program.services.audit.records()}, "refused")
        assert station.program.seat is None
        examined = Examined(station.program.services.profile, station.program.services.http)
        problems = [check for check in examine(ANY_THREAD, examined) if check.state is State.PROBLEM]
        assert [check.name for check in problems] == ["Policy", "Hub", "Updates"]
        assert "hub, trusted_cas" in problems[0].hint


@pytest.mark.parametrize(
    ("warnings", "problems", "said"),
    [
        (0, 0, "No problems were found."), (1, 0, "No problems, 1 warning"), (2, 0, "No problems, 2 warnings"),
        (0, 1, "1 problem"), (1, 2, "2 problems, 1 warning"),
    ],
)  # fmt: skip
def test_about_counts_its_warnings_too(warnings: int, problems: int, said: str) -> None:
    states = [State.OK, *[State.WARNING] * warnings, *[State.PROBLEM] * problems]
    assert found_text([Check("Keyring", state, "none") for state in states]) == said


def test_about_says_what_runs_and_copies_no_patient(hub: HubProcess, tmp_path: Path) -> None:
    with Workstation(tmp_path / "profile", hub.url) as station:
        station.sign_in("li")
        station.wait_for_worklist()
        about = AboutDialog(station.desk.place)
        wait_for(about._copy.isEnabled, "the checks are made")
        about._copy.click()
        copied = QGuiApplication.clipboard().text()
        for told in ("JPEG-LS (imagecodecs", "pydicom 3", "agrees with the hub's", hub.url, "VTK"):
            assert told in copied
        for task in station.desk.place.worklist.worklist.tasks.values():
            assert task.patient.patient_id not in copied and task.patient.name.native not in copied
            assert task.workitem.study_uid not in copied

        path = next(fact for fact in about.findChildren(Fact) if str(tmp_path.name) in fact.text())
        path.setSelection(0, len(path.text()))
        QTest.keyClick(path, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert str(tmp_path) in QGuiApplication.clipboard().text()  # as it can be pasted into a file manager
