"""Settings and About as a user uses them: what is set holds, what is cleared is gone, no patient is copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton, QSpinBox

from reader.app.ui.about import AboutDialog, Fact
from reader.app.ui.settings_dialog import SettingsDialog
from reader.core.machine import GB, memory_total
from reader.study.cache import ImageCache
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
