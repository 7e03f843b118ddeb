"""Critical results on the way to a real hub: told once, never forgotten, whatever becomes of hub and program."""

from __future__ import annotations

import shutil
import sqlite3
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import ReaderError
from reader.delivery.critical import CriticalService
from reader.delivery.critical_standing import Standing
from reader.dicom.ups.critical import Category, Channel, CriticalResult, What
from reader.dicom.ups.tasks import station_code
from reader.dicom.values import Person
from tests.delivery.critical_kills import at_hub, exam, killed_once
from tests.servers import HubProcess
from tests.worklist.conftest import MakeStation
from tests.worklist.samples import CHEN, LI
from tests.worklist.station import Station

QUICK = (0.05, 0.1)
Said = list[tuple[str, dict[str, str]]]


def service(station: Station, user: Person = LI, said: Said | None = None, **options: Any) -> CriticalService:
    def record(result: CriticalResult, what: str, details: Any) -> None:
        if said is not None:
            said.append((what, dict(details)))

    return CriticalService(
        station.database, station.seal, station.ups, station.tasks, user, station_code("here"),
        record=record, back_off=QUICK, look_every_s=0.2, **options,
    )  # fmt: skip


def standing(one: CriticalService, result: CriticalResult) -> Standing | None:
    return one.model.standings.get(result.uid)


def test_told_of_told_and_closed(station: MakeStation) -> None:
    li, said = station(LI), Said()
    of, one = exam(li), service(li, said=said)
    one.start()
    result = one.tell_of(of, Category.MINUTES, "主动脉夹层 A 型", recipient="吴医生", phone="8123")
    assert (standing(one, result) or result).unsent  # type: ignore[union-attr]
    li.until(lambda: one.settled)
    [found] = at_hub(li, of.study_uid)
    assert found == replace(result, item=found.item) and found.item.patient_id == of.patient_id
    one.told(result, "吴医生", Channel.PHONE, read_back=True, when=one.now(), phone="8123")
    li.until(lambda: one.settled)
    [closed] = at_hub(li, of.study_uid)
    assert not closed.open and closed.told is not None
    assert (closed.told.whom, closed.told.read_back, closed.told.by) == ("吴医生", True, LI.name)
    last = standing(one, result)
    assert last is not None and not last.counts(one.now())
    assert [what for what, _ in said] == ["critical result", "critical result told"]


def test_a_time_in_the_future_is_not_taken(station: MakeStation) -> None:
    li = station(LI)
    one = service(li)
    result = one.tell_of(exam(li), Category.HOURS, "Free air")
    with pytest.raises(ReaderError):
        one.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=one.now() + timedelta(minutes=5))
    assert result.told is None


def test_what_a_hub_that_is_away_has_not_got_waits_and_is_sent_when_it_is_back(
    tmp_path: Path,
) -> None:
    """Over a restart of the program."""
    with HubProcess(tmp_path / "hub") as hub:
        li = Station(hub, LI, tmp_path / "li", patience=0.05)
        of = exam(li)
        hub.stop()
        one = service(li)
        one.start()
        result = one.tell_of(of, Category.MINUTES, "Tension pneumothorax")
        li.until(lambda: bool((standing(one, result) or Standing(result, True)).problem))
        one.told(result, "Dr Wu", Channel.IN_PERSON, read_back=False, when=one.now())
        one.stop()
        li.close()
        again = Station(hub, LI, tmp_path / "li", patience=0.05) if hub.start() else None
        assert again is not None
        hub.stop()
        two = service(again)
        two.start()
        shown = standing(two, result)
        assert shown is not None and shown.unsent and shown.result.told is not None and shown.closing
        assert shown.counts(two.now())
        hub.start()
        again.until(lambda: two.settled, 30)
        [found] = at_hub(again, of.study_uid)
        assert not found.open and [event.what for event in found.events] == [What.TOLD]
        two.stop()
        again.close()


def test_a_hub_that_was_restored_from_an_older_copy_is_told_again(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub") as hub:
        li = Station(hub, LI, tmp_path / "li", patience=0.05)
        of = exam(li)
        hub.stop()
        shutil.copytree(hub.data, tmp_path / "older")
        hub.start()
        one = service(li)
        one.start()
        result = one.tell_of(of, Category.MINUTES, "Tension pneumothorax")
        one.hand_on(result, "Ward 5")
        li.until(lambda: one.settled)
        hub.stop()
        shutil.rmtree(hub.data)
        shutil.copytree(tmp_path / "older", hub.data)
        hub.start()
        li.http.authorize(hub.dicomweb, hub.login("li"))
        li.site.http.authorize(hub.dicomweb, hub.login("ma"))
        li.until(lambda: bool(at_hub(li, of.study_uid)) and one.settled, 30)
        [found] = at_hub(li, of.study_uid)
        assert found.open and [event.whom for event in found.events] == ["Ward 5"]
        one.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=one.now())
        li.until(lambda: one.settled and not one._journal.at_hub(), 30)
        assert not at_hub(li, of.study_uid)[0].open, "and forgotten here once it has ended"
        one.stop()
        li.close()


@pytest.mark.parametrize("lost", range(1, 9))
def test_an_answer_that_was_lost_doubles_nothing(station: MakeStation, lost: int) -> None:
    """Each of the requests in turn is carried out, and its answer never arrives."""
    li = station(LI, f"li{lost}")
    of, count = exam(li), [0]

    def lose(method: str, url: str) -> bool:
        if "/workitems" not in url:
            return False
        count[0] += 1
        return count[0] == lost

    one = service(li)
    li.http.lose = lose
    result = one.tell_of(of, Category.MINUTES, "Pulmonary embolism")
    one.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=one.now())
    one.start()
    li.until(lambda: one.settled, 30)
    one.stop()
    [found] = at_hub(li, of.study_uid)
    assert not found.open and len(found.events) == 1 and count[0] > lost


def test_two_doctors_at_once(station: MakeStation) -> None:
    """Both take over, both tell somebody: every step is there once, it is closed once, nobody waits for ever."""
    li, chen = station(LI), station(CHEN, "chen")
    of, one, two = exam(li), service(li), service(chen, CHEN)
    result = one.tell_of(of, Category.MINUTES, "Free air")
    one.start()
    li.until(lambda: one.settled)
    two.start()
    chen.until(lambda: standing(two, result) is not None)
    for each in (one, two):
        each.stop()
        each.take_over(result)
        each.hand_on(result, "Dr Sun")
        each.told(result, "Dr Wu", Channel.PHONE, read_back=True, when=each.now())
    late: list[object] = []
    two.model.too_late.connect(late.append)
    one.model.too_late.connect(late.append)
    one.start()
    two.start()
    end = time.monotonic() + 30
    while not (one.settled and two.settled):
        assert time.monotonic() < end
        for each in (li, chen):
            while not each.calls.empty():
                each.calls.get()()
        time.sleep(0.01)
    [found] = at_hub(li, of.study_uid)
    assert not found.open
    uids = [event.uid for event in found.events]
    assert len(uids) == len(set(uids))
    assert len(found.events) + len(late) == 6, "each step is there, or its doctor was told that it came too late"


def test_another_user_of_this_computer_sees_what_was_not_sent_and_tells_of_it(
    station: MakeStation, hub: HubProcess
) -> None:
    li = station(LI, "one computer")
    of, one = exam(li), service(li)
    result = one.tell_of(of, Category.MINUTES, "张力性气胸")  # and is gone before anything is sent
    chen = station(CHEN, "one computer")
    two = service(chen, CHEN)
    two.start()
    chen.until(lambda: two._looked)
    shown = standing(two, result)
    assert shown is not None and shown.absent == LI.name.display and shown.counts(two.now())
    two.take_over(result)
    chen.until(lambda: two.settled)
    [found] = at_hub(chen, of.study_uid)
    assert found.author_id == CHEN.code.value and LI.name.display in found.text


def test_what_is_over_its_time_is_everybodys(station: MakeStation) -> None:
    li, chen = station(LI), station(CHEN, "chen")
    of, one = exam(li), service(li)
    one.start()
    result = one.tell_of(of, Category.MINUTES, "Aortic dissection")
    li.until(lambda: one.settled)
    two = service(chen, CHEN)
    two.start()
    chen.until(lambda: standing(two, result) is not None)
    now, seen = two.now(), standing(two, result)
    assert seen is not None and not seen.counts(now) and seen.counts(now + timedelta(minutes=11))
    two.take_over(result)
    chen.until(lambda: two.settled)
    taken = standing(two, result)
    assert taken is not None and taken.mine and taken.counts(now)


def test_nothing_of_it_is_readable_on_the_disk(station: MakeStation) -> None:
    li = station(LI, "sealed")
    one = service(li)
    one.tell_of(exam(li), Category.MINUTES, "Haemorrhage of the brainstem", recipient="Doctor Wu", phone="81234567")
    li.database.read("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = b"".join(file.read_bytes() for file in li.profile.database.parent.glob(f"{li.profile.database.name}*"))
    for word in ("brainstem", "Doctor Wu", "81234567", "Xiaodong"):
        assert word.encode() not in kept, word
    with sqlite3.connect(li.profile.database) as db:
        assert db.execute("SELECT count(*) FROM critical_act").fetchone() == (1,)


@pytest.mark.parametrize("seed", range(12))
def test_a_kill_at_any_moment(station: MakeStation, hub: HubProcess, tmp_path: Path, seed: int) -> None:
    killed_once(hub, station(LI, f"site{seed}"), tmp_path / "killed", seed)
