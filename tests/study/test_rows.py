"""Rows of an archive's answers, each alone: what is wrong with one is told, and the others are shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from reader.core.http import Http
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.core.tasks import Progress
from reader.dicom.attributes import JsonAttributes, text
from reader.dicom.values import PersonName
from reader.study.codec import instance_from, series_from, study_from
from reader.study.identity import PatientIdentity
from reader.study.model import Instance, Study
from reader.study.service import StudyService
from tests.canned import CannedServer
from tests.loop import MainLoop
from tests.mutated_records import instance_row, mutant, series_row, study_row
from tests.worklist.test_records import SHOWN_AS_IT_IS

MADE = 1000


class Canned(CannedServer):
    """answers: what a search of each level gives."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}
        super().__init__(lambda path: self.answers.get(urlsplit(path).path.rpartition("/")[2], b"[]"))


@pytest.fixture
def canned() -> Iterator[Canned]:
    server = Canned()
    yield server
    server.close()


@pytest.fixture
def studies(tmp_path: Path) -> Iterator[StudyService]:
    loop = MainLoop()
    service = StudyService(Http(), loop.tasks, tmp_path / "cache", Secrets(Profile(tmp_path)))
    service.loop = loop  # type: ignore[attr-defined]
    yield service
    service.close()
    loop.tasks.close()


def named(number: int, made: dict[str, Any], tag: str) -> dict[str, Any]:
    return made | {tag: {"vr": "UI", "Value": [f"1.2.{number}"]}}


def told_by(studies: StudyService) -> list[str]:
    told: list[str] = []
    studies.rows_faulty.connect(lambda _, faults: told.extend(faults))
    return told


def test_a_thousand_mutated_rows_of_each_level(canned: Canned, studies: StudyService) -> None:
    told = told_by(studies)
    web = studies.archive(canned.url)
    for level, row, tag, ask, read in (
        ("studies", study_row, "0020000D", lambda: web.search_studies(), lambda a: study_from(a, canned.url)),
        ("series", series_row, "0020000E", lambda: web.search_series("1.2.3"), lambda a: series_from(a, "1.2.3")),
        ("instances", instance_row, "00080018", lambda: web.search_instances("1.2.3", "1.2.3.4"), instance_from),
    ):  # fmt: skip
        told.clear()
        mutants = [mutant(number, named(number + 5000, row(), tag)) for number in range(MADE)]
        canned.answers[level] = b"[" + b",".join(one.text for one in mutants) + b"]"
        answers = ask()
        for answer in answers:
            read(JsonAttributes(answer))
        studies.loop.run_until(lambda: told)  # type: ignore[attr-defined]
        shown = {text(JsonAttributes(answer), int(tag, 16)) for answer in answers}
        faulty = {int(fault.split(":")[0].removeprefix("row ")) - 1 for fault in told}
        lost = [str(one) for one in mutants if not one.bad and f"1.2.{one.number + 5000}" not in shown]
        assert not lost, (level, lost[:5])
        untold = {one.kind for one in mutants if one.bad and one.number not in faulty}
        assert untold <= SHOWN_AS_IT_IS, (level, untold - SHOWN_AS_IT_IS)


def test_priors_come_without_the_bad_one_and_it_is_told(canned: Canned, studies: StudyService) -> None:
    told = told_by(studies)
    deep = b'{"00080018":' + b'{"Value":[' * 3000 + b"]}" * 3000 + b"}"
    rows = [json.dumps(named(number, study_row(), "0020000D")).encode() for number in (1, 2)]
    wrong = json.dumps(named(3, study_row(), "0020000D") | {"00100020": {"vr": "LO", "Value": [{"a": 1}]}}).encode()
    canned.answers["studies"] = b"[" + b",".join((rows[0], deep, wrong, rows[1])) + b"]"
    patient = PatientIdentity(PersonName("Wang^Fang", "王^芳"), "P1", "", "F", None)
    now = Study("1.2.99", patient, "", None, "", "", (), canned.url, ())
    priors = studies.priors_now(now, Progress())
    assert {prior.study_uid for prior in priors} == {"1.2.1", "1.2.2"}
    studies.loop.run_until(lambda: told)  # type: ignore[attr-defined]
    assert told[0] == "row 2: nested too deeply" and told[1].startswith("row 3: (0010,0020)")
    studies.priors_now(now, Progress())
    assert len(told) == 2, "the same is told once"


def test_an_image_whose_numbers_have_no_end_costs_that_image(canned: Canned, studies: StudyService) -> None:
    told = told_by(studies)
    good, bad = named(1, instance_row(), "00080018"), named(2, instance_row(), "00080018")
    bad["00200032"] = 5
    endless = json.dumps(named(3, instance_row(), "00080018")).replace('"Value": [17]', '"Value": [1e999]')
    canned.answers["instances"] = f"[{json.dumps(good)},{json.dumps(bad)},{endless}]".encode()
    listed = studies._list_all(studies.archive(canned.url), "1.2.3", "1.2.3.4", Progress())
    assert [one.sop_instance_uid for one in listed] == ["1.2.1", "1.2.2", "1.2.3"]
    assert [one.number for one in listed] == [17, 17, 0] and len(listed[0].planes) == 1 and not listed[1].planes
    studies.loop.run_until(lambda: told)  # type: ignore[attr-defined]
    assert len(told) == 2


@pytest.mark.parametrize("vector", [{"00200032": [0.0, 0.0, 1e300]}, {"00200032": [-2e6, 0.0, 0.0]}])
def test_an_image_that_is_said_to_be_far_from_any_patient_has_no_place(vector: dict[str, list[float]]) -> None:
    lying = {"00200032": [0.0, 0.0, 5.0], "00200037": [1, 0, 0, 0, 1, 0], "00280030": [0.7, 0.7]}

    def image(**changes: list[float]) -> Instance:
        row = instance_row() | {tag: {"vr": "DS", "Value": value} for tag, value in (lying | changes).items()}
        return instance_from(JsonAttributes(row))

    assert image().planes and not image(**vector).planes
    assert image(**{"00280030": [1e300, 0.7]}).planes[0].spacing == (0.0, 0.0)
