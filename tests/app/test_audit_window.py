"""An administrator's window of the audit trail: what it lists and finds, by keyboard; and no report in reach."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from reader.app.office import Office
from reader.app.ui.audit_table import ABOUT, EVENT, OUTCOME, PATIENT, PERSON
from reader.app.ui.audit_view import AuditView
from reader.core.audit import AuditEvent
from reader.core.profile import open_profile
from tests.app.test_audit import change, morning, records_of, rewrite
from tests.flow.workstation import Workstation, wait_for
from tests.servers import HubProcess


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as process:
        yield process


def office(station: Workstation) -> Office:
    station.sign_in("admin")
    wait_for(lambda: station.program.office is not None, "the administrator is signed in")
    found = station.program.office
    assert found is not None and found.window is not None and station.program.desk is None
    view = found.window.view
    wait_for(lambda: not view.checking, "the trail is read")
    return found


def column(view: AuditView, number: int) -> list[str]:
    return [str(view.model.index(row, number).data()) for row in range(view.model.rowCount())]


def choose(box: QWidget, text: str) -> None:
    """As one types in a list; "" for its first entry."""
    box.setFocus()
    QTest.keyClicks(box, text) if text else QTest.keyClick(box, Qt.Key.Key_Home)


def test_an_administrator_lists_filters_and_exports_by_keyboard(hub: HubProcess, tmp_path: Path) -> None:
    profile = open_profile(tmp_path / "profile")
    morning(profile, hub)
    records = records_of(profile)
    records.audit.record(AuditEvent.LOGIN, "chen", outcome=4, reason="SignInRefused")
    records.database.close()
    with Workstation(profile.root, hub.url) as station:
        window = office(station).window
        assert window is not None
        view = window.view
        station.activate(window)
        assert view.verdict.text().startswith("●") and "each as it was written" in view.verdict.text()
        assert view.table.hasFocus()
        total = view.model.rowCount()
        assert total == 10 and column(view, EVENT)[-1] == "Program started"  # 7, then start, sign-in and this
        reached = set()
        for _ in range(12):
            reached.add(QApplication.focusWidget())
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        fields = {view.search, view.period, view.person, view.event_kind, view.outcome}
        assert reached >= fields | {view.table, view.whole, view.again, view.export}
        choose(view.person, "li")
        assert set(column(view, PERSON)) == {"li"} and view.model.rowCount() == 5
        choose(view.event_kind, "Exam")
        assert column(view, PATIENT) == ["00314"] * 4
        choose(view.event_kind, "")
        choose(view.person, "")
        choose(view.outcome, "Failed")
        assert column(view, PERSON) == ["chen"] and column(view, ABOUT) == ["Reason: SignInRefused"]
        choose(view.outcome, "")
        QTest.keyClick(view.outcome, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        wait_for(view.search.hasFocus, "the search takes the keys", 5)
        QTest.keyClicks(view.search, "00314 1.2.3")
        assert column(view, ABOUT) == ["Exam: 1.2.3"] and "00314" in view.whole.toPlainText()
        view.search.clear()
        view.table.sortByColumn(OUTCOME, Qt.SortOrder.DescendingOrder)
        assert column(view, OUTCOME)[0] == "Failed"
        written: list[int] = []
        view.exported.connect(lambda count, _: written.append(count))
        view.export_to(tmp_path / "audit.xml")
        wait_for(lambda: bool(written), "the export")
        lines = (tmp_path / "audit.xml").read_bytes().splitlines()
        assert written == [total] == [len([ET.fromstring(line) for line in lines])]
        view.period.setCurrentIndex(1)
        assert view.model.rowCount() == total, "all of it is of today"
        station.program.office.sign_out()  # type: ignore[union-attr]
        assert station.program.office is None and station.program.sign_in_window is not None
    records = records_of(profile)
    last = [(record.code, record.user) for record in records.audit.records()][-4:]
    assert last == [("110101", "admin"), ("110101", "admin"), ("110123", "admin"), ("110121", "")]
    records.database.close()


def test_the_window_says_what_was_done_to_the_trail(hub: HubProcess, tmp_path: Path) -> None:
    profile = open_profile(tmp_path / "profile")
    morning(profile, hub)
    with Workstation(profile.root, hub.url) as station:
        here = office(station)
        assert here.window is not None
        view = here.window.view

        def verdict() -> str:
            view.check()
            wait_for(lambda: not view.checking, "checked again")
            return view.verdict.text()

        change(profile, "UPDATE audit SET outcome = 4 WHERE number = 3")
        assert verdict().startswith("■ Record 3 was changed.")
        assert view.model.index(view.model.row_of(3), 0).data() == "■ 3"
        change(profile, "UPDATE audit SET outcome = 0 WHERE number = 3")
        assert verdict().startswith("●")
        change(profile, "DELETE FROM audit WHERE number = 4")
        assert verdict().startswith("■ Record 4 was removed.")
        change(profile, "DELETE FROM audit WHERE number > 3")
        assert "The end was cut off: records 4 to " in verdict()
        records = records_of(profile)
        for _ in range(9):
            records.audit.record(AuditEvent.LOGIN, "li")
        records.database.close()
        rewrite(profile)
        assert "they were rewritten" in verdict()
        hub.stop()
        try:
            text = verdict()
            assert text.startswith("▲") and "Not compared with the hub" in text and "can't be detected" in text
        finally:
            hub.start()
