"""Who an object says it is of, and whether two of them mean one person (safety rules 2 and 3).

Identity is the whole key: issuer, ID, name, sex and birth date, each in a normalised form. `compare` is the one
place where two identities are held against each other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from reader.core.text import mark, tr
from reader.dicom.values import PersonName, age_at
from reader.study.names import NOBODYS, Likeness, likeness


@dataclass(frozen=True)
class PatientIdentity:
    """A person as one site knows them: the ID counts only together with its issuer.

    birth_text: what stands in the place of a birth date, where it is not one. issuer_uid: the universal ID of the
    issuer, where it is stated apart from its name (PS3.3 C.2.3, Issuer of Patient ID Qualifiers).
    """

    name: PersonName
    patient_id: str
    issuer: str
    sex: str
    birth_date: date | None
    birth_text: str = ""
    issuer_uid: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """(issuer, patient ID): what makes two exams the same person's without asking."""
        return (self.issuer, self.patient_id)

    @property
    def is_stated(self) -> bool:
        """It says whose it is at all."""
        return bool(self.patient_id or str(self.name))

    @property
    def birth(self) -> str:
        """The birth date as ISO 8601, else what is stated in its place."""
        return self.birth_date.isoformat() if self.birth_date else self.birth_text

    def age(self, when: date | None) -> str:
        return age_at(self.birth_date, when)

    def completed(self, other: PatientIdentity) -> PatientIdentity:
        """With what only the other one states."""
        issued = self if self.issuer or self.issuer_uid or self.patient_id not in ("", other.patient_id) else other
        born = self if self.birth else other
        return PatientIdentity(
            self.name if str(self.name) else other.name,
            self.patient_id or other.patient_id,
            issued.issuer,
            self.sex or other.sex,
            born.birth_date,
            born.birth_text,
            issued.issuer_uid or (other.issuer_uid if self.key == other.key else ""),
        )


NOBODY = PatientIdentity(PersonName(), "", "", "", None)


class Agreement(Enum):
    """SAME: one person. DOUBT: a person has to say so. CONTRADICTION: not one person."""

    SAME = "same"
    DOUBT = "doubt"
    CONTRADICTION = "contradiction"


class Sign(Enum):
    """What was noticed when two identities were compared."""

    ID = "id"
    NAME = "name"
    BIRTH = "birth date"
    SEX = "sex"
    SIMILAR_ID = "similar id"
    SIMILAR_NAME = "similar name"
    ISSUER = "issuer"
    NOBODY = "nobody"
    NO_ID = "no id"
    NO_ISSUER = "no issuer"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Difference:
    """One thing that differs, or is missing. found, expected: as a user reads them."""

    sign: Sign
    found: str = ""
    expected: str = ""

    @property
    def text(self) -> str:
        found, expected = self.found, self.expected
        if self.sign is Sign.SEX:
            found, expected = sex_text(found) or found, sex_text(expected) or expected
        return tr(_SENTENCES[self.sign], found=found, expected=expected)


_SENTENCES = {
    Sign.ID: mark("patient ID {found}, not {expected}"),
    Sign.NAME: mark("name {found}, not {expected}"),
    Sign.BIRTH: mark("born {found}, not {expected}"),
    Sign.SEX: mark("sex {found}, not {expected}"),
    Sign.SIMILAR_ID: mark("patient ID {found}, similar to {expected}"),
    Sign.SIMILAR_NAME: mark("name {found}, similar to {expected}"),
    Sign.ISSUER: mark("patient ID of {found}, not of {expected}"),
    Sign.NOBODY: mark("no patient stated"),
    Sign.NO_ID: mark("no patient ID"),
    Sign.NO_ISSUER: mark("no issuer of the patient ID"),
    Sign.INCOMPLETE: mark("name or birth date missing"),
}


@dataclass(frozen=True)
class Comparison:
    """differences: what contradicts, then what leaves a doubt; () where they are the same."""

    verdict: Agreement
    differences: tuple[Difference, ...] = ()

    @property
    def same(self) -> bool:
        return self.verdict is Agreement.SAME

    @property
    def text(self) -> str:
        """ "patient ID 0815, not 00314; name Li Na, not Wang Wu"."""
        return tr("; ").join(difference.text for difference in self.differences)


SAME = Comparison(Agreement.SAME)


@dataclass(frozen=True)
class _Signs:
    """What of two identities agrees. differ, unsure: what contradicts, and what leaves a doubt."""

    id_agrees: bool
    id_differs: bool
    issuer_agrees: bool
    name: Likeness
    birth_agrees: bool
    differ: tuple[Difference, ...]
    unsure: tuple[Difference, ...]


@lru_cache(maxsize=4096)
def compare(expected: PatientIdentity, found: PatientIdentity, *, same_exam: bool) -> Comparison:
    """Hold what an object says against whose it should be. Any thread.

    same_exam: they share the Study Instance UID, which is proof of its own; else an ID without issuer counts only
    together with name and birth date, also where both say the same. An ID that stands for none (0, UNKNOWN) proves
    nothing.

    CONTRADICTION: the IDs of one issuer differ; the name differs and not both ID and birth date agree; two of
    name, sex and birth date differ; one of them differs and no ID agrees. DOUBT: one attribute differs beside an
    ID that agrees, a name is only similar, the issuers differ, a birth date or sex can't be read where the other
    states one, or too little is stated to tell. Where nobody is expected, anybody is the same.
    """
    if not expected.is_stated or (same_exam and expected == found):
        return SAME
    signs = _signs(expected, found)
    if signs.id_differs:
        return Comparison(Agreement.CONTRADICTION, (*signs.differ, *signs.unsure))
    renamed = signs.name is Likeness.DIFFERENT and not (signs.id_agrees and signs.birth_agrees)
    if renamed or len(signs.differ) > 1 or (signs.differ and not signs.id_agrees):
        return Comparison(Agreement.CONTRADICTION, (*signs.differ, *signs.unsure))
    doubts = (*signs.differ, *signs.unsure)
    if not doubts and not _is_enough(signs, same_exam):
        doubts = (_too_little(found),)
    return Comparison(Agreement.DOUBT, doubts) if doubts else SAME


def _is_enough(signs: _Signs, same_exam: bool) -> bool:
    """Whether what agrees makes them one person, where nothing differs."""
    by_id = signs.id_agrees and (signs.issuer_agrees or same_exam)
    return by_id or (signs.name is Likeness.EQUAL and signs.birth_agrees)


def _signs(expected: PatientIdentity, found: PatientIdentity) -> _Signs:
    mine, theirs = _id(expected.patient_id), _id(found.patient_id)
    issuer_agrees, other_issuer = _issuers(_issuer(expected), _issuer(found))
    both = bool(mine and theirs)
    close = both and mine != theirs and _core(mine) == _core(theirs)
    differs = both and not other_issuer and mine != theirs and not close
    alike = likeness(expected.name, found.name)
    sexes = _sex(expected.sex), _sex(found.sex)
    birth = expected.birth_date, found.birth_date
    differ, unsure = [], []
    ids = found.patient_id, expected.patient_id
    names = found.name.display, expected.name.display
    births = Difference(Sign.BIRTH, found.birth, expected.birth)
    if differs:
        differ.append(Difference(Sign.ID, *ids))
    if alike is Likeness.DIFFERENT:
        differ.append(Difference(Sign.NAME, *names))
    if birth[0] and birth[1] and birth[0] != birth[1]:
        differ.append(births)
    if sexes[0] != sexes[1] and set(sexes) == {"M", "F"}:
        differ.append(Difference(Sign.SEX, sexes[1], sexes[0]))
    if close:
        unsure.append(Difference(Sign.SIMILAR_ID, *ids))
    if other_issuer:
        unsure.append(Difference(Sign.ISSUER, _issuer_text(found), _issuer_text(expected)))
    if alike is Likeness.SIMILAR:
        unsure.append(Difference(Sign.SIMILAR_NAME, *names))
    if None in birth and found.birth and expected.birth and found.birth != expected.birth:
        unsure.append(births)
    if sexes[0] and sexes[1] and sexes[0] != sexes[1] and set(sexes) != {"M", "F"}:
        unsure.append(Difference(Sign.SEX, sexes[1], sexes[0]))
    return _Signs(
        id_agrees=both and mine == theirs and not other_issuer, id_differs=differs,
        issuer_agrees=issuer_agrees, name=alike,
        birth_agrees=birth[0] is not None and birth[0] == birth[1], differ=tuple(differ), unsure=tuple(unsure),
    )  # fmt: skip


def _too_little(found: PatientIdentity) -> Difference:
    if not found.is_stated:
        return Difference(Sign.NOBODY)
    if not _id(found.patient_id):
        return Difference(Sign.NO_ID)
    return Difference(Sign.INCOMPLETE if any(_issuer(found)) else Sign.NO_ISSUER)


_NO_IDS = frozenset(
    ("none", "null", "nil", "na", "noid", "nopatientid", "notknown", "tbd", "anonym", "unbekannt", "无", "不明")
)  # fmt: skip


def is_placeholder(patient_id: str) -> bool:
    """Whether this is an ID that people or devices write where there is none: no figures but zeros, "UNKNOWN"."""
    plain = re.sub(r"[\W_]", "", _plain(patient_id))
    return not plain.strip("0") or plain in NOBODYS or plain in _NO_IDS or not plain.strip("x")


def _id(text: str) -> str:
    """Without padding, spaces and case, full-width figures as figures; "" where it stands for none."""
    return "" if is_placeholder(text) else _plain(text)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).replace("\0", "").split()).casefold()


def _core(text: str) -> str:
    """What is left of an ID where gateways drop leading zeros and hyphens."""
    return re.sub(r"[\W_]", "", text).lstrip("0")


def _issuer(patient: PatientIdentity) -> tuple[str, str]:
    """(namespace, universal ID), as far as they are stated; HL7 writes them in one text, "^" or "&" between."""
    namespace, uid = [*re.split(r"[\^&]", _plain(patient.issuer)), ""][:2]
    uid = _plain(patient.issuer_uid) or uid
    if not uid and re.fullmatch(r"[0-9]+(\.[0-9]+)+", namespace):
        return "", namespace
    return namespace, uid


def _issuers(one: tuple[str, str], other: tuple[str, str]) -> tuple[bool, bool]:
    """(whether they agree, whether they are two): one is stated in both, and nothing stated in both differs."""
    shared = [(mine, theirs) for mine, theirs in zip(one, other, strict=True) if mine and theirs]
    agree = bool(shared) and all(mine == theirs for mine, theirs in shared)
    return agree, any(one) and any(other) and not agree


def _issuer_text(patient: PatientIdentity) -> str:
    return "^".join(part for part in (patient.issuer, patient.issuer_uid) if part)


def _sex(text: str) -> str:
    """M or F; "" for all that says neither (O, unknown), which contradicts nothing; else what is stated."""
    plain = unicodedata.normalize("NFKC", text).strip(" \0").upper()
    return _SEXES.get(plain, plain)


_SEXES = {"M": "M", "MALE": "M", "男": "M", "F": "F", "FEMALE": "F", "女": "F"} | dict.fromkeys(
    ("O", "OTHER", "U", "UNKNOWN", "其他", "未知", "不详"), ""
)


# how it is said ----------------------------------------------------------------------------------------------


def sex_text(sex: str) -> str:
    """The patient's sex as a reading room writes it; "" where it is not known."""
    return {"M": tr("M"), "F": tr("F"), "O": tr("Other")}.get(sex.upper(), "")


def age_text(age: str) -> str:
    """ "56", "14 mo", "12 d" from the short forms of `age_at`."""
    if age.endswith("M"):
        return tr("{n} mo", n=age[:-1])
    if age.endswith("D"):
        return tr("{n} d", n=age[:-1])
    return age


def sex_and_age(sex: str, age: str) -> str:
    """ "M 56", "F 14 mo", as far as it is known. age: as `age_at` gives it."""
    return " ".join(part for part in (sex_text(sex), age_text(age)) if part)


def patient_id_text(patient: PatientIdentity) -> str:
    """ "00314@Xihu": an ID counts only with its issuer."""
    if not patient.patient_id:
        return tr("no ID")
    return f"{patient.patient_id}@{patient.issuer}" if patient.issuer else patient.patient_id
