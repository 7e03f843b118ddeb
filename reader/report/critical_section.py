"""The section of a report that says which critical results were told, to whom, by whom and when.

LOINC 73568-8 of CID 7001. Its lines are in the report's language. Each result has a line of its own, however alike
two of them are. A line that a person has edited is left as it is; what was told since is added below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reader.dicom.ups.critical import Channel, CriticalResult, Event, What
from reader.dicom.values import Code, clock_text
from reader.report.model import Report, Section, Statement
from reader.terms.languages import language_of

CRITICAL_RESULTS = Code("73568-8", "LN", "Communication of Critical Results")

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "line": "Critical result (ACR category {category}): {text}. Recorded {when} by {by}.",
        "told": "{line} {when}: {whom} told {how} by {by}, {read}.",
        "handed on": "{line} {when}: escalated to {whom} by {by}.",
        "taken over": "{line} {when}: taken over by {by}.",
        "read": "read back", "not read": "not read back",
        "phone": "by telephone", "in person": "in person", "message": "by text message",
        "system": "through the information system",
    },
    "zh": {
        "line": "危急值（ACR {category}类）：{text}。{when}由{by}登记。",
        "told": "{line}{when}由{by}{how}通知{whom}，{read}。",
        "handed on": "{line}{when}由{by}升级上报至{whom}。",
        "taken over": "{line}{when}由{by}接手。",
        "read": "对方已复述确认", "not read": "对方未复述",
        "phone": "电话", "in person": "当面", "message": "以短信", "system": "通过信息系统",
    },
}  # fmt: skip


def with_critical_results(report: Report, results: Iterable[CriticalResult]) -> Report:
    """The report with what is known of the critical results of its exam. Unchanged where nothing is new, or where
    that section is signed."""
    wanted = [result for result in results if not result.withdrawn]
    section = next((one for one in report.sections if one.heading == CRITICAL_RESULTS), None)
    if not wanted or (section is not None and section.locked):
        return report
    kept = list(section.statements) if section is not None else []
    taken: set[int] = set()
    waiting: list[CriticalResult] = []
    for result in wanted:  # first those whose line is as it was made
        place = _place(list(_versions(result, report.language)), kept, taken)
        if place is None:
            waiting.append(result)
        else:
            taken.add(place)
            kept[place] = replace(kept[place], text=_newest(result, report.language))
    for result in sorted(waiting, key=lambda one: -len(_line(one.text))):  # a longer text is the closer match
        edited = (n for n, one in enumerate(kept) if n not in taken and _is_said(result, one.text))
        if (place := next(edited, None)) is None:
            place = len(kept)
            kept.append(Statement(_newest(result, report.language)))
        taken.add(place)
    if section is None:
        title = language_of(report.language).headings[CRITICAL_RESULTS.value]
        return replace(report, sections=(*report.sections, Section(CRITICAL_RESULTS, title, tuple(kept))))
    return report.with_section(replace(section, statements=tuple(kept)))


def _place(versions: list[str], kept: list[Statement], taken: set[int]) -> int | None:
    """Which line that is nobody's yet is this result's, the newest version first."""
    for version in reversed(versions):
        for n, statement in enumerate(kept):
            if n not in taken and statement.text == version:
                return n
    return None


def _newest(result: CriticalResult, language: str) -> str:
    return list(_versions(result, language))[-1]


def _is_said(result: CriticalResult, line: str) -> bool:
    """Whether a line in a person's own words has it: what it is and, once somebody was told, whom and when."""
    told = result.told
    what = _line(result.text) in line
    return what and (told is None or (_line(told.whom) in line and clock_text(told.when) in line))


def _versions(result: CriticalResult, language: str) -> Iterator[str]:
    """Its line as it was after each step, the newest last."""
    words = _WORDS.get(language.split("-")[0], _WORDS["en"])
    said = words["line"].format(
        category=int(result.category), text=_line(result.text), when=clock_text(result.item.scheduled),
        by=_name(result.author.native, language, result.author.latin),
    )  # fmt: skip
    yield said
    for event in result.events:
        said = words[event.what.value].format(line=said, **_details(event, words, language))
        yield said


def _details(event: Event, words: Mapping[str, str], language: str) -> dict[str, str]:
    details = {"when": clock_text(event.when), "by": _name(event.by.native, language, event.by.latin)}
    if event.what is not What.TAKEN_OVER:
        details["whom"] = " ".join(filter(None, (_line(event.whom), _line(event.phone))))
    if event.what is What.TOLD:
        channel = event.channel if event.channel in Channel else Channel.SYSTEM
        details |= {"how": words[channel.value], "read": words["read" if event.read_back else "not read"]}
    return details


def _name(native: str, language: str, latin: str) -> str:
    return (native if language.startswith("zh") else latin) or native


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".。 ")
