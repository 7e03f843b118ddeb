"""Categories such as Lung-RADS: tables as data (`resources/categories`), and what follows from the fields of one.

A table asks for fields; its rules are tried in order, the first that holds names the result. Facts of the published
systems are in the tables, each with its source and edition; nothing of them is in here. Plain values, any thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from reader.core.errors import ReaderError
from reader.core.json_text import NotJson, parse
from reader.core.profile import RESOURCES
from reader.core.text import tr
from reader.findings.model import Finding
from reader.findings.sizes import size_of
from reader.report.mrrt.model import has_word

FOLDER = RESOURCES / "categories"
_LARGEST = 200_000
_MM = {"mm": 1.0, "cm": 10.0}
_KINDS = ("choice", "choices", "number")
Value = str | float | tuple[str, ...]
"""Of a choice its id, of a number the number, of several choices their ids."""


class CategoryError(ReaderError):
    """A table of categories that can't be used."""


@dataclass(frozen=True)
class Words:
    """In each language that a report can be in."""

    english: str
    chinese: str

    def of(self, language: str) -> str:
        return self.chinese if language.startswith("zh") else self.english


@dataclass(frozen=True)
class Option:
    option_id: str
    label: Words
    points: float | None = None


@dataclass(frozen=True)
class Field:
    """only: the answers of other fields with which it is asked. finding: how a finding gives the number, "mean" (of
    its two diameters) or "largest"."""

    field_id: str
    label: Words
    kind: str
    options: tuple[Option, ...] = ()
    unit: str = ""
    minimum: float = 0.0
    maximum: float = 1000.0
    finding: str = ""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    most: str = ""


@dataclass(frozen=True)
class Bounds:
    """low <= number < high; None for no bound."""

    low: float | None
    high: float | None

    def hold(self, number: float) -> bool:
        return (self.low is None or number >= self.low) and (self.high is None or number < self.high)


@dataclass(frozen=True)
class Rule:
    when: tuple[tuple[str, Bounds | tuple[str, ...]], ...]
    result: str


@dataclass(frozen=True)
class Result:
    category: str
    advice: Words


@dataclass(frozen=True)
class Source:
    title: str
    edition: str
    publisher: str
    reference: str


@dataclass(frozen=True)
class Table:
    """rounded: diameters are rounded to whole millimetres before they are compared. impossible: answers that can't
    be right together."""

    table_id: str
    name: Words
    source: Source
    modalities: tuple[str, ...]
    words: tuple[str, ...]
    wishes: tuple[str, ...]
    always: tuple[str, ...]
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    results: Mapping[str, Result]
    sentence: Words
    note: Words | None = None
    rounded: bool = False
    impossible: tuple[Mapping[str, tuple[str, ...]], ...] = ()

    def asked(self, values: Mapping[str, Value]) -> tuple[Field, ...]:
        """The fields that matter with the answers so far."""
        found: list[Field] = []
        for one in self.fields:
            there = {other.field_id for other in found}
            if all(name in there and values.get(name) in wanted for name, wanted in one.only.items()):
                found.append(one)
        return tuple(found)

    def missing(self, values: Mapping[str, Value]) -> tuple[Field, ...]:
        """Those of them that are not answered; of several choices none is an answer."""
        return tuple(one for one in self.asked(values) if one.kind != "choices" and one.field_id not in values)

    def result(self, values: Mapping[str, Value], language: str = "en") -> Result | None:
        """None while something is missing, or where no rule is for these answers. Raises `CategoryError` for a
        number beyond the limits of its field, and for answers that contradict each other; those are named in
        `language`."""
        self._contradiction(values, language)
        if self.missing(values):
            return None
        known: dict[str, Value] = {}
        points = 0.0
        for one in self.asked(values):
            answer = values.get(one.field_id, ())
            if isinstance(answer, float | int):
                if not one.minimum <= answer <= one.maximum:
                    raise CategoryError(
                        tr("{value} {unit} is beyond the limits ({low} to {high}).", value=f"{answer:g}",
                           unit=one.unit, low=f"{one.minimum:g}", high=f"{one.maximum:g}")
                    )  # fmt: skip
                answer = float(int(answer + 0.5)) if self.rounded else float(answer)
            chosen = (answer,) if isinstance(answer, str) else answer if isinstance(answer, tuple) else ()
            points += sum(option.points or 0 for option in one.options if option.option_id in chosen)
            known[one.field_id] = answer
            known[f"{one.field_id}.count"] = float(len(chosen))
        known["points"] = points
        for rule in self.rules:
            if all(_holds(name, wanted, known) for name, wanted in rule.when):
                return self.results[rule.result]
        return None

    def _contradiction(self, values: Mapping[str, Value], language: str) -> None:
        asked = {one.field_id: one for one in self.asked(values)}
        for one in asked.values():
            whole = asked.get(one.most)
            mine, limit = values.get(one.field_id), values.get(one.most)
            if whole is None or not isinstance(mine, float | int) or not isinstance(limit, float | int):
                continue
            if mine > limit:
                raise CategoryError(
                    tr("{part} ({value} {unit}) can't be more than {whole} ({limit} {unit}). Check both.",
                       part=one.label.of(language), value=f"{mine:g}", unit=one.unit,
                       whole=whole.label.of(language), limit=f"{limit:g}")
                )  # fmt: skip
        for together in self.impossible:
            if all(name in asked and values.get(name) in wanted for name, wanted in together.items()):
                said = "; ".join(
                    f"{asked[name].label.of(language)}: {option.label.of(language)}"
                    for name in together for option in asked[name].options if option.option_id == values[name]
                )  # fmt: skip
                raise CategoryError(tr("These answers contradict each other: {answers}", answers=said))

    def sentences(self) -> frozenset[str]:
        """All that it may put into a report, in both languages."""
        return frozenset(self.text(found, one) for found in self.results.values() for one in ("en", "zh"))

    def text(self, result: Result, language: str) -> str:
        """The sentence for a report."""
        pattern, advice = self.sentence.of(language), result.advice.of(language)
        return pattern.format(category=result.category, advice=advice)


def _holds(name: str, wanted: Bounds | tuple[str, ...], known: Mapping[str, Value]) -> bool:
    answer = known.get(name)
    if isinstance(wanted, Bounds):
        return isinstance(answer, float) and wanted.hold(answer)
    if isinstance(answer, tuple):
        return any(one in wanted for one in answer)
    return answer in wanted


def size_for(one: Field, finding: Finding | None) -> float | None:
    """The number that a field takes from a finding, in mm; None where it has no size in mm or cm."""
    if finding is None or not one.finding:
        return None
    long, short, _, _ = size_of(finding.measurements)
    known = [m.value * _MM[m.unit.value] for m in (long, short) if m is not None and m.unit.value in _MM]
    if not known or (long is not None and long.unit.value not in _MM):
        return None
    number = sum(known) / len(known) if one.finding == "mean" else max(known)
    return round(number, 1)


def suited(tables: Iterable[Table], modality: str, about: str) -> list[Table]:
    """All of them, those for an exam first. about: its description and body part."""
    said = about.lower()

    def rank(table: Table) -> int:
        if modality not in table.modalities:
            return -1
        if modality not in table.always and not any(has_word(said, word) for word in table.words):
            return -1
        return 1 + sum(has_word(said, word) for word in table.wishes)

    return sorted(tables, key=rank, reverse=True)


@lru_cache(maxsize=2)
def load_tables(folder: Path = FOLDER) -> tuple[Table, ...]:
    """Raises `CategoryError`: they come with the program, and a wrong one is worse than none."""
    return tuple(read_table(path) for path in sorted(folder.glob("*.json")))


def read_table(path: Path) -> Table:
    """Raises `CategoryError`."""
    try:
        data = path.read_bytes()
        if len(data) > _LARGEST:
            raise CategoryError(tr("{file} is too large for a table of categories.", file=path.name))
        return table_from(parse(data))
    except (OSError, NotJson, KeyError, TypeError, ValueError, AttributeError) as cause:
        raise CategoryError(tr("The table of categories {file} can't be read.", file=path.name)) from cause


def table_from(data: Mapping[str, Any]) -> Table:
    """From JSON. Raises KeyError, TypeError, ValueError or AttributeError where it is none."""
    exam = data["exam"]
    table = Table(
        data["id"], _words(data["name"]), Source(**data["source"]),
        tuple(exam["modality"]), tuple(exam["words"]), tuple(exam.get("wishes", ())), tuple(exam.get("always", ())),
        tuple(_field(one) for one in data["fields"]),
        tuple(_rule(one) for one in data["rules"]),
        {key: Result(one["category"], _words(one["advice"])) for key, one in data["results"].items()},
        _words(data["sentence"]),
        _words(data["note"]) if "note" in data else None,
        bool(data.get("rounded", False)),
        tuple({name: tuple(wanted) for name, wanted in one.items()} for one in data.get("impossible", ())),
    )  # fmt: skip
    _validate(table)
    return table


def _validate(table: Table) -> None:
    fields = {one.field_id: one for one in table.fields}
    if len(fields) != len(table.fields) or any(one.kind not in _KINDS for one in table.fields):
        raise ValueError("fields")
    names = [*fields, *(f"{name}.count" for name in fields), "points"]
    asked = [(name, wanted) for rule in table.rules for name, wanted in rule.when]
    asked += [(name, wanted) for one in table.impossible for name, wanted in one.items()]
    if any(one.most not in ("", *fields) for one in table.fields):
        raise ValueError("most")
    asked += [(name, wanted) for one in table.fields for name, wanted in one.only.items()]
    for name, wanted in asked:
        if name not in names:
            raise ValueError(name)
        if isinstance(wanted, tuple) and not set(wanted) <= {o.option_id for o in fields[name].options}:
            raise ValueError(f"{name}: {wanted}")
    if not {rule.result for rule in table.rules} <= set(table.results):
        raise ValueError("results")


def _words(data: Mapping[str, str]) -> Words:
    return Words(data["en"], data["zh"])


def _field(data: Mapping[str, Any]) -> Field:
    options = tuple(Option(o["id"], _words(o), o.get("points")) for o in data.get("options", ()))
    only = {name: tuple(wanted) for name, wanted in data.get("only", {}).items()}
    return Field(
        data["id"], _words(data["label"]), data["kind"], options, data.get("unit", ""),
        float(data.get("minimum", 0)), float(data.get("maximum", 1000)), data.get("finding", ""), only,
        data.get("most", ""),
    )  # fmt: skip


def _rule(data: Mapping[str, Any]) -> Rule:
    return Rule(tuple((name, _wanted(wanted)) for name, wanted in data["when"].items()), data["result"])


def _wanted(data: Mapping[str, float] | Sequence[str]) -> Bounds | tuple[str, ...]:
    if isinstance(data, Mapping):
        return Bounds(data.get("from"), data.get("below"))
    return tuple(data)
