"""A morning's worklist, made in code: the exams of LOOK.md's picture and what else occurs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from reader.dicom.json_model import element
from reader.dicom.ups.tasks import Subject, subject_json
from reader.dicom.ups.workitem import (
    COMPLETED,
    IN_PROGRESS,
    INTERPRETATION,
    REPORT_VERIFICATION,
    SCHEDULED,
    Input,
    Workitem,
    workitem_json,
)
from reader.dicom.values import Code, Person, PersonName
from reader.worklist.codec import task_from
from reader.worklist.model import ReadingTask

LI = Person(PersonName("Li^Na", "李^娜"), "Demo region", Code("D1001", "99READER", "Li Na"), "li")
CHEN = Person(PersonName("Chen^Yu", "陈^宇"), "Demo region", Code("D1002", "99READER", "Chen Yu"), "chen")
ZHOU = Person(PersonName("Zhou^Wei", "周^伟"), "Demo region", Code("D2001", "99READER", "Zhou Wei"), "zhou")
TANG = Person(PersonName("Tang^Bo", "唐^博"), "Demo region", Code("D3001", "99READER", "Tang Bo"), "tang")

COMPREHENSIVE_3D = "1.2.840.10008.5.1.4.1.1.88.34"
SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4"


def workitem(number: int, name: str, *, due_in: float = 60, **changes: Any) -> Workitem:
    """due_in: minutes from now."""
    now = datetime.now().astimezone().replace(microsecond=0)
    study = f"1.2.826.0.1.3680043.10.1.{number}"
    made = Workitem(
        uid=f"2.25.{number}", state=SCHEDULED, code=INTERPRETATION, label="CT chest, plain",
        scheduled=now - timedelta(hours=1), due=now + timedelta(minutes=due_in),
        patient_name=PersonName.parse(name), patient_id=f"{number:05d}", issuer="XIHU", sex="M",
        birth_date="19690412", study_uid=study, accession=f"20260101-{number % 10**7}", procedure="CT chest, plain",
        site="Xihu County Hospital", modality="CT", body_part="CHEST", expected_images=275,
        inputs=(Input(study),),
    )  # fmt: skip
    return replace(made, **changes)


def task(item: Workitem, *, actual: Person | None = None, subject: Subject | None = None) -> ReadingTask:
    data = workitem_json(item)
    if subject is not None:
        data |= subject_json(subject)
    if actual is not None:
        code = {"00080100": element("SH", actual.code.value)}
        person = {"00404009": element("SQ", code), "00404037": name(actual.name)}
        step = {"00404035": element("SQ", person)}
        if item.state == COMPLETED:
            step["00404051"] = element("DT", f"{datetime.now().astimezone():%Y%m%d%H%M%S%z}")
        data["00741216"] = element("SQ", step)
    return task_from(data)


def name(person: PersonName) -> dict[str, Any]:
    return element("PN", {"Alphabetic": person.alphabetic, "Ideographic": person.ideographic})


def morning() -> list[ReadingTask]:
    """Twelve tasks for Li Na: overdue, urgent, hers, somebody else's, returned, to review, done."""
    ai = Input(
        "1.2.826.0.1.3680043.10.1.1",
        "1.2.3",
        ((COMPREHENSIVE_3D, "1.2.3.1"), (SEGMENTATION, "1.2.3.2")),
    )
    first = workitem(1, "Wang^Xiaodong=王^小东", due_in=4.2, priority="HIGH")
    li = ((LI.code, LI.name),)
    return [
        task(replace(first, inputs=(*first.inputs, ai), performers=li, comment="Cough for 3 weeks. Nodule?")),
        task(workitem(2, "Ouyang^Xiuying=欧阳^秀英", due_in=-12, sex="F", priority="HIGH", site="Lin'an Township",
                      procedure="Head without contrast", modality="MR", expected_images=412, performers=li)),
        task(workitem(3, "Zhang^Wei=张^伟", due_in=25, modality="DX", procedure="Chest PA and lateral",
                      expected_images=2, birth_date="20250301")),
        task(workitem(4, "Müller^Anna-Katharina", due_in=95, sex="F", modality="US", procedure="Thyroid",
                      expected_images=24, priority="LOW")),
        task(workitem(5, "Chen^Jianguo=陈^建国", due_in=190, modality="CT", procedure="Abdomen with contrast, "
                      "arterial and portal venous phase", expected_images=1240), actual=None),
        task(workitem(6, "Zhao^Min=赵^敏", due_in=1800, sex="F", modality="MG", procedure="Screening mammogram",
                      expected_images=4, performers=li)),
        task(workitem(7, "Sun^Li=孙^丽", due_in=33, sex="F", state=IN_PROGRESS), actual=CHEN),
        task(workitem(8, "Qian^Feng=钱^峰", due_in=14, performers=li, comment="Haemoptysis."),
             subject=Subject(LI.name, LI.code.value, "1.2.8.1", reason="Please describe the left hilum.")),
        task(workitem(9, "Zhou^Jie=周^杰", due_in=70, code=REPORT_VERIFICATION),
             subject=Subject(CHEN.name, CHEN.code.value, "1.2.9.1")),
        task(workitem(10, "Wu^Gang=吴^刚", state=COMPLETED), actual=LI),
        task(workitem(11, "Zheng^Shuang=郑^爽", state=COMPLETED, sex="F"), actual=CHEN),
        task(workitem(12, "Lin^Xue=林^雪", due_in=310, sex="F", birth_date="20251220", performers=li)),
    ]  # fmt: skip
