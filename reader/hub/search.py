"""What is asked of the worklist beyond the standard's keys, and all of it as SQL on the columns of `listed`.

The wire is described in `worklist_api`. A key on an attribute that `listed` keeps is decided in SQL, by the bytes
or by the matcher itself; one on any other attribute leaves its rows to be read and judged by the matcher.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from starlette.datastructures import QueryParams

from reader.dicom.ups.critical import CRITICAL
from reader.dicom.ups.workitem import CANCELED, REPORT_VERIFICATION
from reader.hub.answers import Refused
from reader.hub.listed import (
    KEY_END,
    KEY_VALUE,
    MATCHED,
    MORE_THAN_ONE,
    NEVER,
    OWN,
    PASSED,
    SECOND,
    STUDIES,
    TIMES,
    WORD_END,
    values_in,
)
from reader.hub.matching import PLAIN, SEVERAL, WILD, Key, Query, flag, folded, parse_query, pieces
from reader.hub.moments import spans
from reader.hub.roles import APPROVING, REVIEWING
from reader.hub.users import User
from reader.hub.vault import plain

KNOWS = "text order after reader openable withdrawn"
"""What the header X-Worklist says: the parameters that are this hub's own."""
MATCH = "key_matches"
"""The name under which SQL knows `key_matches`."""
CONTENT = plain("workitem.content", "workitem", "workitem.uid")
"""SQL for the content of a workitem, sealed or not."""
_ORDERS = frozenset(
    ("due", "patient", "id", "accession", "modality", "site", "state", "kind", "procedure", "reader", "scheduled",
     "modified")
)  # fmt: skip
_MOST_WORDS, _LONGEST_TEXT = 8, 256
_FEW = 20
_NAMES_KIND = frozenset({"00404018", "00080018"})
"""Keys that say which kind of workitem is looked for, or which one."""
_COLUMNS = {("00741000",): "state", ("00404018", "00080100"): "kind"}
"""Paths with one value that has a column of its own."""
_NAMES = {
    ("00100010",): "words", ("00404034", "00404037"): "others", ("00741216", "00404035", "00404037"): "others",
}  # fmt: skip
"""The columns that hold the forms of names."""


@dataclass(frozen=True)
class Condition:
    """A piece of SQL and what is bound to its marks. scans: every row has to be looked at for it."""

    sql: str
    bound: tuple[Any, ...] = ()
    scans: bool = False


@dataclass(frozen=True)
class Column:
    """One thing to sort by."""

    value: Condition
    descends: bool = False


@dataclass(frozen=True)
class Search:
    """words: folded. order: the column to sort by before urgency, "" for none. after: the sort values of the row
    before the page. readers: code values, any of them. openable_by: leave out the reviews that this user may not
    do. withdrawn_of: only the cancelled reviews of this user's reports that nothing follows on."""

    query: Query = field(default_factory=Query)
    words: tuple[str, ...] = ()
    order: str = ""
    descends: bool = False
    after: tuple[Any, ...] = ()
    readers: tuple[str, ...] = ()
    openable_by: User | None = None
    withdrawn_of: User | None = None

    @property
    def sorting(self) -> tuple[Column, ...]:
        """Most important first; the last is the UID, so that no two rows are alike."""
        text = (Column(_rank(self.words)),) if self.words else ()
        asked = (Column(Condition(self.order), self.descends),) if self.order else ()
        return (*text, *asked, *(Column(Condition(name)) for name in ("priority", "due", "uid")))

    @property
    def undecided(self) -> tuple[Key, ...]:
        """The keys that the columns can't decide."""
        return tuple(key for key in self.query.keys if not key.universal and _of_key(key, self.query.fuzzy) is None)

    def conditions(self) -> list[Condition]:
        """What a row has to fulfil, wherever the page begins; `undecided` keys left out."""
        found = [_of_key(key, self.query.fuzzy) for key in self.query.keys if not key.universal]
        conditions = [condition for condition in found if condition is not None]
        guards = (_content_guard(key) for key in self.undecided)
        conditions += [guard for guard in guards if guard is not None]
        conditions += [_has("instr(words, ?) OR instr(others, ?)", word, word) for word in self.words]
        if self.readers:
            conditions.append(_any_of("reader_code", self.readers))
        if self.openable_by is not None:
            conditions.append(_openable(self.openable_by))
        if self.withdrawn_of is not None:
            conditions.append(_withdrawn(self.withdrawn_of))
        if not any(key.path[0] in _NAMES_KIND for key in self.query.keys):
            conditions.append(Condition("kind <> ?", (CRITICAL.value,)))  # no task: nobody reads it
        return conditions

    def beyond(self) -> Condition | None:
        """What is true of the rows after `after`."""
        if not self.after:
            return None
        sorting = self.sorting
        if len(self.after) != len(sorting):
            raise Refused(400, "after is not of this order")
        sql, bound = "", ()
        for column, value in reversed(list(zip(sorting, self.after, strict=True))):
            sign = "<" if column.descends else ">"
            rest = f" OR ({column.value.sql} = ? AND {sql})" if sql else ""
            own = column.value.bound
            bound = (*own, value, *((*own, value, *bound) if sql else ()))
            sql = f"({column.value.sql} {sign} ?{rest})"
        return Condition(sql, bound)


def parse_search(parameters: QueryParams, user: User) -> Search:
    """A search as `worklist_api` describes it. 400 where it is none. Blocks at first."""
    query = parse_query(parameters, own=frozenset(KNOWS.split()))
    order = parameters.get("order", "")
    if order.removeprefix("-") not in _ORDERS | {""}:
        raise Refused(400, f"order is one of {', '.join(sorted(_ORDERS))}")
    text = parameters.get("text", "")
    words = tuple(dict.fromkeys(folded(text).split()))
    if len(words) > _MOST_WORDS or len(text) > _LONGEST_TEXT:
        raise Refused(400, f"text has more than {_MOST_WORDS} words or {_LONGEST_TEXT} characters")
    readers = [code.strip() for code in parameters.get("reader", "").split(",")]
    return Search(
        query,
        words,
        order.removeprefix("-"),
        order.startswith("-"),
        _cursor_values(parameters.get("after", "")),
        tuple(filter(None, readers)),
        user if flag(parameters, "openable") else None,
        user if flag(parameters, "withdrawn") else None,
    )


def cursor(values: Sequence[Any]) -> str:
    """The sort values of a row as a text for URLs."""
    return urlsafe_b64encode(json.dumps(list(values), separators=(",", ":")).encode()).decode().rstrip("=")


def key_matches(number: int, vr: str, text: str, zone: int | None, fuzzy: int, keys: str) -> bool:
    """The matcher on the values of one row that `listed` keeps (an SQL function)."""
    return _matcher(number, vr, text, zone, fuzzy)(keys)


@lru_cache(maxsize=64)
def _matcher(number: int, vr: str, text: str, zone: int | None, fuzzy: int) -> Callable[[str], bool]:
    key = Key((), text, vr, zone)
    return lambda keys: key.found_in(values_in(keys, number), None, bool(fuzzy))


def _cursor_values(text: str) -> tuple[Any, ...]:
    if not text:
        return ()
    try:
        values = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        raise Refused(400, "after is not what this hub gave") from None
    if not isinstance(values, list) or not all(type(value) in (int, str) for value in values):
        raise Refused(400, "after is not what this hub gave")
    if any(isinstance(value, int) and abs(value) > 2**62 for value in values) or not _encodable(values):
        raise Refused(400, "after is not what this hub gave")
    return tuple(values)


def _encodable(values: list[Any]) -> bool:
    return not any("\ud800" <= char <= "\udfff" for value in values if isinstance(value, str) for char in value)


def _of_key(key: Key, fuzzy: bool) -> Condition | None:
    """A key in SQL; None where no column knows."""
    column = TIMES.get(key.path)
    if column is not None:
        return _of_moment(column, key)
    number = MATCHED.get(key.path)
    if number is None or (key.vr == "DT" and not key.empty):
        return None
    mark = f"{KEY_END}{number}{KEY_VALUE}"
    if key.empty:
        return Condition("assigned = 0") if key.path == ("00404034",) else _has("NOT instr(keys, ?)", mark)
    several = pieces(key.text)
    wild = key.vr != "UI" and any(letter in key.text for letter in "*?")
    if key.vr in PLAIN and not wild and len(several) <= _FEW:
        if key.path in _COLUMNS:
            return _any_of(_COLUMNS[key.path], several)
        texts = dict.fromkeys((*several, key.text) if key.vr in SEVERAL | {"UI"} else (key.text,))
        one = _has(" OR ".join(["instr(keys, ?)"] * len(texts)), *(f"{mark}{text}{KEY_END}" for text in texts))
        if key.path in STUDIES:  # an index goes first
            studies = _any_of("study", (MORE_THAN_ONE, *texts))
            return Condition(f"({studies.sql} AND {one.sql})", (*studies.bound, *one.bound))
        return one
    matches = Condition(f"{MATCH}(?, ?, ?, ?, ?, keys)", (number, key.vr, key.text, key.zone, int(fuzzy)))
    guards = list(dict.fromkeys(_guards(key, mark)))[:_FEW]  # SQLite takes no thousand conditions
    if not guards:
        return replace(matches, scans=True)
    sql = " AND ".join(guard.sql for guard in guards)
    bound = tuple(text for guard in guards for text in guard.bound)
    return Condition(f"CASE WHEN {sql} THEN {matches.sql} ELSE 0 END", (*bound, *matches.bound), scans=True)


def _guards(key: Key, mark: str) -> Iterator[Condition]:
    """What is cheap to see, and true of every row that matches a text with wild cards or a name."""
    parts = [part for part in re.split(r"[*?]+", key.text) if part]
    if key.vr == "PN":
        column = _NAMES.get(key.path)
        words = [word for part in parts for word in folded(part).split()]
        if column is not None:
            yield from (Condition(f"instr({column}, ?)", (word,)) for word in words)
    elif key.vr in WILD and parts:
        begins = key.text.startswith(parts[0])
        yield Condition("instr(keys, ?)", (mark + parts[0] if begins else max(parts, key=len),))


def _content_guard(key: Key) -> Condition | None:
    """The same for a key that needs the content."""
    if not key.literal:
        return None
    having = f"SELECT workitem.uid FROM workitem WHERE instr({CONTENT}, ?)"
    return Condition(f"(shown IS NOT NULL OR uid IN ({having}))", (key.literal,))


def _has(sql: str, *bound: str) -> Condition:
    return Condition(f"({sql})", bound, scans=True)


def _of_moment(column: str, key: Key) -> Condition:
    if key.empty:
        return Condition(f"{column} = {NEVER}")
    low, high = spans(key.text, key.zone) or (0, 0)
    return Condition(f"({column} >= ? AND {column} < ?)", (low, min(high, NEVER)))


_VERIFICATIONS = tuple(f"{REPORT_VERIFICATION.value}{step}" for step in ("", PASSED, SECOND, OWN))


def _openable(user: User) -> Condition:
    """Reviews only for reviewing doctors, what was passed on for chiefs, second readings for any; of their own
    report only where they may sign it."""
    review, passed, second, own = _VERIFICATIONS
    mine, roles = (user.person.code.value, user.person.username), set(user.roles)
    others = {second, *((review, own) if REVIEWING in roles else ()), *((passed,) if APPROVING in roles else ())}
    mine_too = (own,) if roles & {REVIEWING, APPROVING} else ("",)
    marks = ", ".join("?" * len(others))
    of_others = f"kind IN ({marks}) AND author NOT IN (?, ?)"
    sql = f"(kind NOT IN (?, ?, ?, ?) OR ({of_others}) OR (kind = ? AND author IN (?, ?)))"
    return Condition(sql, (*_VERIFICATIONS, *sorted(others), *mine, *mine_too, *mine))


def _withdrawn(user: User) -> Condition:
    """Nobody waits for them; what followed on one was that to the end, also where it was cancelled."""
    own = (user.person.code.value, user.person.username)
    alone = "NOT EXISTS (SELECT 1 FROM party WHERE party.follows = listed.uid)"
    return Condition(
        f"(state = ? AND kind IN (?, ?, ?, ?) AND author IN (?, ?) AND {alone})",
        (CANCELED, *_VERIFICATIONS, *own),
    )


def _rank(words: Sequence[str]) -> Condition:
    """0 where a whole name, ID or accession is found, 1 where one begins so, 2 inside one, 3 only elsewhere: by the
    word that is found worst, unless all of them together are one."""
    each = "CASE WHEN instr(words, ?) THEN 0 WHEN instr(words, ?) THEN 1 WHEN instr(words, ?) THEN 2 ELSE 3 END"
    phrases = [f"{WORD_END}{phrase}{WORD_END}" for phrase in dict.fromkeys((" ".join(words), "".join(words)))]
    whole = " OR ".join(["instr(words, ?)"] * len(phrases))
    worst = ", ".join([each] * len(words))
    bound = [text for word in words for text in (f"{WORD_END}{word}{WORD_END}", f"{WORD_END}{word}", word)]
    return Condition(f"CASE WHEN {whole} THEN 0 ELSE max(0, {worst}) END", (*phrases, *bound))


def _any_of(column: str, texts: Sequence[str]) -> Condition:
    return Condition(f"{column} IN ({', '.join('?' * len(texts))})", tuple(texts))
