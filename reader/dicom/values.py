"""Plain values of the standard, free of any library: names, codes, dates, ages."""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from uuid import uuid4

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Code:
    """A coded entry (PS3.3 8.8): value, scheme designator, meaning. Equal if value and scheme are."""

    value: str
    scheme: str
    meaning: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Code) and (self.value, self.scheme) == (other.value, other.scheme)

    def __hash__(self) -> int:
        return hash((self.value, self.scheme))


@dataclass(frozen=True)
class PersonName:
    """A PN value by component groups (PS3.5 6.2.1); each group is "family^given^middle^prefix^suffix"."""

    alphabetic: str = ""
    ideographic: str = ""
    phonetic: str = ""

    @classmethod
    def parse(cls, text: str) -> PersonName:
        groups = [*text.split("="), "", "", ""][:3]
        return cls(*(group.strip().rstrip("^") for group in groups))

    def __str__(self) -> str:
        return "=".join((self.alphabetic, self.ideographic, self.phonetic)).rstrip("=")

    @property
    def native(self) -> str:
        """The ideographic name as written ("王小东"), else the alphabetic one ("Wang Xiaodong")."""
        return self.ideographic.replace("^", "") or self.latin

    @property
    def latin(self) -> str:
        """The alphabetic name, family first, separated by spaces."""
        return " ".join(part for part in self.alphabetic.split("^") if part)

    @property
    def display(self) -> str:
        """Both: "王小东 Wang Xiaodong"."""
        return self.native if self.native == self.latin else f"{self.native} {self.latin}".strip()


@dataclass(frozen=True)
class Person:
    """A user as an author or verifier of documents. code: the hub's identifier of the person, scheme 99…"""

    name: PersonName
    organisation: str
    code: Code
    username: str = ""


def same_person(one: Person, other: Person) -> bool:
    """By the hub's identifier where both have one, else by user name, else by name."""
    if one.code.value and other.code.value:
        return one.code == other.code
    if one.username and other.username:
        return one.username == other.username
    return one.name == other.name


def new_uid() -> str:
    """A UID derived from a random UUID (PS3.5 B.2); unique on every machine without a registered root."""
    return f"2.25.{uuid4().int}"


def new_transaction_uid() -> str:
    """A UID that can't be guessed; whoever knows it owns the claim (PS3.4 CC.1.1)."""
    return f"2.25.{secrets.randbits(122)}"


def parse_da(text: str) -> date | None:
    """DA, tolerant of ACR-NEMA dots; None where empty or invalid."""
    text = text.strip().replace(".", "")[:8]
    if len(text) < 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def parse_birth(text: str) -> tuple[date | None, str]:
    """(birth date, what is stated in its place): also ISO 8601, which is no DA. What is not one whole date of the
    calendar is not guessed at. Zeros state nothing.
    """
    plain = unicodedata.normalize("NFKC", text).strip(" \0\t\r\n")
    found = _BIRTH.fullmatch(plain)
    day = parse_da("".join(found.group(1, 3, 4))) if found is not None else None
    return (day, "") if day is not None or not plain.strip("0-./") else (None, plain)


_BIRTH = re.compile(r"([0-9]{4})([-./]?)([0-9]{2})\2([0-9]{2})")


def parse_dt(text: str, tm: str = "", zone: str = "") -> datetime | None:
    """DT, or DA and TM apart. zone: (0008,0201) of its object, which holds where the value states no offset itself.

    Naive where neither states one; None where there is no valid date.
    """
    text = text.strip()
    stated = _OFFSET.search(text) if len(text) > 5 else None
    if stated is not None:
        text, zone = text[: stated.start()], stated[0]
    day = parse_da(text)
    if day is None:
        return None
    return datetime.combine(day, _clock(text[8:] or tm.strip().replace(":", "")), parse_offset(zone))


def _clock(text: str) -> time:
    """TM to the second, midnight where it is none; a leap second (60) is the second before."""
    text = text.split(".")[0].ljust(6, "0")[:6]
    if not (text.isascii() and text.isdigit()):
        return time.min
    try:
        return time(int(text[:2]), int(text[2:4]), 59 if text[4:] == "60" else int(text[4:]))
    except ValueError:
        return time.min


_OFFSET = re.compile(r"[+-]\d{4}$", re.ASCII)


def parse_offset(text: str) -> timezone | None:
    """(0008,0201), such as "+0800"; None where there is none that can be right (PS3.3 C.12.1.1.8)."""
    text = text.strip(" \0").replace(":", "")
    if not _OFFSET.fullmatch(text):
        return None
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[3:]))
    if int(text[3:]) > 59 or offset > timedelta(hours=14):
        return None
    return timezone(-offset if text[0] == "-" else offset)


def instant(moment: datetime) -> float:
    """Seconds since 1970, of any year on any platform; a moment without offset is this computer's."""
    moment = with_offset(moment)
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH).total_seconds()


def local(moment: datetime) -> datetime:
    """In this computer's time; as it is where the platform can't say (year 1, year 9999)."""
    try:
        return moment.astimezone()
    except (OverflowError, ValueError, OSError):
        return moment


def with_offset(moment: datetime) -> datetime:
    """The same moment, of this computer where it has no offset: what is written always has one."""
    return moment if moment.tzinfo is not None else local(moment)


def in_zone_of(exam: datetime | None, moment: datetime) -> datetime:
    """The moment with the offset of an exam: all times of an object share one offset (0008,0201), and the exam's
    date and time have to stand in each of its objects as they stand in its images (PS3.3 C.7.2.1)."""
    moment = with_offset(moment)
    return moment.astimezone(exam.tzinfo) if exam is not None and exam.tzinfo is not None else moment


def format_dt(moment: datetime) -> str:
    """DT to the second, with its offset."""
    moment = with_offset(moment)
    offset = moment.strftime("%z")[:5] if moment.tzinfo else ""
    return f"{moment.year:04}{moment.strftime('%m%d%H%M%S')}{offset}"


def clock_text(moment: datetime | None) -> str:
    """ "2026-01-01 23:30" in this computer's time; as it stands where it has no offset. "" where it is unknown."""
    if moment is None or moment.year == 1:
        return ""
    return (local(moment) if moment.tzinfo is not None else moment).isoformat(" ", "minutes")[:16]


def short_clock_text(moment: datetime | None) -> str:
    """ "23:30" today, else as `clock_text`."""
    text, today = clock_text(moment), clock_text(datetime.now().astimezone())[:10]
    return text.removeprefix(f"{today} ")


def day_text(moment: datetime | None) -> str:
    """ "2026-01-01", as `clock_text`."""
    return clock_text(moment)[:10]


def age_at(birth: date | None, when: date | None) -> str:
    """The age as a reading room writes it: "56", under two years "14M", under two months "12D"; "" if unknown."""
    if birth is None or when is None or when < birth:
        return ""
    days = (when - birth).days
    months = (when.year - birth.year) * 12 + when.month - birth.month - (when.day < birth.day)
    if months < 2:
        return f"{days}D"
    return f"{months}M" if months < 24 else str(months // 12)
