"""Index, priors and documents from a real Orthanc; identity by issuer and ID; storing with STOW-RS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pydicom
import pytest

from reader.core.http import Http, HubUnreachable
from reader.core.profile import Profile
from reader.core.secrets import Secrets
from reader.core.tasks import Progress
from reader.dicom.archives.archive import NotThere
from reader.dicom.archives.web import DicomWeb
from reader.dicom.attributes import JsonAttributes
from reader.dicom.header import BrokenObject, read_header
from reader.dicom.objects import READ, Use
from reader.dicom.values import PersonName
from reader.study.codec import instance_from
from reader.study.identity import Agreement, PatientIdentity, Sign
from reader.study.kept import series_from_record, series_record
from reader.study.model import Series, Study
from reader.study.opened import StudyModel
from reader.study.service import StudyService
from tests.loop import MainLoop
from tests.orthanc import Orthanc, find_orthanc, free_port
from tests.synthetic import ct_series

DATA = Path(__file__).parents[1] / "data" / "dicom"


@pytest.fixture(scope="module")
def orthanc() -> Iterator[Orthanc]:
    if find_orthanc() is None:
        pytest.skip("Orthanc is not installed")
    with Orthanc() as server:
        yield server


@pytest.fixture
def studies(tmp_path: Path) -> Iterator[StudyService]:
    loop = MainLoop()
    service = StudyService(Http(), loop.tasks, tmp_path / "cache", Secrets(Profile(tmp_path)))
    service.loop = loop  # type: ignore[attr-defined]
    yield service
    service.close()
    loop.tasks.close()


def ask(studies: StudyService, work, *arguments):  # type: ignore[no-untyped-def]
    answers: list[object] = []
    work(*arguments, answers.append, answers.append)
    studies.loop.run_until(lambda: answers)  # type: ignore[attr-defined]
    if isinstance(answers[0], BaseException):
        raise answers[0]
    return answers[0]


def test_study_and_priors(orthanc: Orthanc, studies: StudyService, tmp_path: Path) -> None:
    now = ct_series(tmp_path / "now", 12, 16, uid_root="2.25.61", patient_id="P61")
    before = ct_series(tmp_path / "before", 6, 16, uid_root="2.25.62", patient_id="P61")
    other = ct_series(tmp_path / "other", 6, 16, uid_root="2.25.63", patient_id="P61")
    for path in other.files:  # the same number, given out by another site to somebody else
        dataset = pydicom.dcmread(path)
        dataset.IssuerOfPatientID, dataset.PatientSex, dataset.PatientName = "Liuhe", "F", "Zhang^San=张^三"
        dataset.StudyDate = "20200101"
        dataset.save_as(path)
    orthanc.store([*now.files, *before.files, *other.files])
    study: Study = ask(studies, studies.open_study, orthanc.dicomweb_url, now.study_uid)
    assert study.patient == PatientIdentity(
        PersonName("Synthetic^Six", "合成^六"), "P61", "Xihu", "M", date(1970, 2, 3)
    )
    assert (study.accession, study.site, study.modalities) == ("20260101-7", "测试医院", ("CT",))
    (series,) = study.series
    assert len(series.instances) == series.expected == 12 and series.body_part == "CHEST"
    each = {i.sop_instance_uid: i for i in series.instances}
    for path, position in zip(now.files, now.positions, strict=True):
        told = each[read_header(path.read_bytes()).texts(0x00080018)[0]]
        assert told.planes[0].position == pytest.approx(position)
        assert told.planes[0].spacing == (0.7, 0.7) and told.units == "HU"
    priors: tuple[Study, ...] = ask(studies, studies.find_priors, study)
    assert [p.study_uid for p in priors] == [before.study_uid, other.study_uid]
    model = StudyModel(study, priors)
    assert model.judge_prior(priors[0]).same
    judged = model.judge_prior(priors[1])
    assert judged.verdict is Agreement.CONTRADICTION
    assert [difference.sign for difference in judged.differences] == [Sign.NAME, Sign.SEX, Sign.ISSUER]


def test_documents_and_metadata_agree(orthanc: Orthanc, studies: StudyService) -> None:
    path = DATA / "legacy_converted_enhanced_ct_24x38x3.dcm"
    orthanc.store([path])
    header = read_header(path.read_bytes())
    uid = header.texts(0x0020000D)[0]
    study: Study = ask(studies, studies.open_study, orthanc.dicomweb_url, uid)
    (objects,) = studies.objects_now(study, study.series[0], (Use.SHOWN, *READ), Progress())
    assert read_header(objects).raw(0x00080018) == header.raw(0x00080018)
    told = DicomWeb(Http(), orthanc.dicomweb_url).metadata(uid)
    assert instance_from(JsonAttributes(told[0])) == instance_from(header)
    series: Series = study.series[0]
    assert series.instances[0] == instance_from(header)
    assert series_from_record(series_record(series)) == series


def test_away_and_gone(orthanc: Orthanc, studies: StudyService, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotThere):
        ask(studies, studies.open_study, orthanc.dicomweb_url, "1.2.3.4")
    monkeypatch.setattr("reader.study.service.TRIES", 2)
    with pytest.raises(HubUnreachable):
        ask(studies, studies.open_study, f"http://127.0.0.1:{free_port()}/dicom-web", "1.2.3.4")


def test_store_and_store_again(orthanc: Orthanc) -> None:
    web = DicomWeb(Http(), orthanc.dicomweb_url)
    data = (DATA / "MR_small_implicit.dcm").read_bytes()
    web.store([data, data])
    header = read_header(data)
    uids = [header.texts(tag)[0] for tag in (0x0020000D, 0x0020000E, 0x00080018)]
    back = web.instance(*uids)
    assert back[-8000:] == data[-8000:]
    with pytest.raises(BrokenObject):
        web.store([b"no DICOM at all" * 30])
