"""What arrives while an exam is open: told, counted in the last check; nothing moves on the screen by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Event

import pydicom
import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.app import growing
from reader.app.handover import viewed
from reader.app.reading_case import ReadingCase
from reader.app.signed_before import SignedBefore
from reader.core.errors import ReaderError
from reader.delivery.model import Step
from reader.delivery.sender import Sender
from reader.dicom.ups.workitem import INTERPRETATION, SCHEDULED, Input, Workitem, workitem_json
from reader.dicom.values import PersonName, new_uid
from reader.report.model import FINDINGS, IMPRESSION
from reader.review.model import ReportVersion
from reader.study.model import Arrival, Window
from reader.views.model import ViewsModel
from reader.volume.model import Volume
from reader.worklist.model import Kind, State
from tests.flow.doctors import open_task, sign_in, sign_review, submit
from tests.flow.workstation import Workstation, wait_for
from tests.orthanc import Orthanc, find_orthanc
from tests.servers import HubProcess
from tests.synthetic import CtSeries, ct_series

pytestmark = [
    pytest.mark.flow, pytest.mark.timeout(200),
    pytest.mark.skipif(find_orthanc() is None, reason="Orthanc is not installed"),
]  # fmt: skip
OTHER = {"PatientName": "Li^Na=李^娜", "PatientID": "P999", "PatientSex": "F", "PatientBirthDate": "19850701"}


def order(hub: HubProcess, images: Orthanc, own: CtSeries) -> str:
    now = datetime.now().astimezone()
    item = Workitem(
        uid=new_uid(), state=SCHEDULED, code=INTERPRETATION, label="CT chest", scheduled=now, priority="HIGH",
        due=now + timedelta(hours=1), study_uid=own.study_uid, modality="CT", patient_id="P607", issuer="Xihu",
        patient_name=PersonName("Synthetic^Seven"), sex="M", birth_date="19700203",
        inputs=(Input(own.study_uid, retrieve_url=f"{images.dicomweb_url}/studies/{own.study_uid}"),),
    )  # fmt: skip
    requests.post(
        f"{hub.dicomweb}/workitems?{item.uid}", json=[workitem_json(item)],
        headers={"Content-Type": "application/dicom+json"} | hub.headers("gate"), timeout=20,
    ).raise_for_status()  # fmt: skip
    return item.uid


def named(own: CtSeries, number: int, title: str, patient: dict[str, str]) -> list[bytes]:
    """A further series of the exam."""
    made = []
    for n, path in enumerate(own.files):
        data = pydicom.dcmread(path)
        for name, value in (WHO | patient).items():
            setattr(data, name, value)
        data.SeriesInstanceUID, data.SeriesNumber = f"{own.study_uid}.{number}", number
        data.SeriesDescription = title
        data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = f"{own.study_uid}.{number}.{n + 1}"
        out = BytesIO()
        data.save_as(out)
        made.append(out.getvalue())
    return made


def slice_place(views: ViewsModel) -> tuple[float, ...]:
    """Where the first pixel of the first viewport's picture lies in the patient."""
    frame = views.viewports[0].frame
    assert frame is not None
    return frame.to_point((0, 0, views.viewports[0].index))


WHO = {"PatientName": "Synthetic^Seven", "PatientID": "P607", "PatientSex": "M", "PatientBirthDate": "19700203"}


def test_images_that_arrive_while_the_exam_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "LOOK_S", 0.3)
    own = ct_series(tmp_path / "own", 12, 32, uid_root="2.25.607", patient_id="P607", shuffle=False)
    first = named(own, 2, "Thorax", {})
    with Orthanc() as images, HubProcess(tmp_path / "hub", images=images.dicomweb_url) as hub:
        images.store(first[:8])
        uid = order(hub, images, own)
        with Workstation(tmp_path / "li", hub.url) as li:
            li.sign_in("li")
            li.wait_for_worklist()
            worklist = li.desk.place.worklist.worklist
            wait_for(lambda: uid in worklist.tasks, "the order is in the list")
            li.desk.open_task(worklist.tasks[uid])
            li.wait_for_images()
            li.wait_for_report()
            case = li.window.case
            wait_for(lambda: not case.read_only, "the report can be written")
            li.write(FINDINGS, "Typed before.")
            views, shown = case.views, case.views.contents()[0]
            views.set_window(0, Window(40.0, 350.0))
            views.scroll_to(0, 2)
            place = slice_place(views)
            li.said.clear()

            images.store([*first[8:], *named(own, 3, "Abdomen", {}), *named(own, 4, "Head", OTHER)])
            wait_for(lambda: any("16 more images" in str(m.text) for m in li.said), "it is told")
            assert case.views.contents()[0] is shown, "nothing moves on the screen"
            assert [s.description for s in case.study.study.series] == ["Thorax", "Abdomen"]
            assert any("another patient" in str(m.text) for m in li.said), "and another patient's is withheld"
            counted = {entry.title: (entry.seen, entry.total) for entry in viewed(case)}
            assert counted["Thorax"][1] == 12 and counted["Abdomen"] == (0, 12)

            li.desk.opener.show_series(case, f"{own.study_uid}.3", beside=True)
            wait_for(lambda: len(views.contents()) == 2, "a second series beside it")
            layout, other = views.layout, views.contents()[1]
            assert views.viewports[0].content is shown and slice_place(views) == place
            message = next(m for m in li.said if "16 more images" in str(m.text))
            assert message.action == "Load it again" and message.run is not None
            with monkeypatch.context() as broken:
                volumes = li.desk.place.volumes

                def fails(*args: object, failed: Callable[[BaseException], None], **more: object) -> None:
                    failed(ReaderError("No answer."))

                broken.setattr(volumes, "open_series", fails)
                message.run()
            message = next(m for m in li.said if "could not be loaded again: No answer." in str(m.text))
            assert message.action == "Load it again" and message.run is not None, "it is offered again"
            message.run()

            def whole() -> bool:
                image = case.views.contents()[0].image
                return isinstance(image, Volume) and image.geometry.size[2] == 12

            wait_for(whole, "the series on the screen has all its images")
            main = f"{own.study_uid}.2"
            wait_for(lambda: case.study.state(main).arrival is Arrival.COMPLETE, "all of it is here")
            assert views.layout == layout and views.contents()[1] is other, "what stands beside it stays"
            assert slice_place(views) == pytest.approx(place) and views.window_of(0) == Window(40.0, 350.0)
            assert "Typed before." in li.editor(FINDINGS).toPlainText()
            li.said.clear()
            QTest.qWait(1500)
            assert not li.said, "told once"

            li.write(IMPRESSION, "Nothing new.")
            li.activate(li.window)
            li.answer_dialog()
            li.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            li.wait_for_delivery()
            QTest.qWait(1500)
            assert not any(m.about == growing.ABOUT for m in li.said), "one's own report is no news"


def test_ones_own_report_is_no_news_in_a_case_that_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing, "LOOK_S", 0.3)
    own = ct_series(tmp_path / "own", 12, 32, uid_root="2.25.607", patient_id="P607", shuffle=False)
    go = Event()
    with Orthanc() as images, HubProcess(tmp_path / "hub", images=images.dicomweb_url) as hub:
        images.store(named(own, 2, "Thorax", {}))
        uid = order(hub, images, own)
        with Workstation(tmp_path / "li", hub.url) as li:
            li.sign_in("li")
            li.wait_for_worklist()
            tasks = li.desk.place.worklist.worklist
            wait_for(lambda: uid in tasks.tasks, "the order is in the list")
            li.desk.open_task(tasks.tasks[uid])
            li.wait_for_images()
            li.wait_for_report()
            wait_for(lambda: not li.window.case.read_only, "the report can be written")
            li.write(FINDINGS, "As before.")
            li.write(IMPRESSION, "Nothing new.")
            send = Sender.send

            def held(sender: Sender, step: Step) -> str:
                go.wait(60)
                return send(sender, step)

            monkeypatch.setattr(Sender, "send", held)
            li.activate(li.window)
            li.answer_dialog()
            li.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            wait_for(lambda: li.window.case.handed_over, "the outbox has it")
            first = li.window.case
            li.window.close()
            li.desk.open_task(tasks.tasks[uid])
            wait_for(lambda: li.desk.reading_window is not None and li.window.case is not first, "opened again")
            li.wait_for_images()
            looks: list[None] = []
            li.desk.opener.growing.look(li.window.case, lambda: looks.append(None))
            wait_for(lambda: bool(looks), "the archive was looked at before the report is there")
            go.set()
            li.wait_for_delivery()
            li.desk.opener.growing.look(li.window.case, lambda: looks.append(None))
            wait_for(lambda: len(looks) == 2, "and after it")
            assert not any(m.about == growing.ABOUT for m in li.said), [str(m.text) for m in li.said]


def test_the_signature_of_ones_own_report_is_not_told_as_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing, "LOOK_S", 0.3)
    with HubProcess(tmp_path / "hub", demo=True) as hub, sign_in(tmp_path / "li", hub, "li") as li:
        open_task(li, State.WAITING, Kind.FIRST_READ)
        submit(li, "No consolidation.")
        li.wait_for_delivery()
        seen: list[ReportVersion] = []
        tell = SignedBefore.tell

        def told(before: SignedBefore, case: ReadingCase, versions: Sequence[ReportVersion]) -> None:
            tell(before, case, versions)
            seen.extend(version for version in versions if version.verifier is not None)

        monkeypatch.setattr(SignedBefore, "tell", told)
        zhou = sign_in(tmp_path / "zhou", hub, "zhou")  # the windows of both end with those of li
        open_task(zhou, State.WAITING, Kind.REVIEW)
        sign_review(zhou)
        zhou.wait_for_delivery()
        zhou.desk.leave_case()
        zhou.program.stop()
        wait_for(lambda: bool(seen), "the signed one has been read")
        assert not any("signed report already" in str(message.text) for message in li.said)
        assert li.window.case.signed_before == ()
