"""What a task is completed with: its result is at the hub, and is what a task of its kind leads to.

A reading leads to a report of its performer that is not verified and waits for its verification: else it would be
in nobody's list. A verification leads to a report that its performer has verified, or to one given back, which its
author's next reading follows, or to one passed on, which a chief's verification follows; never to both: what comes
first, the signed report or the task that follows, decides. Only a verification says that it ended signed. Where
the images, and with them the reports, are on another server, this hub can't see them: then the last alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reader.core.refusals import Refusal
from reader.dicom.json_model import Json
from reader.dicom.ups.critical import is_critical
from reader.dicom.ups.tasks import subject_from
from reader.dicom.ups.workitem import Input, says_verified
from reader.hub.answers import Refused
from reader.hub.critical import refuse_untold
from reader.hub.follow_ups import inputs_of, outputs_of, replaced_by, reports_of, storage_of, study_of
from reader.hub.lines import Lines
from reader.hub.parties import TO_SIGN, is_verification, kind_for
from reader.hub.permissions import Kind, conflict, forbidden
from reader.hub.putting_back import made_in
from reader.hub.users import User

if TYPE_CHECKING:
    from reader.hub.documents import Documents
    from reader.hub.store import Stored


def refuse_mark(changes: Json, content: Json, user: User) -> None:
    """Raises `Refused` (409) where changes say of anything but a verification that it ended with a signature."""
    if says_verified(changes) and kind_for(content, user) not in TO_SIGN:
        raise _refused()


@dataclass(frozen=True)
class Results:
    """Any thread; every method blocks. documents: what is stored. roots: of the DICOMweb services where the results
    of a task have to be stored so that this hub sees them; none where the images are on another server."""

    documents: Callable[[], Documents]
    roots: Callable[[], tuple[str, ...]]

    def refuse(self, content: Json, user: User, kinds: frozenset[Kind], followed: bool) -> None:
        """Raises `Refused` (409) where this is no result of such a task.

        kinds: of the tasks that continue it or are about its result; followed: whether any follows on it itself.
        """
        if kind_for(content, user) is Kind.CRITICAL:
            refuse_untold(content)
            return
        refuse_mark(content, content, user)
        signs = says_verified(content)
        if self._sees(content):
            signs = _refuse_result(content, user, self.documents(), kinds)
        if signs and followed:
            raise _refused(Refusal.FOLLOWED)

    def signed(self, review: Json) -> Input | None:
        """The signed report that this verification has led to, whoever has closed it or not; None where there is
        none that this hub sees."""
        if not self._sees(review):
            return None
        found = self.documents().signed_after(study_of(review), subject_from(review).report)
        return self._reference(review, found) if found is not None else None

    def made(self, content: Json, other: Json) -> tuple[Input, ...]:
        """What the performer of a task has made, as the one that follows on it says; () where that is not here."""
        study, report, found = study_of(content), subject_from(other).report, made_in(content, other)
        if not self._sees(content):
            return found
        documents = self.documents()
        handed = is_verification(content) != is_verification(other) and not is_critical(other)
        if not found and report and (handed or report != subject_from(content).report):
            stored = documents.store.instances(study=study, sop=report)
            found = tuple(self._reference(content, one) for one in stored)
        return found if all(_stored(documents, study, one) for one in found) else ()

    def _reference(self, content: Json, found: Stored) -> Input:
        place = f"{storage_of(content) or self.roots()[-1]}/studies/{found.study_uid}/series/{found.series_uid}"
        return Input(found.study_uid, found.series_uid, ((found.sop_class, found.uid),), place)

    def is_from_before(self, new: Json, claimed: Json, cancelled: Callable[[str], datetime | None]) -> bool:
        """Whether a new task hands over a report that was stored before the claimed one was put in the place of
        another: it was made in a claim of that. Of programs that don't say in which. cancelled: when the task of a
        UID was."""
        about = subject_from(new)
        if about.made_in or about.report in ("", subject_from(claimed).report) or not self._sees(claimed):
            return False
        ended = [end for uid in replaced_by(claimed) if (end := cancelled(uid)) is not None]
        stored = self.documents().store.instances(study=study_of(claimed), sop=about.report) if ended else []
        return any(one.file.path.stat().st_mtime < end.timestamp() for one in stored for end in ended)

    def refuse_after_signature(self, review: Json) -> None:
        """Raises `Refused` (409) where the report of this verification is signed: it is neither given back nor put
        back nor taken back any more."""
        if self.signed(review) is not None:
            raise _refused(Refusal.SIGNED_ALREADY)

    def refuse_unsigned(self, addendum: Json, made: Iterable[str]) -> None:
        """Raises `Refused` (409) where an addendum is begun to what is not signed. made: the results of the steps
        that it follows on."""
        study, about = study_of(addendum), subject_from(addendum).report
        if self._sees(addendum) and not any(self._is_signed(study, uid) for uid in {about, *made}):
            raise _refused(Refusal.UNSIGNED)

    def refuse_order_about(self, order: Json, user: User) -> None:
        """Raises `Refused` where a sender orders what is a doctor's to go on with: the verification or a reading of
        a report that a doctor of this hub has written (403), or a reading of one that is not signed (409)."""
        study, about, documents = study_of(order), subject_from(order).report, self.documents()
        if not (self._sees(order) and about and documents.store.instances(study=study, sop=about)):
            return
        kind, signed = kind_for(order, user), self._is_signed(study, about)
        if kind is not Kind.ADDENDUM and documents.is_of_an_account(study, about):
            raise forbidden(Refusal.AUTHOR)
        if is_verification(order) and signed:
            raise _refused(Refusal.SIGNED_ALREADY)
        if not (is_verification(order) or signed):
            raise _refused(Refusal.UNSIGNED)

    def refuse_handed_over(self, review: Json, task: Json, user: User) -> None:
        """Raises `Refused` where a doctor hands over what is signed already, or as something else than the task in
        which it was written: an addendum, which follows on the newest signed version, or a report by itself."""
        study, about, before = study_of(review), subject_from(review), subject_from(task)
        supplements = kind_for(task, user) is Kind.ADDENDUM or bool(before.supplement)
        supplements |= self._sees(review) and self.documents().is_signed(study, before.report)
        if bool(about.supplement) != supplements:
            raise forbidden(Refusal.CHANGED)
        if not self._sees(review):
            return
        if self._is_signed(study, about.report):
            raise _refused(Refusal.SIGNED_ALREADY)
        lines = Lines(self.documents(), study)
        if bool(lines.base_of(about.report)) != supplements:
            raise _refused(Refusal.UNSIGNED) if supplements else forbidden(Refusal.CHANGED)
        if lines.is_left_behind(about.report):
            raise _refused(Refusal.SUPPLEMENTED)

    def _is_signed(self, study: str, uid: str) -> bool:
        """Whether this report is signed, or what follows on it itself."""
        documents = self.documents()
        return documents.is_signed(study, uid) or documents.signed_after(study, uid) is not None

    def refuse_given_back(self, again: Json, review: Json) -> None:
        """Raises `Refused` (409) where what is given back, or passed on, is neither the report of this verification
        nor one that the reviewer has made of it."""
        about, was = subject_from(again).report, subject_from(review).report
        if self._sees(review) and about != was and not self.documents().goes_back(study_of(review), about, was):
            raise _refused()

    def own_results(self, content: Json, user: User) -> set[str]:
        """The SOP Instance UIDs of its results, of a verification those alone that are of its report."""
        made, about = reports_of(content), subject_from(content).report
        if kind_for(content, user) not in TO_SIGN or not self._sees(content):
            return made
        documents, study = self.documents(), study_of(content)
        return {uid for uid in made if uid == about or about in documents.predecessors(study, uid)}

    def refuse_loss_of_text(self, content: Json, user: User) -> None:
        """Raises `Refused` (409) where a report that is not signed lies in this reading: nobody would have it. An
        addendum that was only begun names the signed one."""
        report = subject_from(content).report
        if not report:
            return
        if self._sees(content):
            signed = self._is_signed(study_of(content), report)
        else:
            signed = kind_for(content, user) is Kind.ADDENDUM  # as far as can be told
        if not signed:
            raise _refused(Refusal.WRITTEN)

    def _sees(self, content: Json) -> bool:
        return storage_of(content) in self.roots()


def _refuse_result(content: Json, user: User, documents: Documents, kinds: frozenset[Kind]) -> bool:
    """Whether it ends with a signed report. Raises `Refused`."""
    outputs = outputs_of(content)
    named = [uid for output in outputs for _, uid in output.instances]
    study = study_of(content)
    if not named or not all(output.instances and _stored(documents, study, output) for output in outputs):
        raise _refused()
    if kind_for(content, user) not in TO_SIGN:
        if not any(documents.wrote(study, uid, user, verified=False) for uid in named):
            raise _refused()
        if not kinds & {*TO_SIGN, Kind.OWN_REVIEW}:
            raise _refused(Refusal.UNVERIFIED)
    elif says_verified(content) or not kinds & {Kind.READING, Kind.ADDENDUM, Kind.PASSED}:
        before = {uid for source in inputs_of(content) for _, uid in source.instances}
        about = subject_from(content).report
        if not any(documents.verified(study, uid, user, about) for uid in named if uid not in before):
            raise _refused()
        return True
    elif documents.signed_after(study, subject_from(content).report) is not None:
        raise _refused(Refusal.SIGNED_ALREADY)
    return False


def _stored(documents: Documents, study: str, output: Input) -> bool:
    return all(
        documents.store.instances(study=study or output.study_uid, series=output.series_uid, sop=uid)
        for _, uid in output.instances
    )


def _refused(reason: Refusal = Refusal.RESULT) -> Refused:
    return conflict(reason)
