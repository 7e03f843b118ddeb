"""What a hub that was restored from an older copy lacks, and what was withdrawn: nobody's goes without a word."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from reader.core.errors import ReaderError
from reader.delivery.critical import CriticalService
from reader.delivery.critical_words import line_text
from reader.dicom.json_model import element
from reader.dicom.ups.critical import Category, Channel, CriticalResult
from reader.dicom.values import Person
from reader.hub.users import DEMO_USERS
from tests.delivery.critical_kills import at_hub, exam
from tests.delivery.test_critical import service, standing
from tests.servers import HubProcess
from tests.worklist.conftest import MakeStation
from tests.worklist.samples import CHEN, LI
from tests.worklist.station import Station


class Place:
    """A hub of which a copy can be taken and put back, and its computers."""

    def __init__(self, hub: HubProcess, folder: Path) -> None:
        self.hub, self._folder = hub, folder
        self._stations: list[Station] = []

    def station(self, user: Person, computer: str) -> Station:
        self._stations.append(Station(self.hub, user, self._folder / computer, patience=0.05))
        return self._stations[-1]

    def copy(self) -> None:
        self.hub.stop()
        shutil.copytree(self.hub.data, self._folder / "older")
        self.hub.start()

    def restore(self) -> None:
        self.hub.stop()
        shutil.rmtree(self.hub.data)
        shutil.copytree(self._folder / "older", self.hub.data)
        self.hub.start()
        for one in self._stations:
            one.http.authorize(self.hub.dicomweb, self.hub.login(one.user.username))
            one.site.http.authorize(self.hub.dicomweb, self.hub.login("ma"))

    def close(self) -> None:
        for one in self._stations:
            one.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with HubProcess(tmp_path / "hub") as hub:
        made = Place(hub, tmp_path)
        yield made
        made.close()


def news(one: CriticalService) -> list[ReaderError]:
    heard: list[ReaderError] = []
    one.model.ended.connect(heard.append)
    one.model.too_late.connect(heard.append)
    one.start()
    return heard


def rounds(station: Station, one: CriticalService, number: int = 3) -> None:
    for _ in range(number):
        one._looked = False
        one.look()
        station.until(lambda: one._looked and one._working is None)


def unsent(one: CriticalService, result: CriticalResult) -> bool:
    shown = standing(one, result)
    return shown is not None and shown.unsent


def told(one: CriticalService, result: CriticalResult, whom: str) -> None:
    one.told(result, whom, Channel.PHONE, read_back=True, when=one.now())


def test_whoever_signs_in_next_sees_what_the_hub_has_lost_and_tells_of_it(place: Place) -> None:
    li = place.station(LI, "one")
    of, one = exam(li), service(li)
    place.copy()
    one.start()
    result = one.tell_of(of, Category.MINUTES, "Free air", recipient="Dr Wu")
    li.until(lambda: one.settled)
    one.stop()
    place.restore()
    assert not at_hub(li, of.study_uid)
    chen = place.station(CHEN, "one")
    two = service(chen, CHEN)
    two.start()
    chen.until(lambda: standing(two, result) is not None, 5)
    shown = standing(two, result)
    assert shown is not None and shown.absent == LI.name.display and shown.counts(two.now())
    two.take_over(result)
    chen.until(lambda: two.settled)
    [found] = at_hub(chen, of.study_uid)
    assert found.author_id == CHEN.code.value and LI.name.display in found.text
    told(two, found, "Dr Wu")
    chen.until(lambda: two.settled)
    two.stop()
    three = service(li)
    heard = news(three)
    rounds(li, three)
    [found] = at_hub(li, of.study_uid)
    assert not found.open and three.settled and not heard, "nothing is there twice"
    three.stop()


def test_whom_another_user_of_this_computer_had_told_is_seen_while_they_are_away(place: Place) -> None:
    li, chen = place.station(LI, "ward"), place.station(CHEN, "one")
    of, one, two = exam(li), service(li), service(chen, CHEN)
    one.start()
    result = one.tell_of(of, Category.MINUTES, "Free air")
    li.until(lambda: one.settled)
    one.stop()
    place.copy()
    two.start()
    chen.until(lambda: standing(two, result) is not None)
    told(two, result, "Dr Ward")
    chen.until(lambda: two.settled and not at_hub(chen, of.study_uid)[0].open)
    two.stop()
    place.restore()
    here = place.station(LI, "one")
    three = service(here)
    three.start()
    here.until(lambda: unsent(three, result), 5)
    shown = standing(three, result)
    assert shown is not None and shown.mine and not shown.closing, "it is chen's to say, and open until then"
    assert "Dr Ward" in line_text(shown, three.now()) and CHEN.name.display in line_text(shown, three.now())
    three.stop()
    four = service(chen, CHEN)
    four.start()
    chen.until(lambda: four.settled)
    [found] = at_hub(chen, of.study_uid)
    assert not found.open and found.told is not None and found.told.whom == "Dr Ward"
    four.stop()


@pytest.mark.parametrize("runs", [False, True])
def test_who_had_told_somebody_hears_that_another_has_closed_it_without_that(place: Place, *, runs: bool) -> None:
    li, chen = place.station(LI, "one"), place.station(CHEN, "two")
    of, one, two = exam(li), service(li), service(chen, CHEN)
    one.start()
    result = one.tell_of(of, Category.MINUTES, "Free air")
    li.until(lambda: one.settled)
    place.copy()
    heard = news(two)
    chen.until(lambda: standing(two, result) is not None)
    told(two, result, "Dr Ward")
    chen.until(lambda: two.settled and not at_hub(chen, of.study_uid)[0].open)
    if not runs:
        rounds(chen, two)
        two.stop()
    place.restore()
    one.look()
    li.until(lambda: at_hub(li, of.study_uid)[0].open and one._looked and one._working is None)
    told(one, result, "Dr Other")  # before chen's program has looked, or while it is away
    li.until(lambda: one.settled and not at_hub(li, of.study_uid)[0].open)
    if not runs:
        two = service(chen, CHEN)
        heard = news(two)
    chen.until(lambda: bool(heard), 5)
    rounds(chen, two)
    [said] = heard
    assert "Dr Ward" in said.user_message and LI.name.display in said.user_message
    two.stop()
    later = service(chen, CHEN)
    again = news(later)
    rounds(chen, later)
    assert not again, "once"
    for each in (one, later):
        each.stop()


def test_a_running_program_does_not_go_on_saying_told_of_what_the_hub_has_lost(place: Place) -> None:
    li, chen = place.station(LI, "one"), place.station(CHEN, "two")
    of, one, two = exam(li), service(li), service(chen, CHEN)
    place.copy()
    one.start()
    result = one.tell_of(of, Category.MINUTES, "Free air")
    li.until(lambda: one.settled)
    one.stop()
    two.start()
    chen.until(lambda: standing(two, result) is not None)
    told(two, result, "Dr Ward")
    chen.until(lambda: two.settled)
    rounds(chen, two)
    assert not at_hub(chen, of.study_uid)[0].open
    place.restore()
    chen.until(lambda: unsent(two, result), 5)
    shown = standing(two, result)
    assert shown is not None and shown.counts(two.now()) and shown.closing
    two.stop()
    other = place.station(LI, "two")  # whose result it is signs in there: their own journal is elsewhere
    three = service(other)
    three.start()
    other.until(lambda: standing(three, result) is not None, 5)
    three.stop()
    back = service(li)
    back.start()
    li.until(lambda: back.settled and bool(at_hub(li, of.study_uid)))
    back.stop()
    four = service(chen, CHEN)
    four.start()
    chen.until(lambda: four.settled)
    [found] = at_hub(chen, of.study_uid)
    assert not found.open and found.told is not None and found.told.whom == "Dr Ward"
    four.stop()


def test_a_third_user_takes_over_what_neither_hub_nor_author_has_here(place: Place) -> None:
    """The author's computer is another one; here is only whom somebody had told."""
    li, chen = place.station(LI, "one"), place.station(CHEN, "two")
    of, one, two = exam(li), service(li), service(chen, CHEN)
    place.copy()
    one.start()
    result = one.tell_of(of, Category.MINUTES, "Free air")
    li.until(lambda: one.settled)
    one.stop()
    two.start()
    chen.until(lambda: standing(two, result) is not None)
    two.hand_on(result, "Ward 5")
    chen.until(lambda: two.settled)
    two.stop()
    place.restore()
    zhou = next(user.person for user in DEMO_USERS if user.name == "zhou")
    third = place.station(zhou, "two")
    three = service(third, zhou)
    three.start()
    third.until(lambda: unsent(three, result), 5)
    shown = standing(three, result)
    assert shown is not None and shown.absent == CHEN.name.display and not shown.mine
    three.take_over(shown.result)
    third.until(lambda: three.settled)
    [found] = at_hub(third, of.study_uid)
    assert found.author_id == zhou.code.value and found.seen_to_by == zhou.code.value and "Free air" in found.text
    told(three, found, "Dr Wu")
    third.until(lambda: three.settled)
    three.stop()
    back = service(li)
    back.start()
    rounds(li, back)
    [found] = at_hub(li, of.study_uid)
    assert back.settled and not found.open
    back.stop()


def withdraw(hub: HubProcess, result: CriticalResult) -> None:
    answer = requests.post(
        f"{hub.dicomweb}/workitems/{result.uid}/cancelrequest",
        json=[{"00741238": element("LT", "wrong patient")}],
        headers={"Authorization": f"Bearer {hub.login('li')}", "Content-Type": "application/dicom+json"},
    )
    assert answer.status_code == 202, answer.text


@pytest.mark.parametrize("there", ["runs", "is away", "is away, another comes first"])
def test_its_doctor_is_told_once_that_it_was_withdrawn(
    station: MakeStation, hub: HubProcess, there: str
) -> None:
    li = station(LI, "withdrawn")
    of, one = exam(li), service(li)
    heard = news(one)
    result = one.tell_of(of, Category.MINUTES, "Free air")
    li.until(lambda: one.settled)
    if there != "runs":
        one.stop()
    withdraw(hub, result)
    if "another" in there:
        chen = station(CHEN, "withdrawn")
        two = service(chen, CHEN)
        theirs = news(two)
        rounds(chen, two)
        assert not theirs, "nobody else's"
        two.stop()
    if there != "runs":
        one = service(li)
        heard = news(one)
    li.until(lambda: bool(heard), 5)
    rounds(li, one)
    [said] = heard
    assert "Free air" in said.user_message and of.patient_name.display in said.user_message
    shown = standing(one, result)
    assert shown is None or not shown.counts(one.now())
    one.stop()
    later = service(li)
    again = news(later)
    rounds(li, later)
    assert not again
    later.stop()
