"""Each record of the worklist alone: what is wrong with one is told, and the list goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.commands import CommandRegistry
from reader.core.http import Http
from reader.core.profile import open_profile
from reader.core.qt.translation import use_language
from reader.core.secrets import Secrets
from reader.core.tasks import Tasks
from reader.dicom.records import Damaged, records
from reader.dicom.ups.client import UpsClient
from reader.dicom.ups.events import events_from
from reader.terms.languages import locales
from reader.worklist.codec import entry_from
from reader.worklist.exam import Exam, UnreadableRow
from reader.worklist.filters import View
from reader.worklist.model import ReadingTask, Unreadable
from reader.worklist.service import WorklistService
from reader.worklist.ui.columns import COLUMNS, PATIENT
from reader.worklist.ui.page import WorklistPage
from reader.worklist.ui.raw_view import RawView
from reader.worklist.ui.table_model import RowTableModel
from tests.canned import CannedServer
from tests.mutated_records import event, mutant, workitem
from tests.worklist.samples import LI

SHOWN_AS_IT_IS = {
    "name: group too long", "name: six components", "name: groups in a group", "element with a key of its own",
    "many values for one", "a backslash in a value", "too long",
    *(f"code string {text!r}" for text in ("甲", "A.B", "ZZZZZZZZZZZZZZZZZ", "low", "A-B")),
}  # fmt: skip
"""Against the standard's rules of form, and readable all the same."""
DICOM_WORDS = re.compile(
    r"Value|InlineBinary|BulkDataURI|SOP Instance UID|Procedure Step State.*|base64|vr|low|'.*'"
)


def waiting(texts: list[bytes]) -> CannedServer:
    """Answers a search for waiting tasks with these, by limit and offset."""

    def answer(path: str) -> bytes:
        query = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        first = int(query.get("offset", 0))
        asked = query.get("00741000") == "SCHEDULED"
        part = texts[first : first + int(query["limit"])] if asked else []
        return b"[" + b",".join(part) + b"]" if part else b""

    return CannedServer(answer)


@pytest.fixture
def canned() -> Iterator[list[CannedServer]]:
    made: list[CannedServer] = []
    yield made
    for server in made:
        server.close()


def exam(number: int) -> dict[str, Any]:
    """A task of a study of its own."""
    made = workitem(f"2.25.{number}")
    study = {"vr": "UI", "Value": [f"1.2.{number}"]}
    made["0040A370"]["Value"][0]["0020000D"] = study
    return made | {"0020000D": study}


def listed(texts: list[bytes], canned: list[CannedServer], folder: Path, qtbot: QtBot) -> WorklistPage:
    """A page on a server that serves these records; returns when it has read them all."""
    canned.append(waiting(texts))
    calls: list[object] = []
    tasks = Tasks(calls.append, calls.append)
    ups = UpsClient(Http(), canned[-1].url)
    service = WorklistService(ups, tasks, Secrets(open_profile(folder)), LI, ("reporting", "reviewing"))
    page = WorklistPage(service.worklist, service, CommandRegistry())
    qtbot.addWidget(page)
    page.resize(1280, 800)
    done: list[bool] = []
    service.refresh(lambda: done.append(True), lambda error: calls.append(error))

    def run() -> bool:
        while calls:
            call = calls.pop(0)
            assert callable(call), call
            call()
        return bool(done)

    qtbot.waitUntil(run, timeout=60_000)
    page.destroyed.connect(tasks.close)
    return page


def test_a_thousand_mutations_stop_no_list_and_each_bad_one_is_told(
    canned: list[CannedServer], tmp_path: Path, qtbot: QtBot
) -> None:
    mutants = [mutant(number, exam(number + 1000)) for number in range(1000)]
    page = listed([one.text for one in mutants], canned, tmp_path, qtbot)
    worklist = page._worklist
    same = 1000 - len({entry_from(records(b"[" + one.text + b"]")[0]).key for one in mutants})
    assert len(worklist.tasks) + len(worklist.unreadable) == 1000 - same and same < 3
    told = set(worklist.unreadable) | {uid for uid, task in worklist.tasks.items() if task.faults}
    untold = {
        one.kind for one in mutants
        if one.bad and f"2.25.{one.number + 1000}" in worklist.tasks and f"2.25.{one.number + 1000}" not in told
    }  # fmt: skip
    assert untold <= SHOWN_AS_IT_IS
    lost = [one for one in mutants if not one.bad and f"2.25.{one.number + 1000}" not in worklist.tasks]
    assert not lost, list(map(str, lost))

    model = page.table.model()
    assert isinstance(model, RowTableModel)
    for view in View:
        page.show_view(view)
    page.show_view(View.WAITING)
    assert model.rowCount() == 1000 - same
    for column in range(len(COLUMNS)):
        page.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    for number in range(0, 1000, 9):
        page.table.selectRow(number)
        assert str(model.index(number, PATIENT).data()) and model.index(number, 1).data(Qt.ItemDataRole.ToolTipRole)
    for words in ("wang", "王芳", "2.25.10", "\ud800", "P1 ct"):
        page.search.setText(words)
    QApplication.processEvents()
    assert page._next is not None and isinstance(page._next, Exam)


def test_a_task_that_cannot_be_read_is_looked_at_and_never_claimed(
    canned: list[CannedServer], tmp_path: Path, qtbot: QtBot
) -> None:
    bad = workitem("2.25.8") | {"00100010": {"vr": "PN", "Value": [5]}}
    page = listed([json.dumps(workitem("2.25.7")).encode(), json.dumps(bad).encode()], canned, tmp_path, qtbot)
    page.show_view(View.UNREADABLE)
    opened: list[ReadingTask] = []
    page.open_requested.connect(opened.append)
    page.table.selectRow(0)
    assert isinstance(page.selected_row(), UnreadableRow) and page.selected() is None
    assert not page.can_release() and not page.can_forget()
    page.open_selected()
    view = page.findChild(RawView)
    assert view is not None and view.text.isReadOnly() and not opened
    shown = view.text.toPlainText()
    assert "2.25.8" in shown and "(0010,0010) PN" in shown and '"Value": [' in shown
    view.accept()


def test_what_cannot_be_shown_of_a_task_costs_that_alone() -> None:
    late = workitem("2.25.7") | {"00404011": {"vr": "DT", "Value": ["20260230"]}}
    entry = entry_from(late)
    assert isinstance(entry, ReadingTask) and entry.due is None and "(0040,4011)" in entry.faults[0]
    urgent = entry_from(workitem("2.25.7") | {"00741200": {"vr": "CS", "Value": ["STAT"]}})
    assert isinstance(urgent, ReadingTask) and "STAT" in urgent.faults[0]
    assert isinstance(entry_from(workitem("2.25.7")), ReadingTask)
    assert entry_from(workitem("2.25.7")).faults == ()  # type: ignore[union-attr]


def test_why_a_task_cannot_be_read_is_said_in_the_users_language() -> None:
    """Of a thousand mutations, whatever their reason: in 中文 no word of English but DICOM's own names."""
    texts = [mutant(number, exam(number + 1000)).text for number in range(1000)]
    use_language("zh_CN", locales())
    try:
        entries = [entry_from(record) for text in texts for record in records(b"[" + text + b"]")]
    finally:
        use_language("en", locales())
    told = {why for e in entries for why in (e.reasons if isinstance(e, Unreadable) else e.faults)}
    reasons = {why.partition(": ")[2] or why for why in told}
    assert len(reasons) > 15
    foreign = {why for why in reasons if re.search(r"[a-z]{2,}", DICOM_WORDS.sub("", why))}
    assert not foreign


def test_one_record_without_end_does_not_take_the_others_with_it() -> None:
    def nested(levels: int) -> bytes:
        return b'{"00080018":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"

    allowed, deeper = records(b"[" + nested(200) + b"," + nested(201) + b"]")
    assert isinstance(allowed, dict) and isinstance(deeper, Damaged)
    good = json.dumps(workitem("2.25.7")).encode()
    deep = b'{"00080018":' + b'{"Value":[' * 3000 + b"]}" * 3000 + b"}"
    half = b'{"00080018":{"vr":"UI","Value":["2.25.9"]},"00100010":{"vr":"LO","Value":["\xff"]}}'
    twice = b'{"00100020":{"vr":"LO","Value":["A, [1]"]},"00100020":{"vr":"LO","Value":["B"]}}'
    got = records(b"[" + b",".join((good, deep, half, twice, b"5", good)) + b"]")
    assert [isinstance(entry, dict) for entry in got] == [True, False, True, False, False, True]
    assert isinstance(got[3], Damaged) and "00100020" in got[3].reason and "A, [1]" in got[3].text
    assert isinstance(entry_from(got[2]), Unreadable)
    with pytest.raises(ValueError, match="neither"):
        records(b"<html></html>")


def test_each_event_alone() -> None:
    for number in range(300):
        one = mutant(number, event())
        heard = events_from(b"[" + json.dumps(event("1.2.9")).encode() + b"," + one.text + b"]")
        assert heard[0] is not None and heard[0].uid == "1.2.9"
        assert len(heard) == 2, "what it was about is never passed over"
        if heard[1] is None:  # it can't be read: the list is looked at instead
            assert one.bad
        else:
            assert (heard[1].uid, heard[1].type) == ("1.2.3", 3), one
