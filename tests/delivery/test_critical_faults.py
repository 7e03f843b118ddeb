"""What clocks, copies of a hub, other users of a computer, pasted characters and damaged rows can do to a critical
result: on a real hub."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from reader.core.errors import ReaderError
from reader.delivery.critical_journal import Act, ActKind
from reader.delivery.critical_sender import is_kept
from reader.delivery.critical_words import steps_text
from reader.delivery.ui.critical_line import CriticalLine
from reader.dicom.json_model import Json, element, items
from reader.dicom.ups.critical import MOST_TEXT, PARAMETERS, Category, Channel, Event, What, event_json
from reader.dicom.ups.workitem import COMPLETED, IN_PROGRESS
from reader.dicom.values import clock_text, new_transaction_uid
from tests.delivery.critical_kills import at_hub, exam
from tests.delivery.test_critical import service, standing
from tests.servers import HubProcess
from tests.worklist.conftest import MakeStation
from tests.worklist.samples import CHEN, LI
from tests.worklist.station import Station


def what_is_there(station: Station, study: str) -> list[tuple[bool, list[str]]]:
    return [(one.open, [event.whom for event in one.events]) for one in at_hub(station, study)]


@pytest.mark.parametrize("away", [timedelta(hours=25), timedelta(days=30)])
def test_what_was_said_while_the_hub_was_away_for_days_reaches_it(station: MakeStation, away: timedelta) -> None:
    li = station(LI, f"away{away.days}")
    of = exam(li)
    before = service(li, ahead_s=away.total_seconds)
    result = before.tell_of(of, Category.MINUTES, "Tension pneumothorax")
    before.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=before.now())
    now = service(li)
    now.start()
    li.until(lambda: now.settled, 30)
    assert what_is_there(li, of.study_uid) == [(False, ["Dr Wu"])]
    [found] = at_hub(li, of.study_uid)
    assert found.told is not None and abs(now.now() - away - found.told.when) < timedelta(minutes=1)
    assert found.received is not None and now.now() - found.received < timedelta(minutes=1)
    first, *_ = steps_text(found)
    assert clock_text(found.received) in first, "the list says that it was late"
    now.stop()


def test_a_clock_that_was_ahead_keeps_none_from_the_hub(station: MakeStation) -> None:
    li = station(LI, "ahead")
    of, before = exam(li), service(li, ahead_s=lambda: -86400.0)
    result = before.tell_of(of, Category.MINUTES, "Tension pneumothorax")
    before.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=before.now())
    now = service(li)
    now.start()
    li.until(lambda: now.settled, 30)
    assert what_is_there(li, of.study_uid) == [(False, ["Dr Wu"])]
    now.stop()


@pytest.mark.parametrize("copied", ["recorded", "told"])
@pytest.mark.parametrize("closes", [False, True])
def test_a_hub_restored_from_a_copy_gets_each_step_again(tmp_path: Path, copied: str, *, closes: bool) -> None:
    """The copy has the result, but not who was told, or not that it is closed."""
    with HubProcess(tmp_path / "hub") as hub:
        li = Station(hub, LI, tmp_path / "li", patience=0.05)
        of, one = exam(li), service(li)

        def copy() -> None:
            hub.stop()
            shutil.copytree(hub.data, tmp_path / "older")
            hub.start()

        one.start()
        result = one.tell_of(of, Category.MINUTES, "Tension pneumothorax")
        li.until(lambda: one.settled)
        if copied == "recorded":
            copy()
        one.hand_on(result, "Ward 5")
        li.until(lambda: one.settled, 30)
        if copied == "told":
            copy()
        if closes:
            one.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=one.now())
            li.until(lambda: one.settled, 30)
            one.stop()  # and signs in again later
        hub.stop()
        shutil.rmtree(hub.data)
        shutil.copytree(tmp_path / "older", hub.data)
        hub.start()
        li.http.authorize(hub.dicomweb, hub.login("li"))
        li.site.http.authorize(hub.dicomweb, hub.login("ma"))
        two = service(li) if closes else one
        if closes:
            two.start()
        two.look()
        expected = (False, ["Ward 5", "Dr Wu"]) if closes else (True, ["Ward 5"])
        li.until(lambda: what_is_there(li, of.study_uid) == [expected], 30)
        two.stop()
        li.close()


def test_who_was_told_is_sent_again_before_the_end_that_waits(tmp_path: Path) -> None:
    """Restored between the two: nothing is claimed until the hub has who was told."""
    with HubProcess(tmp_path / "hub") as hub:
        li = Station(hub, LI, tmp_path / "li", patience=0.05)
        of, one = exam(li), service(li)
        one.start()
        result = one.tell_of(of, Category.MINUTES, "Tension pneumothorax")
        li.until(lambda: one.settled)
        one.stop()
        one.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=one.now())
        with li.database.write() as db:  # as though the hub had had the step, before it was restored
            db.execute("UPDATE critical_act SET sent = 1 WHERE number = (SELECT min(number) + 1 FROM critical_act)")
        two = service(li)
        two.start()
        li.until(lambda: two.settled and not two._journal.acts(), 30)
        assert what_is_there(li, of.study_uid) == [(False, ["Dr Wu"])]
        two.stop()
        li.close()


def test_another_user_who_takes_over_leaves_what_the_first_has_said(station: MakeStation) -> None:
    li = station(LI, "shared")
    of, one = exam(li), service(li)
    result = one.tell_of(of, Category.MINUTES, "x" * (MOST_TEXT - 5))
    one.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=one.now())
    chen = station(CHEN, "shared")
    two = service(chen, CHEN)
    two.take_over(result)
    two.start()
    chen.until(lambda: two.settled)
    taken = (True, [""])
    assert what_is_there(chen, of.study_uid) == [taken], "chen has told of it, whom li told is li's to say"
    shown = standing(two, result)
    assert shown is not None and shown.counts(two.now()) and not shown.closing and not shown.absent
    two.stop()
    three = service(li)
    three.start()
    li.until(lambda: three.settled)
    assert what_is_there(li, of.study_uid) == [(False, ["", "Dr Wu"])]
    [found] = at_hub(li, of.study_uid)
    assert found.author_id == CHEN.code.value and found.told is not None and found.told.by_id == LI.code.value
    three.stop()


@pytest.mark.parametrize("column", ["result", "username", "number"])
def test_a_row_that_was_moved_says_nothing(station: MakeStation, column: str) -> None:
    li = station(LI, f"moved {column}")
    a, b, one = exam(li), exam(li), service(li)
    one.start()
    first, second = (one.tell_of(of, Category.MINUTES, "Free air") for of in (a, b))
    li.until(lambda: one.settled)
    one.stop()
    one.told(first, "Dr of A", Channel.PHONE, read_back=True, when=one.now())
    with li.database.write() as db:
        to: object = {"result": second.uid, "username": "chen", "number": 9}[column]
        put = f"{column} + ?" if column == "number" else "?"
        db.execute(f"UPDATE critical_act SET {column} = {put} WHERE sent = 0", (to,))
    two = service(li)
    two.start()
    li.until(lambda: two._looked)
    two.look()
    li.until(lambda: two._working is None, 30)
    assert what_is_there(li, b.study_uid) == [(True, [])] and what_is_there(li, a.study_uid) == [(True, [])]
    assert len(two.model.unreadable) == 2
    two.stop()


@pytest.mark.usefixtures("qapp")
def test_what_can_not_be_read_is_told_of_and_stays(station: MakeStation) -> None:
    li = station(LI, "flipped")
    one = service(li)
    one.tell_of(exam(li), Category.MINUTES, "Free air")
    [row] = li.database.read("SELECT sealed FROM critical_act")
    flipped = bytearray(row["sealed"])
    flipped[-1] ^= 1
    with li.database.write() as db:
        db.execute("UPDATE critical_act SET sealed = ?", (bytes(flipped),))
    two = service(li)
    line = CriticalLine(two)
    assert not line.isHidden() and LI.name.display in line.text.text()
    assert line.tell.isHidden() and line.property("level") == "over"
    two.start()
    li.until(lambda: two._looked)
    assert not two.settled and two.model.unreadable
    assert len(li.database.read("SELECT 1 FROM critical_act")) == 1
    two.stop()


CONTROLS = ["\u202d", "\u202c", "\u2066", "\u2069", "\x07", "\x0b", "\x1b", "\u2028", "\x00", "\ud800"]


@pytest.mark.parametrize("control", CONTROLS, ids=[f"{ord(c):04x}" for c in CONTROLS])
def test_characters_that_nobody_sees_keep_nothing_from_the_hub(station: MakeStation, control: str) -> None:
    li = station(LI, f"pasted {ord(control)}")
    of, one = exam(li), service(li)
    one.start()
    number = f"{control}+86 10 8123{control}"
    result = one.tell_of(of, Category.MINUTES, f"Bleed{control}", recipient=f"Dr Wu{control}", phone=number)
    one.hand_on(result, f"{control}Ward 5", number)
    one.told(result, f"Dr{control} Sun", Channel.PHONE, read_back=True, when=one.now(), phone=number)
    li.until(lambda: one.settled, 30)
    [found] = at_hub(li, of.study_uid)
    told = (found.text, found.recipient, found.phone, *(t for e in found.events for t in (e.whom, e.phone)))
    clean = tuple(text.replace("?", "") for text in told)
    assert clean == ("Bleed", "Dr Wu", "+86 10 8123", "Ward 5", "+86 10 8123", "Dr Sun", "+86 10 8123")
    assert not found.open
    one.stop()


def test_what_is_too_long_or_empty_is_refused_and_never_cut(station: MakeStation) -> None:
    li = station(LI, "long")
    of, one = exam(li), service(li)
    for text, recipient in (("x" * (MOST_TEXT + 1), ""), ("x", "y" * (MOST_TEXT + 1)), ("\u202d", ""), (" ", "")):
        with pytest.raises(ReaderError):
            one.tell_of(of, Category.MINUTES, text, recipient=recipient)
    result = one.tell_of(of, Category.MINUTES, "x" * MOST_TEXT)
    for whom in ("", "\u202d", "y" * (MOST_TEXT + 1)):
        with pytest.raises(ReaderError):
            one.hand_on(result, whom)
        with pytest.raises(ReaderError):
            one.told(result, whom, Channel.PHONE, read_back=True, when=one.now())
    with pytest.raises(ReaderError):
        one.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=one.now() - timedelta(minutes=5))
    assert [act.kind.value for act in one._journal.acts()] == ["create"]


def test_a_claim_that_hangs_keeps_nobody_from_saying_whom_they_told(station: MakeStation) -> None:
    li, chen = station(LI, "one"), station(CHEN, "gone")
    of, one, two = exam(li), service(li, hangs_s=0.5), service(chen, CHEN)
    one.start()
    result = one.tell_of(of, Category.MINUTES, "Bleeding")
    li.until(lambda: one.settled)
    now = chen.ups.retrieve(result.uid)
    said = event_json(two._event(What.TOLD, "Dr Sun", "", two.now()))
    chen.ups.update(result.uid, {PARAMETERS: element("SQ", *items(now, PARAMETERS), said)})
    chen.ups.change_state(result.uid, IN_PROGRESS, new_transaction_uid())  # and chen's computer is gone
    one.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=one.now())
    li.until(lambda: one.settled, 30)
    assert what_is_there(li, of.study_uid) == [(False, ["Dr Sun", "Dr Wu"])]
    one.stop()


def test_a_hub_that_says_yes_and_keeps_nothing_is_not_believed(
    station: MakeStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    li = station(LI, "lying")
    of, one = exam(li), service(li)
    one.start()
    result = one.tell_of(of, Category.MINUTES, "Bleeding")
    li.until(lambda: one.settled)
    lies = [True]
    real = li.ups.update

    def update(uid: str, changes: Json, transaction: str = "") -> Json:
        return li.ups.retrieve(uid) if lies else real(uid, changes, transaction)

    monkeypatch.setattr(li.ups, "update", update)
    one.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=one.now())
    li.until(lambda: bool((standing(one, result) or result).problem))  # type: ignore[union-attr]
    shown = standing(one, result)
    assert shown is not None and shown.unsent and shown.result.told is not None
    lies.clear()
    li.until(lambda: one.settled, 30)
    assert what_is_there(li, of.study_uid) == [(False, ["Dr Wu"])]
    one.stop()


def test_a_hub_that_has_closed_it_without_saying_who_was_told_has_not_closed_it(station: MakeStation) -> None:
    li = station(LI, "silent")
    result = service(li).tell_of(exam(li), Category.MINUTES, "Bleeding")
    silent = replace(result, item=replace(result.item, state=COMPLETED))
    assert silent.open and silent.overdue(datetime.now(UTC) + timedelta(hours=1))
    told = Event("2.25.1", What.TOLD, datetime.now(UTC), LI.name, LI.code.value, "Dr Wu")
    assert not silent.with_event(told).open
    close = Act("1", result.uid, ActKind.CLOSE, {}, {}, "li", "Li Na")
    assert not is_kept(close, silent) and is_kept(close, silent.with_event(told))


@pytest.mark.usefixtures("qapp")
def test_a_button_acts_on_what_was_shown_when_it_was_pressed(station: MakeStation) -> None:
    li = station(LI, "line")
    one = service(li)
    first = one.tell_of(exam(li), Category.HOURS, "Free air")
    line, pressed = CriticalLine(one), []
    line.told.connect(pressed.append)
    line.show()
    line.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    QTest.mousePress(line.tell, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    second = one.tell_of(exam(li), Category.MINUTES, "Dissection")
    line.refresh()
    QTest.mouseRelease(line.tell, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert pressed == [first.uid]
    for under, shown in ((True, first), (False, second)):
        line.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, under)
        line.refresh()
        assert shown.text in line.text.text(), "it does not change under the pointer"
    line.close()
