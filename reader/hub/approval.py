"""What a report needs between its author and who signs: the rules of `approval.toml` in the hub's folder.

    [[rule]]                        # a chief doctor signs it after the review
    modality = ["CT", "MR"]         # one of these
    words = ["angiography", "冠脉"]  # one of these in the procedure or the body part
    site = ["Qingshan"]             # one of these in the name of the hospital, or its issuer of patient IDs
    author = ["D1001"]              # written by one of these, by the hub's identifier
    priority = ["HIGH"]             # one of these
    share = 0.2                     # so many of them, chosen by chance; all where it is not named

    [[second]]                      # before the review another doctor reads the exam, without knowing the report
    modality = ["MG"]

    [[own]]                         # its author may sign it, where they review the reports of others
    author = ["D2001"]
    share = 0.9                     # another doctor reviews the rest

    [[reread]]                      # once it is signed, another doctor reads it again
    share = 0.05

All these kinds of rules name the same things. One is meant where it fits in all that it names; a rule that names
nothing fits every report. Without the file, or with an empty one, whoever reviews signs. It is read when the hub
starts.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reader.core.errors import ReaderError
from reader.dicom.json_model import Json
from reader.dicom.ups.tasks import Subject, subject_from, with_steps
from reader.dicom.ups.workitem import Workitem
from reader.hub.matching import folded
from reader.hub.orders import task_of
from reader.hub.roles import APPROVING, REVIEWING
from reader.hub.users import User

FILE = "approval.toml"
_LISTS = ("modality", "words", "site", "author", "priority")


@dataclass(frozen=True)
class Rule:
    """What is empty is not asked. share: from 0 to 1."""

    modality: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    share: float = 1.0

    def fits(self, item: Workitem, about: Subject, kind: str = "") -> bool:
        """kind: of rule; what one kind chooses by chance says nothing of what another does."""
        return (
            _is_one_of(item.modality, self.modality)
            and _has_one_of(f"{item.procedure} {item.label} {item.body_part}", self.words)
            and (_has_one_of(item.site, self.site) or _is_one_of(item.issuer, self.site))
            and _is_one_of(about.author_id, self.author)
            and _is_one_of(item.priority, self.priority)
            and _chance(item.study_uid, item.accession, *filter(None, (kind,))) < self.share
        )


@dataclass(frozen=True)
class Approval:
    """The hub's rules: which reports a chief signs, which exams are read a second time, which reports of their own
    reviewing doctors may sign, and which are read again. Any thread."""

    rules: tuple[Rule, ...] = ()
    second: tuple[Rule, ...] = ()
    own: tuple[Rule, ...] = ()
    reread: tuple[Rule, ...] = ()

    def read_again(self, verification: Json) -> bool:
        """Whether the signed report of this verification is one of those that somebody reads again: no addendum, no
        amendment."""
        return not subject_from(verification).supplement and _fits(self.reread, verification, "reread")

    def marked(self, verification: Json, doctors: Sequence[User], read_before: Subject | None = None) -> Json:
        """A new verification, saying whether a chief signs, whether the exam is read a second time first, or its
        author may sign; what its program says of that counts for nothing.

        doctors: who there are. Where that is nobody but its author, it goes without: else nobody could go on.
        read_before: the verification that a second reading of the same order has led to before.
        """
        about = subject_from(verification)
        others = [doctor for doctor in doctors if not doctor.is_known_as(about.author_id)]
        chiefs = any(APPROVING in doctor.roles for doctor in others)
        steps = Subject(approval=chiefs and _fits(self.rules, verification, unread=True))
        if read_before is not None and read_before.second_by != about.author_id:
            known = (read_before.second_by, read_before.second_in, read_before.second_report)
            steps = replace(steps, second_by=known[0], second_in=known[1], second_report=known[2])
        elif others and not about.supplement:
            steps = replace(steps, second=_fits(self.second, verification, "second", unread=True))
        authors = {role for doctor in doctors if doctor not in others for role in doctor.roles}
        signs = APPROVING in authors or (REVIEWING in authors and not steps.approval)
        if signs and not (steps.second or steps.second_by):
            steps = replace(steps, own=_fits(self.own, verification, "own"))
        return with_steps(verification, steps)


def passed_on(verification: Json, review: Json) -> Json:
    """A verification by a chief, with what the review before it says of the steps of its report."""
    steps = replace(subject_from(review), passed_by=subject_from(verification).passed_by, own=False)
    return with_steps(verification, steps)


def _fits(rules: Iterable[Rule], verification: Json, kind: str = "", *, unread: bool = False) -> bool:
    """Whether one of them means this report. kind: as for a rule. unread: what is said of one that can't be read,
    where there are rules."""
    item, about = task_of(verification), subject_from(verification)
    return any(unread if item is None else rule.fits(item, about, kind) for rule in rules)


def read_approval(folder: Path) -> Approval:
    """The rules of a hub's folder. Raises `ReaderError`, which names the rule, where they can't be used: a hub that
    went on without them would let reports out that nobody has approved."""
    path = folder / FILE
    try:
        plain = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return Approval()
    except (OSError, ValueError) as cause:
        raise ReaderError(f"{path}: {cause}") from cause
    found = {name: plain.pop(name, []) for name in ("rule", "second", "own", "reread")}
    if plain or not all(isinstance(listed, list) for listed in found.values()):
        named = ", ".join(plain) or "others"
        raise ReaderError(f"{path}: only [[rule]], [[second]], [[own]] and [[reread]] may stand in it, not {named}")
    read = {
        name: tuple(_rule(entry, f"{path}: {name} {number}") for number, entry in enumerate(listed, 1))
        for name, listed in found.items()
    }
    return Approval(read["rule"], read["second"], read["own"], read["reread"])


def _rule(plain: Any, where: str) -> Rule:
    if not isinstance(plain, dict):
        raise ReaderError(f"{where}: it begins with [[rule]], [[second]], [[own]] or [[reread]]")
    if unknown := sorted(set(plain) - {*_LISTS, "share"}):
        raise ReaderError(f"{where}: unknown: {', '.join(unknown)}")
    lists = {name: plain[name] for name in _LISTS if name in plain}
    for name, texts in lists.items():
        if not isinstance(texts, list) or not texts or not all(map(_is_text, texts)):
            raise ReaderError(f"{where}: {name} is a list of texts")
    share = plain.get("share", 1.0)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise ReaderError(f"{where}: share is a number from 0 to 1")
    return Rule(**{name: tuple(texts) for name, texts in lists.items()}, share=float(share))


def _is_text(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _is_one_of(text: str, wanted: Sequence[str]) -> bool:
    return not wanted or folded(text) in map(folded, wanted)


def _has_one_of(text: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(folded(word) in folded(text) for word in wanted)


def _chance(*texts: str) -> float:
    """From 0 to 1, the same for the same exam however often it is submitted."""
    digest = hashlib.sha256("\x1f".join(texts).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48
