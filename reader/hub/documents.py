"""What an account may store: images from senders, documents from doctors, and each report under its true names.

An object that claims to be verified carries a valid signature with a certificate that this hub gave to the
signed-in user, who has the role, is its one verifying observer, and is not its author unless the hub's rules allow
that: the user has claimed the verification of the report that it follows on, and the author is that one's. What was
made in a claim that has been put back since is not stored, also where the same user has claimed the exam anew. An
unverified report or measurement of a doctor is by that doctor, but for one that a reviewer changes and gives back,
which keeps its author. What names a predecessor would be shown in the place of that one: it comes from whoever has
claimed a task about it, and follows on a verified one only where that is an addendum. Annotations, and measurements
that name no author, come from whoever has claimed a task of the exam: they would be taken for an algorithm's. A
person whom key images name as the one who chose them, or a presentation state as its creator, is the user who
stores them. Each names the patient of its exam. Where the images are on another server, that one stores what it is
sent: then only the program, on reading, names what does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

import pydicom
from pydicom import Dataset

from reader.core.refusals import Refusal
from reader.dicom.datasets import READ_ERRORS, decode_texts
from reader.dicom.json_model import Json, name_from, value
from reader.dicom.objects import (
    KEY_OBJECT_SELECTION,
    OTHER_PRESENTATION_STATE,
    PRESENTATION_STATE,
    Use,
    is_document,
    is_for,
    kind_of,
)
from reader.dicom.signatures.files import explicit
from reader.dicom.signatures.model import Signature, SignatureError, Verdict
from reader.dicom.signatures.reading import read_signatures
from reader.dicom.signatures.rules import Attested, Fault, attested, objections
from reader.dicom.signatures.trust import Trust
from reader.dicom.ups.critical import is_critical
from reader.dicom.ups.tasks import OBSERVER_NAME, Subject, subject_from
from reader.dicom.values import Code, Person, PersonName
from reader.hub.follow_ups import inputs_of, replaced_by, reports_of, study_of
from reader.hub.lines import Lines
from reader.hub.matching import folded
from reader.hub.parties import TO_SIGN, Claim, Parties, is_verification, kind_for
from reader.hub.permissions import Kind
from reader.hub.roles import APPROVING, DOCTORS, REVIEWING, SENDING
from reader.hub.store import Incoming, Store, Stored
from reader.hub.users import User, Users

_LARGEST_REPORT = 32 * 2**20
_CODES = ("CodeValue", "LongCodeValue", "URNCodeValue")
_MEASUREMENTS = "126000"  # the title of a TID 1500


@dataclass(frozen=True)
class Documents:
    """Any thread; every method blocks. trust: the hub's own authority. claims: what a user has in progress.
    completed: what they have completed of a study. handed_on: what follows on the claimed task of this UID."""

    store: Store
    users: Users
    trust: Callable[[], Trust]
    claims: Callable[[User], Sequence[Json]]
    completed: Callable[[User, str], Sequence[Json]]
    parties: Parties
    handed_on: Callable[[str], Sequence[Json]]

    def refusal(self, entry: Incoming, user: User, claim: Claim) -> Refusal | None:
        """Why this user may not store this object; None where they may. claim: in which it was made."""
        if claim.uid and _is_document(entry):
            if self.parties.cancelled_at(claim.uid) is not None:
                return Refusal.PUT_BACK
            if not self.parties.holds(claim):
                return Refusal.OTHER_CLAIM
            if self._is_late(entry, claim):
                return Refusal.FOLLOWED
        if SENDING not in user.roles and _is_document(entry):
            about = self._about(entry, user)
            if not about:
                return Refusal.UNCLAIMED
            if not any(_same_patient(entry.study, known) for known in about):
                return Refusal.PATIENT
            tasks = self._tasks(entry, user) or self._made(entry, user)
            if is_for(Use.ADDED, entry.sop_class) and not tasks:
                return Refusal.UNCLAIMED  # it would be taken for an algorithm's, in a colleague's exam
        if not _is_report(entry):
            if SENDING in user.roles:
                return None
            return self._of_added(entry, user) if is_for(Use.ADDED, entry.sop_class) else Refusal.IMAGES
        flag = str(value(entry.instance, "0040A493")).strip()
        if entry.size > _LARGEST_REPORT:
            return Refusal.SIGNATURE
        data = entry.file.read_bytes()
        try:
            said, names = attested(data), _observers(data)
        except SignatureError:
            # Nobody can say whose it is: a sender's may be stored, to be shown as what it is.
            return Refusal.SIGNATURE if flag not in ("", "UNVERIFIED") or SENDING not in user.roles else None
        if said.verified or said.verifiers or flag not in ("", "UNVERIFIED"):
            return self._of_verified(entry, data, said, user, claim.uid)
        if SENDING in user.roles and not self._names_an_account(said):
            return None
        return self._of_doctor(entry, data, said, names, user) if _is_doctor(user) else Refusal.AUTHOR

    def _of_added(self, entry: Incoming, user: User) -> Refusal | None:
        """Key images that a person chose, and presentation states that a person made, are those of whoever stores
        them."""
        if entry.sop_class == KEY_OBJECT_SELECTION:
            naming = _observers
        elif kind_of(entry.sop_class) in (PRESENTATION_STATE, OTHER_PRESENTATION_STATE):
            naming = _creators
        else:
            return None
        try:
            named = naming(entry.file.read_bytes()) if entry.size <= _LARGEST_REPORT else None
        except SignatureError:
            named = None
        return None if named is not None and named <= {user.person.name} else Refusal.AUTHOR

    def wrote(self, study: str, uid: str, user: User, *, verified: bool | None = None) -> bool:
        """Whether the report of this UID is stored in that study, and names nobody but this user as its author.

        verified: what it has to be besides, None for either."""
        said = self._stored_report(study, uid)
        if said is None or (verified is not None and said.verified != verified):
            return False
        return bool(said.authors) and all(_is(author, user.person) for author in said.authors)

    def verified(self, study: str, uid: str, user: User, after: str) -> bool:
        """Whether the report of this UID is stored in that study, follows on the one of UID `after` itself, and
        this user has verified it; its signature was looked at when it was stored."""
        data = self._stored(study, uid)
        with suppress(SignatureError):
            said = attested(data)
            mine = said.verified and any(_is(who, user.person) for who in said.verifiers)
            return mine and _predecessors(data) == [after]
        return False

    def signed_after(self, study: str, uid: str) -> Stored | None:
        """The verified report that follows on the one of this UID itself; None where none is stored."""
        for stored in self.store.instances(study=study) if study and uid else ():
            if is_for(Use.AUTHORED, stored.sop_class):
                with suppress(OSError, SignatureError):
                    data = stored.file.read_bytes()
                    if uid in _predecessors(data) and attested(data).verified:
                        return stored
        return None

    def is_signed(self, study: str, uid: str) -> bool:
        """Whether the report of this UID is stored in that study, and verified by whomever."""
        said = self._stored_report(study, uid)
        return said is not None and said.verified

    def signed_reports(self, study: str) -> list[str]:
        """The SOP Instance UIDs of the verified reports that are stored in that study."""
        stored = (one for one in self.store.instances(study=study) if is_for(Use.AUTHORED, one.sop_class))
        return [one.uid for one in stored if self.is_signed(study, one.uid)]

    def predecessors(self, study: str, uid: str) -> list[str]:
        """The SOP Instance UIDs that this stored report names as its predecessors."""
        return _predecessors(self._stored(study, uid))

    def goes_back(self, study: str, uid: str, before: str) -> bool:
        """Whether a reviewer may give this report back in the place of the one of UID `before`: an unverified one
        of the same authors that follows on it."""
        was, now = self._stored_report(study, before), self._stored_report(study, uid)
        if was is None or now is None or now.verified or before not in self.predecessors(study, uid):
            return False
        return set(map(_key, now.authors)) <= set(map(_key, was.authors))

    def is_of_an_account(self, study: str, uid: str) -> bool:
        """Whether the report of this UID is stored in that study, and a user of this hub is its author."""
        said = self._stored_report(study, uid)
        return said is not None and self._names_an_account(said)

    def _stored_report(self, study: str, uid: str) -> Attested | None:
        with suppress(SignatureError):
            return attested(self._stored(study, uid))
        return None

    def _stored(self, study: str, uid: str) -> bytes:
        """The report or measurements of this UID; nothing where there are none that can be read."""
        for stored in self.store.instances(study=study, sop=uid) if study and uid else ():
            if is_for(Use.AUTHORED, stored.sop_class):
                with suppress(OSError):
                    return stored.file.read_bytes()
        return b""

    def _names_an_account(self, said: Attested) -> bool:
        """Whether an author is a user of this hub, who would have stored it."""
        return any(self.users.knows(author.code.value) for author in said.authors)

    def _may_be(self, author: Person, user: User) -> bool:
        """By the identifier, so that namesakes are two people; by the name where no account has that identifier."""
        identifier = author.code.value
        if self.users.knows(identifier):
            return user.is_known_as(identifier)
        return author.name == user.person.name

    def _of_verified(
        self, entry: Incoming, data: bytes, said: Attested, user: User, made_in: str
    ) -> Refusal | None:
        if not {REVIEWING, APPROVING} & set(user.roles) or not said.verified or not said.authors:
            return Refusal.VERIFIER
        if len(said.verifiers) != 1 or not _is(said.verifiers[0], user.person):
            return Refusal.VERIFIER
        tasks = (*self._tasks(entry, user), *self._made(entry, user))
        signs_own = any(kind_for(task, user) is Kind.OWN_SIGNING for task in tasks)
        if not signs_own and any(self._may_be(author, user) for author in said.authors):
            return Refusal.OWN_REPORT
        done = [task for task in self._made(entry, user) if kind_for(task, user) in TO_SIGN]
        reviews = claimed = done or self._reviews_of(entry, data, user)
        if made_in:
            reviews = [review for review in reviews if _uid_of(review) == made_in]
        if not reviews:
            return Refusal.UNCLAIMED
        if not done and (self._is_given_back(claimed) or all(map(self.parties.is_followed, map(_uid_of, reviews)))):
            return Refusal.FOLLOWED  # given back, or put back: somebody else may be signing it
        about = subject_from(reviews[0])
        if about.approval and APPROVING not in user.roles:
            return Refusal.CHIEFS
        before = self._stored_report(entry.study_uid, about.report)
        authors = [*(before.authors if before is not None else ())] or [_author_of(about)]
        if not set(map(_key, said.authors)) <= set(map(_key, authors)):
            return Refusal.AUTHOR
        signatures = self._signatures(data)
        allowed = {Fault.VERIFIED_BY_AUTHOR} if about.own and user.is_known_as(about.author_id) else set()
        if signatures is None or {one.fault for one in objections(said, signatures)} - allowed:
            return Refusal.SIGNATURE
        if (why_not := _why_not(signatures)) is not None:
            return why_not
        if not (own := [signature for signature in signatures if _is_by(signature, user)]):
            return Refusal.SIGNATURE
        if not made_in and all(self._was_signed_before(review, own) for review in reviews):
            return Refusal.PUT_BACK
        signed = self.signed_after(entry.study_uid, about.report)
        if signed is not None and signed.uid != entry.uid:
            return Refusal.SIGNED_ALREADY
        return Refusal.SUPPLEMENTED if Lines(self, entry.study_uid).is_left_behind(about.report) else None

    def _is_given_back(self, reviews: Sequence[Json]) -> bool:
        """Whether one of them has led to a reading: its author has the report again, unless what was handed over
        since is what waits to be signed."""
        waits = [uid for uid in map(_uid_of, reviews) if not self.parties.is_followed(uid)]
        for uid in map(_uid_of, reviews):
            after = (task for task in self.handed_on(uid) if not (is_verification(task) or is_critical(task)))
            if any(after) and not all(uid in self.parties.before(later) for later in waits):
                return True
        return False

    def _of_doctor(
        self, entry: Incoming, data: bytes, said: Attested, names: Iterable[PersonName], user: User
    ) -> Refusal | None:
        alone, beside = self._authors_known(entry, data, user)
        writers, allowed = [user.person, *alone], [user.person, *alone, *beside]
        authors = set(map(_key, said.authors))
        if not authors <= set(map(_key, allowed)) or not set(names) <= {who.name for who in allowed}:
            return Refusal.AUTHOR
        if not authors & set(map(_key, writers)) and (authors or not _is_of_measurements(data)):
            return Refusal.AUTHOR  # also of a report that names nobody: its author could verify it then
        if not authors and not self._tasks(entry, user):
            return Refusal.UNCLAIMED
        signatures = self._signatures(data)
        if signatures is None or not all(_is_by(one, user) for one in signatures):
            return Refusal.SIGNATURE
        if (why_not := _why_not(signatures)) is not None:
            return why_not
        if objections(said, signatures):
            return Refusal.SIGNATURE
        return self._of_place(entry, data, user)

    def _about(self, entry: Incoming, user: User) -> list[Json]:
        """What is known of this exam: the user's tasks and what is stored of it. Of an exam that nothing is known
        of, an object would say first whose it is."""
        exam = self.store.study(entry.study_uid)
        return [*self._tasks(entry, user), *([exam] if exam is not None else [])]

    def _tasks(self, entry: Incoming, user: User) -> list[Json]:
        """What the user has in progress for the exam of this object."""
        return [task for task in self.claims(user) if study_of(task) == entry.study_uid]

    def _of_place(self, entry: Incoming, data: bytes, user: User) -> Refusal | None:
        """Why an unverified report may not stand in the exam, or in the place of those that it names as its
        predecessors. It is of a task that the user has claimed, or completed with it: no task names another one."""
        if self._made(entry, user):
            return None
        tasks = self._tasks(entry, user)
        kinds = {kind_for(task, user) for task in tasks} - {Kind.OWN_REVIEW, Kind.PASSED}
        named = (subject_from(task) for task in tasks if kind_for(task, user) is not Kind.SECOND)  # beside it
        about = {uid for subject in named for uid in (subject.report, *subject.evidence)}
        if _is_of_measurements(data):
            about |= set(_predecessors(data))
        elif kinds & {*TO_SIGN} and any(self.signed_after(entry.study_uid, uid) for uid in _predecessors(data)):
            return Refusal.SIGNED_ALREADY  # from another computer: neither is it given back any more
        for uid, before in self._continued(entry, data):
            if before.verified and Kind.ADDENDUM not in kinds:
                return Refusal.SIGNED
            own = bool(before.authors) and all(_is(author, user.person) for author in before.authors)
            if not kinds or not (before.verified or own or uid in about):
                return Refusal.UNCLAIMED
        return None if tasks or _is_of_measurements(data) else Refusal.UNCLAIMED

    def _is_late(self, entry: Incoming, claim: Claim) -> bool:
        """Whether its task has been handed on with something else: no task would lead to this."""
        after = [task for task in self.handed_on(claim.uid) if not is_critical(task)]
        about = {uid for subject in map(subject_from, after) for uid in (subject.report, *subject.evidence)}
        given = {uid for task in after for source in inputs_of(task) for _, uid in source.instances}
        return bool(after) and entry.uid not in about | given

    def _made(self, entry: Incoming, user: User) -> list[Json]:
        """The tasks that this user has completed with it; it was lost here since."""
        return [
            task for task in self.completed(user, entry.study_uid)
            if entry.uid in reports_of(task)
        ]  # fmt: skip

    def _continued(self, entry: Incoming, data: bytes) -> Iterator[tuple[str, Attested]]:
        """The stored reports that it names as its predecessors, those that can be read, by UID."""
        for uid in _predecessors(data):
            if (before := self._stored_report(entry.study_uid, uid)) is not None:
                yield uid, before

    def _reviews_of(self, entry: Incoming, data: bytes, user: User) -> list[Json]:
        """The claimed reviews of the report that this verified one follows on; none without a claim of them."""
        found = []
        for task in self._tasks(entry, user):
            report = subject_from(task).report
            if kind_for(task, user) not in TO_SIGN or _predecessors(data) != [report]:
                continue
            before = self._stored_report(entry.study_uid, report)
            if _is_of_measurements(self._stored(entry.study_uid, report)):
                continue  # they name no author
            if before is not None and not before.verified:
                found.append(task)
        return found

    def _was_signed_before(self, review: Json, own: Iterable[Signature]) -> bool:
        """Whether these signatures are from before this review was put in the place of another one: they were made
        in the claim of that. Of programs that don't say in which; then the clocks of both computers decide, to the
        second."""
        ended = [end for uid in replaced_by(review) if (end := self.parties.cancelled_at(uid)) is not None]
        return any(all(one.when is None or one.when < end for one in own) for end in ended)

    def _authors_known(
        self, entry: Incoming, data: bytes, user: User
    ) -> tuple[list[Person], list[Person]]:
        """Who wrote what this unverified object continues: (who may be its only author, who only beside the user).

        By themselves the authors of the report whose verification the user has in progress for this exam; beside
        the user those of the report that an addendum supplements.
        """
        tasks = (*self._tasks(entry, user), *self._made(entry, user))
        kinds = [(kind_for(task, user), task) for task in tasks]
        before = [author for _, report in self._continued(entry, data) for author in report.authors]
        reviewed = [_author_of(subject_from(task)) for kind, task in kinds if kind in TO_SIGN]
        if reviewed:
            return [*reviewed, *before], []
        return [], before if any(kind is Kind.ADDENDUM for kind, _ in kinds) else []

    def _signatures(self, data: bytes) -> tuple[Signature, ...] | None:
        """None where they can't be read, or the elements are not in their order, each once."""
        try:
            tags = [element.tag for element in explicit(data)[1]]
            if tags != sorted(set(tags)):
                return None
            return read_signatures(data, self.trust())
        except SignatureError:
            return None


def _is_report(entry: Incoming) -> bool:
    return is_for(Use.AUTHORED, entry.sop_class) or "0040A493" in entry.instance


def _is_document(entry: Incoming) -> bool:
    return _is_report(entry) or is_document(entry.sop_class)


def _is_doctor(user: User) -> bool:
    return bool(DOCTORS & set(user.roles))


def _same_patient(one: Json, other: Json) -> bool:
    """By ID, and by a name in any of its scripts; what is not stated contradicts nothing."""
    ids: set[str] = set()
    names: list[set[str]] = []
    for item in (one, other):
        name = name_from(item, "00100010")
        ids.add(str(value(item, "00100020")).strip())
        names.append({folded(group) for group in (name.alphabetic, name.ideographic, name.phonetic) if group})
    return len(ids - {""}) < 2 and (not all(names) or bool(names[0] & names[1]))


def _author_of(about: Subject) -> Person:
    return Person(about.author, "", Code(about.author_id, "99READER", ""), about.author_id)


def _why_not(signatures: Iterable[Signature]) -> Refusal | None:
    """Also where it is not known whether a certificate was revoked, a signature holds: else a list that is out of
    date would keep all reports out. Whoever reads the report is told."""
    verdicts = [(signature.verdict, bool(signature.open)) for signature in signatures]
    if any(verdict is Verdict.REVOKED for verdict, _ in verdicts):
        return Refusal.REVOKED
    holds = all(verdict in (Verdict.VALID, Verdict.UNCHECKED) and not open_ for verdict, open_ in verdicts)
    return None if holds else Refusal.SIGNATURE


def _is_by(signature: Signature, user: User) -> bool:
    """By its identifiers alone: names are no proof."""
    return {user.person.code.value, user.name} <= set(signature.identifiers)


def _is(person: Person, other: Person) -> bool:
    return _key(person) == _key(other)


def _uid_of(task: Json) -> str:
    return str(value(task, "00080018"))


def _key(person: Person) -> tuple[str, PersonName]:
    """What makes one person of two entries: identifier and name; organisations are spelled in many ways."""
    return person.code.value, person.name


def _is_of_measurements(data: bytes) -> bool:
    with suppress(*READ_ERRORS):
        dataset = pydicom.dcmread(BytesIO(data), specific_tags=["ConceptNameCodeSequence"])
        titles = dataset.get("ConceptNameCodeSequence") or ()
        return [str(title.get("CodeValue", "")) for title in titles] == [_MEASUREMENTS]
    return False


def _observers(data: bytes) -> set[PersonName]:
    """The person observers that the document names (TID 1003), of all of it or of a part: as a name, or as a text,
    as some write it and the program reads it."""
    try:
        dataset = pydicom.dcmread(BytesIO(data), specific_tags=["ContentSequence", "SpecificCharacterSet"])
        decode_texts(dataset)
        found = (
            item.get("PersonName") or item.get("TextValue")
            for item in _content(dataset)
            for concept in item.get("ConceptNameCodeSequence") or ()
            if OBSERVER_NAME.value in (str(concept.get(code, "")) for code in _CODES)
        )
        return {PersonName.parse(str(name)) for name in found if name}
    except READ_ERRORS as cause:
        raise SignatureError(str(cause)) from cause


def _content(dataset: Dataset) -> Iterator[Dataset]:
    """Every content item, at whatever depth."""
    waiting = [dataset]
    while waiting:
        below = list(waiting.pop().get("ContentSequence") or ())
        yield from below
        waiting += below


def _creators(data: bytes) -> set[PersonName]:
    """Whom a presentation state names as its creator (0070,0084)."""
    try:
        dataset = pydicom.dcmread(BytesIO(data), specific_tags=["ContentCreatorName", "SpecificCharacterSet"])
        decode_texts(dataset)
        return {PersonName.parse(str(name))} if (name := dataset.get("ContentCreatorName")) else set()
    except READ_ERRORS as cause:
        raise SignatureError(str(cause)) from cause


def _predecessors(data: bytes) -> list[str]:
    try:
        dataset = pydicom.dcmread(BytesIO(data), specific_tags=["PredecessorDocumentsSequence"])
        return [
            str(reference.get("ReferencedSOPInstanceUID", ""))
            for study in dataset.get("PredecessorDocumentsSequence") or ()
            for series in study.get("ReferencedSeriesSequence") or ()
            for reference in series.get("ReferencedSOPSequence") or ()
        ]
    except READ_ERRORS:
        return []
