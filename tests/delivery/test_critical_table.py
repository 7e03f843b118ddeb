"""The department's list: which rows, in which order, and a file that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from reader.delivery.critical_standing import Standing
from reader.delivery.critical_table import HEADINGS, csv_text, filtered, guarded, row
from reader.delivery.critical_words import duration, left_text, line_text
from reader.delivery.ui.critical_dialogs import whose
from reader.dicom.ups.critical import (
    Category,
    Channel,
    CriticalResult,
    Event,
    What,
    critical_from,
    critical_json,
    new_result,
)
from reader.dicom.ups.workitem import COMPLETED
from reader.dicom.values import Code
from tests.worklist.samples import CHEN, LI, workitem

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
TODAY, WEEK_AGO = date(2026, 11, 29), date(2026, 11, 23)


def made(
    text: str, minutes_ago: int, *, told: str = "", category: Category = Category.MINUTES
) -> CriticalResult:
    begun = NOW - timedelta(minutes=minutes_ago)
    exam = workitem(minutes_ago, "Wang^Xiaodong=王^小东")
    result = new_result(exam, f"2.25.{minutes_ago}", category, text, LI, begun, recipient="Dr Wu", phone="8123")
    if told:
        event = Event(
            f"2.25.9{minutes_ago}", What.TOLD, begun + timedelta(minutes=4), CHEN.name, "D1002", told, "",
            Channel.IN_PERSON, True,
        )  # fmt: skip
        result = replace(result, events=(event,), item=replace(result.item, state=COMPLETED))
    return result


def test_open_ones_first_by_their_time_and_old_ones_only_while_they_are_open() -> None:
    late, early = made("late", 5, category=Category.HOURS), made("early", 8)
    closed, old = made("closed", 60, told="Dr Sun"), made("old", 60 * 24 * 30, told="Dr Sun")
    forgotten = made("forgotten", 60 * 24 * 40)
    every = [closed, late, old, early, forgotten]
    found = filtered(every, NOW, first=WEEK_AGO, last=TODAY)
    assert [one.text for one in found] == ["forgotten", "early", "late", "closed"]
    assert [one.text for one in filtered(every, NOW, first=WEEK_AGO, last=TODAY, only_open=True)] == [
        "forgotten", "early", "late",
    ]  # fmt: skip
    assert [one.text for one in filtered(every, NOW, first=WEEK_AGO, last=TODAY, words="sun 小东")] == ["closed"]
    assert filtered(every, NOW, first=WEEK_AGO, last=TODAY, words="sun nobody") == []


@pytest.mark.parametrize(
    "cell", ["=1+1", "+86 8123", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u3000=1", "＝1+1", "＠x", "\n=1"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Dr Wu", "8123", "吴医生", "2026-11-29 12:00", "a=b"])
def test_what_is_no_formula_is_as_it_was(cell: str) -> None:
    assert guarded(cell) == cell


def test_the_file_reads_back_with_the_same_words() -> None:
    results = [made('=HYPERLINK("http://x","y")', 5), made("a, \"b\"\nc", 60, told="+86 张医生")]
    text = csv_text(results, NOW)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0] == list(HEADINGS) and len(rows) == 3
    assert rows[1][5] == '\'=HYPERLINK("http://x","y")' and rows[2][5] == "a, \"b\"\nc"
    assert rows[2][9] == "'+86 张医生" and rows[2][10:12] == ["In person", "Yes"] and rows[2][14] == "4"
    assert [len(one) for one in rows] == [len(HEADINGS)] * 3 and len(row(results[0], NOW)) == len(HEADINGS)


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=5), "0 min 5 s"), (timedelta(minutes=7, seconds=42), "7 min 42 s"),
        (timedelta(hours=5, minutes=20), "5 h 20 min"), (timedelta(days=2, hours=3), "2 d 3 h"),
        (-timedelta(minutes=2, seconds=3), "2 min 3 s"),
    ],
)  # fmt: skip
def test_a_time_that_is_left_reads_as_no_time_of_day(length: timedelta, said: str) -> None:
    assert duration(length) == said


def test_the_line_says_what_is_left_or_late_and_whom_to_tell() -> None:
    result = made("Free air", 4)
    assert left_text(result, NOW) == "6 min 0 s left"
    assert left_text(result, NOW + timedelta(minutes=8)) == "2 min 0 s late"
    said = line_text(Standing(result, mine=True), NOW)
    assert said.startswith("Critical result · 6 min 0 s left · 王小东 Wang Xiaodong · Free air · tell Dr Wu 8123")
    assert "8123" not in line_text(Standing(result, mine=True, closing=True), NOW)
    assert "could not send" in line_text(Standing(result, mine=False, unsent=True, absent="李娜"), NOW)


def test_a_workitem_is_read_back_as_it_was_written() -> None:
    finding = Code("36118008", "SCT", "Pneumothorax")
    result = replace(made("张力性气胸", 60, told="吴医生"), finding=finding)
    back = critical_from(critical_json(result))
    assert replace(back, item=result.item) == result and back.finding == finding
    assert (back.item.due, back.item.patient_name) == (result.item.due, result.item.patient_name)


@pytest.mark.parametrize("damage", ["RID49480", "CRITICAL\"", "0040A160"])
def test_what_is_no_critical_result_is_refused(damage: str) -> None:
    import json

    text = json.dumps(critical_json(made("Free air", 4)))
    assert damage in text
    with pytest.raises(ValueError, match="no critical result"):
        critical_from(json.loads(text.replace(damage, "X" if damage != "CRITICAL\"" else "Y\"")))


def test_who_is_on_the_telephone_hears_whose_it_is() -> None:
    exam = workitem(7, "Wang^Xiaodong=王^小东", birth_date="19690412", accession="ACC-1")
    age = date.today().year - 1969 - (date.today() < date(date.today().year, 4, 12))
    assert whose(exam) == (
        f"王小东 Wang Xiaodong · M {age} · 1969-04-12",
        "00007@XIHU · CT chest, plain · Acc ACC-1 · Xihu County Hospital",
    )
