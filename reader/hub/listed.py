"""One workitem as the row by which it is found: state, urgency, what it is sorted by, what it is searched by.

`keys` holds the values of the attributes in `MATCHED`, each as `KEY_END, number of its path, KEY_VALUE, value`, and
a `KEY_END` after the last: an equal value is found in it by its bytes, anything else by taking the values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reader.dicom.json_model import Json, code_from, items, name_from, value
from reader.dicom.ups.tasks import actual_performers, scheduled_performers, subject_from
from reader.dicom.values import Code, PersonName
from reader.hub.matching import folded, values_at
from reader.hub.moments import span, zone_of
from reader.hub.spelling import forms, sort_text

KEY_END, KEY_VALUE, WORD_END = "\x1e", "\x1f", "\x1f"
NEVER = 2**62
"""A time that is not there: after all others."""
_LAST = "\U0010ffff"
PASSED, SECOND, OWN = "+", "2", "="
"""Behind the kind of a verification: reviewed and passed on; to be read twice; its author may sign."""
_RANKS = {"HIGH": 0, "MEDIUM": 1, "LOW": 2}
_CODE = "00080100"
_PERFORMED, _PERFORMERS = "00741216", "00404035"
_REQUEST = "0040A370"

TIMES: Mapping[tuple[str, ...], str] = {
    ("00404011",): "due", ("00404005",): "scheduled", ("00404010",): "modified",
    (_PERFORMED, "00404051"): "ended",
}  # fmt: skip
"""The paths of moments that have a column of their own."""

_PATHS: tuple[tuple[str, ...], ...] = (
    ("00080018",), ("00741000",), ("00741200",), ("00404041",), ("00741202",), ("00741204",), ("00404034",),
    ("00100010",), ("00100020",), ("00100021",), ("00100030",), ("00100040",), ("0020000D",), ("00080050",),
    ("00080060",), ("00080080",), ("00180015",), ("00380010",), ("00404018", _CODE), ("00404025", _CODE),
    ("00404026", _CODE), ("00404027", _CODE), ("00404034", "00404009", _CODE), ("00404034", "00404037"),
    ("00404034", "00404036"), (_PERFORMED, _PERFORMERS, "00404009", _CODE), (_PERFORMED, _PERFORMERS, "00404037"),
    (_PERFORMED, "00404028", _CODE), (_REQUEST, "0020000D"), (_REQUEST, "00080050"), (_REQUEST, "00401001"),
    (_REQUEST, "00321060"), (_REQUEST, "00321032"), ("00404021", "0020000D"), ("00741224", "00081155"),
    ("00741210", "0040A124"), ("00404018",), (_PERFORMED,), ("00741002",),
)  # fmt: skip
STUDIES = (("0020000D",), (_REQUEST, "0020000D"), ("00404021", "0020000D"))
MORE_THAN_ONE = "*"
MATCHED: Mapping[tuple[str, ...], int] = {path: number for number, path in enumerate(_PATHS)}
"""The attributes that are matched without reading the workitem itself, and the number of each."""

COLUMNS = (
    "state", "priority", "due", "scheduled", "modified", "ended", "patient", "id", "accession", "modality", "site",
    "kind", "procedure", "reader", "reader_code", "author", "assigned", "study", "keys", "words", "others",
)  # fmt: skip


def row(state: str, item: Json) -> tuple[str | int, ...]:
    """The values of `COLUMNS`. state: the workitem's, whatever its content says."""
    zone = zone_of(item)
    request = next(iter(items(item, _REQUEST)), {})
    patient = name_from(item, "00100010")
    meant, did = scheduled_performers(item), actual_performers(item)
    reader_code, reader = (did or meant or ((Code("", "", ""), PersonName()),))[0]
    subject = subject_from(item)
    numbers = _texts(value(item, "00100020"), value(request, "00080050"), value(item, "00080050"))
    procedure = str(value(item, "00741204"))
    about = _texts(
        procedure, value(request, "00321060"), value(item, "00180015"), value(item, "00080060"),
        value(item, "00080080"), value(item, "00100021"),
    )  # fmt: skip
    people = (name for _, name in (*did, *meant, (None, subject.author)))
    times = {column: _when(item, path, zone) for path, column in TIMES.items()}
    kinds = items(item, "00404018")
    step = SECOND if subject.second else PASSED if subject.passed_by else OWN if subject.own else ""
    kind = (code_from(kinds[0]).value if kinds else "") + step
    return (
        state, _RANKS.get(str(value(item, "00741200")), 3),
        times["due"], times["scheduled"], times["modified"], times["ended"],
        sort_text(patient) or _LAST, numbers[0] or _LAST, numbers[1] or numbers[2] or _LAST,
        *(folded(str(value(item, tag))) or _LAST for tag in ("00080060", "00080080")),
        kind, folded(procedure) or _LAST, sort_text(reader) or _LAST,
        reader_code.value, subject.author_id, len(meant), _study(item), _keys(item),
        _joined((*forms(patient), *numbers)), _joined((*about, *(form for name in people for form in forms(name)))),
    )  # fmt: skip


def _study(item: Json) -> str:
    """The one study that all of `STUDIES` name, `MORE_THAN_ONE` where they name more than one."""
    found = {str(uid) for path in STUDIES for uid in values_at(item, path)}
    return found.pop() if len(found) == 1 else MORE_THAN_ONE if found else ""


def values_in(keys: str, number: int) -> list[str]:
    """The values of one path."""
    found, mark = [], f"{KEY_END}{number}{KEY_VALUE}"
    at = keys.find(mark)
    while at >= 0:
        begin = at + len(mark)
        end = keys.index(KEY_END, begin)
        found.append(keys[begin:end])
        at = keys.find(mark, end)
    return found


def _keys(item: Json) -> str:
    texts = [
        f"{KEY_END}{number}{KEY_VALUE}{_key_text(entry)}"
        for path, number in MATCHED.items()
        if path[0] in item and "Value" in item[path[0]]
        for entry in values_at(item, path)
    ]
    return "".join(texts) + KEY_END


def _key_text(entry: Any) -> str:
    """A name as "Alphabetic=Ideographic=Phonetic"; an item of a sequence only that it is there."""
    if isinstance(entry, dict):
        groups = [str(entry.get(group, "")) for group in ("Alphabetic", "Ideographic", "Phonetic")]
        return "=".join(groups).rstrip("=")
    return str(entry)


def _when(item: Json, path: tuple[str, ...], zone: int | None) -> int:
    found = (span(str(text), zone) for text in values_at(item, path))
    return next((moment[0] for moment in found if moment is not None), NEVER)


def _texts(*values: Any) -> list[str]:
    """Folded, in their order, empty ones too."""
    return [folded(str(text)) for text in values]


def _joined(words: Iterable[str]) -> str:
    return "".join(f"{WORD_END}{word}" for word in dict.fromkeys(filter(None, words))) + WORD_END
