"""The section of critical results: in the report's language, in step with what was told, in the SR."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.dicom.ups.critical import Category, Channel, CriticalResult, Event, What, new_result
from reader.dicom.values import PersonName, clock_text
from reader.report.codec import decode_report, encode_report
from reader.report.critical_section import CRITICAL_RESULTS, with_critical_results
from reader.report.model import Statement
from tests.flow.validators import dciodvfy_errors, run
from tests.report.examples import CHINESE, ENGLISH, LI, document, report
from tests.worklist.samples import workitem

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
WU = Event(
    "2.25.2", What.TOLD, NOW + timedelta(minutes=4), PersonName("Chen^Yu", "陈^宇"), "D1002", "吴医生", "8123",
    Channel.PHONE, True,
)  # fmt: skip
NEXT = Event("2.25.1", What.HANDED_ON, NOW + timedelta(minutes=3), LI.name, "D1001", "Ward 5")


def result(*events: Event, text: str = "张力性气胸") -> CriticalResult:
    exam = workitem(1, "Wang^Xiaodong=王^小东")
    return replace(new_result(exam, "2.25.9", Category.MINUTES, text, LI, NOW), events=events)


def lines(of: object) -> list[str]:
    return [statement.text for statement in of.section(CRITICAL_RESULTS).statements]  # type: ignore[attr-defined]


def test_it_says_who_when_and_whether_it_was_read_back() -> None:
    made = with_critical_results(report(CHINESE), [result(WU)])
    assert made.sections[-1].title == "危急值通报"
    [line] = lines(made)
    when = clock_text(WU.when)
    assert line.startswith("危急值（ACR 1类）：张力性气胸。")
    assert f"{when}由陈宇电话通知吴医生 8123，对方已复述确认。" in line
    [english] = lines(with_critical_results(report(ENGLISH, "en"), [result(WU)]))
    assert f"{when}: 吴医生 8123 told by telephone by Chen Yu, read back." in english


def test_a_line_follows_what_is_told_and_is_there_once() -> None:
    first = with_critical_results(report(ENGLISH, "en"), [result()])
    assert with_critical_results(first, [result()]) == first
    second = with_critical_results(first, [result(NEXT)])
    third = with_critical_results(second, [result(NEXT, WU)])
    assert len(lines(third)) == 1 and "escalated to Ward 5" in lines(third)[0] and "read back" in lines(third)[0]
    assert lines(with_critical_results(first, [result(NEXT, WU)])) == lines(third), "however many steps at once"


def test_what_a_person_has_written_there_stays() -> None:
    first = with_critical_results(report(ENGLISH, "en"), [result(text="Free air")])
    own = replace(first.section(CRITICAL_RESULTS), statements=(Statement("Free air: the ward knows."),))
    edited = first.with_section(own)
    assert with_critical_results(edited, [result(text="Free air")]) == edited
    told = with_critical_results(edited, [result(WU, text="Free air")])
    assert lines(told)[0] == "Free air: the ward knows." and "read back" in lines(told)[1]


def test_each_result_has_its_own_line_however_alike_two_are() -> None:
    """One contained in another, told to the same person in the same minute; and twins."""
    short, long = "Pulmonary embolism", "Pulmonary embolism, right main artery"
    for events in ((), (WU,)):
        for texts in ((short, long), (long, short), (short, short), (short, short, short)):
            results = [result(*events, text=text) for text in texts]
            made = with_critical_results(report(ENGLISH, "en"), results)
            found = lines(made)
            assert len(found) == len(texts), texts
            assert all(sum(f": {text}. Recorded" in line for line in found) == texts.count(text) for text in texts)
            assert with_critical_results(made, list(reversed(results))) == made
    one, two = result(text=short), result(text=short)
    first = with_critical_results(report(ENGLISH, "en"), [one, two])
    told = with_critical_results(first, [replace(one, events=(WU,)), two])
    assert sorted("read back" in line for line in lines(told)) == [False, True]
    assert with_critical_results(told, [two, replace(one, events=(WU,))]) == told
    own = first.with_section(
        replace(first.section(CRITICAL_RESULTS), statements=(Statement(f"{long}: the ward knows."),))
    )
    both = with_critical_results(own, [result(text=short), result(text=long)])
    assert len(lines(both)) == 2 and f": {short}. Recorded" in lines(both)[1], "the edited line is the longer one's"


def test_it_does_not_say_that_nobody_was_reached() -> None:
    for language, text in ((report(ENGLISH, "en"), "not reached"), (report(CHINESE), "未联系上")):
        [line] = lines(with_critical_results(language, [result(NEXT)]))
        assert "Ward 5" in line and text not in line


def test_signed_text_and_withdrawn_results_change_nothing() -> None:
    empty = report(ENGLISH, "en")
    gone = result()
    assert with_critical_results(empty, [replace(gone, item=replace(gone.item, state="CANCELED"))]) == empty
    made = with_critical_results(empty, [result()])
    locked = made.with_section(replace(made.section(CRITICAL_RESULTS), locked=True))
    assert with_critical_results(locked, [result(WU)]) == locked


def test_the_sr_has_it_under_its_loinc_code(tmp_path: Path) -> None:
    for empty in (report(ENGLISH, "en"), report(CHINESE)):
        made = with_critical_results(empty, [result(NEXT, WU)])
        file = tmp_path / "report.dcm"
        file.write_bytes(encode_report(document(made)))
        assert not dciodvfy_errors(file)
        assert "(73568-8,LN," in run("dsrdump", "+Pc", str(file)).stdout
        assert lines(decode_report(file.read_bytes()).report) == lines(made)
