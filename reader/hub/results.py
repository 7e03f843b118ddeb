"""What a task is completed with: its result is at the hub, and is what a task of its kind leads to.

A reading leads to a report of its performer that is not verified, a verification to one that its performer has
verified, or to a report given back, which another task follows. Only a verification says that it ended signed.
Where the images, and with them the reports, are on another server, this hub can't see them: then the last alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.core.refusals import HEADER, Refusal
from reader.dicom.json_model import Json, items
from reader.dicom.ups.workitem import Input, input_from, says_verified
from reader.hub.answers import Refused
from reader.hub.follow_ups import inputs_of, study_of
from reader.hub.parties import kind_for
from reader.hub.permissions import Kind
from reader.hub.users import User

if TYPE_CHECKING:
    from reader.hub.documents import Documents


def refuse_mark(changes: Json, content: Json, user: User) -> None:
    """Raises `Refused` (409) where changes say of anything but a verification that it ended with a signature."""
    if says_verified(changes) and kind_for(content, user) is not Kind.REVIEW:
        raise _refused()


def refuse_result(content: Json, user: User, documents: Documents, followed: bool) -> None:
    """Raises `Refused` (409) where this is no result of such a task.

    followed: whether another task continues it.
    """
    outputs = list(_outputs(content))
    named = [uid for output in outputs for _, uid in output.instances]
    study = study_of(content)
    if not named or not all(output.instances and _stored(documents, study, output) for output in outputs):
        raise _refused()
    if kind_for(content, user) is not Kind.REVIEW:
        if not any(documents.wrote(study, uid, user, verified=False) for uid in named):
            raise _refused()
    elif says_verified(content) or not followed:
        before = {uid for source in inputs_of(content) for _, uid in source.instances}
        if not any(documents.verified(study, uid, user) for uid in named if uid not in before):
            raise _refused()


def _outputs(content: Json) -> Iterator[Input]:
    for step in items(content, "00741216"):
        for output in items(step, "00404033"):
            yield input_from(output)


def _stored(documents: Documents, study: str, output: Input) -> bool:
    return all(
        documents.store.instances(study=study or output.study_uid, series=output.series_uid, sop=uid)
        for _, uid in output.instances
    )


def _refused() -> Refused:
    return Refused(409, Refusal.RESULT.words, {HEADER: Refusal.RESULT.value})
