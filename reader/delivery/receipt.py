"""What a delivery has put at the hub, so that it can be looked for there as long as the receipt is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from reader.delivery.model import Step, StepKind
from reader.dicom.archives.storing import ObjectId, object_id
from reader.dicom.header import BrokenObject
from reader.dicom.json_model import Json
from reader.dicom.ups.workitem import CANCELED, workitem_from


@dataclass(frozen=True)
class TaskId:
    """A workitem under `root`. state: the final state that it was given, "" for one that was created.

    outputs: SOP Instance UIDs that it then names.
    """

    root: str
    uid: str
    state: str = ""
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """objects: by the DICOMweb root that they were stored at. about: whose exam, for the list of deliveries."""

    objects: tuple[tuple[str, ObjectId], ...]
    tasks: tuple[TaskId, ...]
    about: str = ""

    def named(self, uid: str, given: str) -> Receipt:
        """The same, with the UID that the hub gave a task instead of ours."""
        tasks = tuple(replace(task, uid=given) if task.uid == uid else task for task in self.tasks)
        return replace(self, tasks=tasks)


def receipt_of(steps: Sequence[Step], about: str = "") -> Receipt:
    """What there will be once all steps are done. What is no DICOM object is left out: no hub will have it."""
    objects: list[tuple[str, ObjectId]] = []
    tasks: list[TaskId] = []
    for step in steps:
        if step.kind is StepKind.STORE:
            for data in step.objects:
                with suppress(BrokenObject):
                    objects.append((step.url, object_id(data)))
        elif step.kind is StepKind.CREATE_TASK:
            tasks.append(TaskId(step.url, step.uid))
        elif step.kind is StepKind.CANCEL_TASK:
            tasks.append(TaskId(step.url, step.uid, CANCELED))
        elif step.kind is StepKind.CLOSE_TASK:
            tasks.append(TaskId(step.url, step.uid, step.state, tuple(sorted(outputs(step.payload or {})))))
    return Receipt(tuple(objects), tuple(tasks), about)


def outputs(data: Mapping[str, Any]) -> set[str]:
    """The SOP Instance UIDs in the Output Information (0040,4033) of a performed procedure."""
    entry: Json = {"00080018": {"Value": ["1"]}, "00741000": {"Value": ["1"]}, **data}
    return {uid for output in workitem_from(entry).outputs for _, uid in output.instances}


def written(receipt: Receipt) -> bytes:
    return json.dumps(asdict(receipt)).encode()


def read(data: bytes) -> Receipt:
    found = json.loads(data)
    return Receipt(
        tuple((root, ObjectId(**entry)) for root, entry in found["objects"]),
        tuple(TaskId(**{**entry, "outputs": tuple(entry["outputs"])}) for entry in found["tasks"]),
        found.get("about", ""),
    )


def by_root(objects: Iterable[tuple[str, ObjectId]]) -> dict[str, list[ObjectId]]:
    found: dict[str, list[ObjectId]] = {}
    for root, entry in objects:
        found.setdefault(root, []).append(entry)
    return found
