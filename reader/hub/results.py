"""What a task is completed with: its result is at the hub, and is what a task of its kind leads to.

A reading leads to a report of its performer that is not verified and waits for its verification: else it would be
in nobody's list. A verification leads to a report that its performer has verified, or to one given back, which its
author's next reading follows. Only a verification says that it ended signed.
Where the images, and with them the reports, are on another server, this hub can't see them: then the last alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.refusals import HEADER, Refusal
from reader.dicom.json_model import Json
from reader.dicom.ups.workitem import Input, says_verified
from reader.hub.answers import Refused
from reader.hub.follow_ups import inputs_of, outputs_of, study_of
from reader.hub.parties import kind_for
from reader.hub.permissions import Kind
from reader.hub.users import User

if TYPE_CHECKING:
    from reader.hub.documents import Documents


def refuse_mark(changes: Json, content: Json, user: User) -> None:
    """Raises `Refused` (409) where changes say of anything but a verification that it ended with a signature."""
    if says_verified(changes) and kind_for(content, user) is not Kind.REVIEW:
        raise _refused()


def refuse_result(content: Json, user: User, documents: Documents, followed: frozenset[Kind]) -> None:
    """Raises `Refused` (409) where this is no result of such a task.

    followed: of which kinds the tasks are that continue it.
    """
    outputs = outputs_of(content)
    named = [uid for output in outputs for _, uid in output.instances]
    study = study_of(content)
    if not named or not all(output.instances and _stored(documents, study, output) for output in outputs):
        raise _refused()
    if kind_for(content, user) is not Kind.REVIEW:
        if not any(documents.wrote(study, uid, user, verified=False) for uid in named):
            raise _refused()
        if not followed & {Kind.REVIEW, Kind.OWN_REVIEW}:
            raise _refused(Refusal.UNVERIFIED)
    elif says_verified(content) or not followed & {Kind.READING, Kind.ADDENDUM}:
        before = {uid for source in inputs_of(content) for _, uid in source.instances}
        if not any(documents.verified(study, uid, user) for uid in named if uid not in before):
            raise _refused()


def _stored(documents: Documents, study: str, output: Input) -> bool:
    return all(
        documents.store.instances(study=study or output.study_uid, series=output.series_uid, sop=uid)
        for _, uid in output.instances
    )


def _refused(reason: Refusal = Refusal.RESULT) -> Refused:
    return Refused(409, reason.words, {HEADER: reason.value})
