"""The life of a report, from submission to amendment, each version judged by dcmtk and dicom3tools."""

from __future__ import annotations

import copy
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from itertools import product
from pathlib import Path

import pydicom
import pytest

from reader.core.errors import ReaderError
from reader.dicom.objects import KEY_OBJECT_SELECTION
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import AUTHOR, Verdict
from reader.dicom.signatures.signing import sign_object
from reader.dicom.signatures.trust import Trust
from reader.dicom.values import Code, PersonName
from reader.findings import codes
from reader.findings.codec import read_alone, read_objects
from reader.findings.model import Event, Finding, ImageReference, Measurement, Observer, Source, Status
from reader.findings.own_key_images import marked
from reader.report.model import ADDENDUM, AMENDMENT, FINDINGS, DraftModel, ObjectReference, Section, Statement
from reader.review import service
from reader.review.history import History, evidence_of, history_of, read_versions, reports_in
from reader.review.judged_since import judged_since
from reader.review.model import TRANSITIONS, ReportState, ReportVersion, ReviewEvent
from reader.review.service import Documents, DocumentUids, NotAllowed
from reader.review.supplement import Supplement, begun, kind_of, resumed
from reader.study.model import Instance, Series, Study
from reader.terms.measures import LENGTH
from reader.terms.units import MILLIMETRE
from tests.findings.exams import chest_objects
from tests.review.conftest import LI, STUDY_UID, ZHOU, Authority, make_report, make_study

CT = "1.2.840.10008.5.1.4.1.1.2"
WHEN = datetime.fromisoformat("2026-01-01T10:00:00+08:00")
AI = Source(
    Observer.DEVICE, "NoduleFinder", "1.2", sop_class_uid="1.2.840.10008.5.1.4.1.1.88.34",
    sop_instance_uid="2.25.70", series_uid="2.25.71", study_uid=STUDY_UID,
)  # fmt: skip
NODULE = Finding(
    "2.25.1001", "nodule 1", AI, Code("27925004", "SCT", "Nodule"), status=Status.ACCEPTED,
    key_image=ImageReference(CT, "2.25.61", (), "2.25.60"), certainty=91.0,
)  # fmt: skip

Judge = Callable[..., int]


@pytest.fixture
def study() -> Study:
    images = tuple(Instance(f"2.25.6{n}", CT, n, 512, 512) for n in (1, 2))
    result = Instance("2.25.70", "1.2.840.10008.5.1.4.1.1.88.34", 1)
    return replace(
        make_study(),
        series=(Series("2.25.60", STUDY_UID, "CT", 1, "1.0", "CHEST", images),
                Series("2.25.71", STUDY_UID, "SR", 2, "AI", "", (result,))),
    )  # fmt: skip


TANG = replace(ZHOU, name=PersonName("Tang^Bo", "唐^博"), code=Code("D3", "99READER", "Tang Bo"), username="tang")
REPORT = make_report("右肺上叶见一结节。\n纵隔未见异常。", "右肺上叶结节。")
REPORT = REPORT.with_section(
    Section(FINDINGS, "影像所见", (Statement("右肺上叶见一结节。", ("2.25.1001",)), Statement("纵隔未见异常。")))
)


def submitted(study: Study, key: SigningKey | None) -> Documents:
    return service.submit(REPORT, (NODULE,), study, LI, key, when=WHEN)


def flags(data: bytes) -> tuple[str, str, str]:
    dataset = pydicom.dcmread(BytesIO(data))
    return dataset.CompletionFlag, dataset.PreliminaryFlag, dataset.VerificationFlag


def complaints(data: bytes, folder: Path) -> list[str]:
    """What dciodvfy calls an error, and whether dsrdump reads it. SHA256 is newer than the tables of 2022."""
    path = folder / "object.dcm"
    path.write_bytes(data)
    judged = subprocess.run(["dciodvfy", path], capture_output=True, text=True, timeout=60)
    errors = [line for line in judged.stderr.splitlines() if line.startswith("Error")]
    read = subprocess.run(["dsrdump", path], capture_output=True, text=True, errors="replace", timeout=60)
    return [line for line in errors if "SHA256" not in line] + ([] if read.returncode == 0 else [read.stderr])


def test_submit_review_sign(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority, dcmsign: Judge, tmp_path: Path
) -> None:
    first = submitted(study, li_key)
    assert first.version.state is ReportState.SUBMITTED
    assert len(first.objects) == 2
    assert flags(first.report) == ("COMPLETE", "PRELIMINARY", "UNVERIFIED")
    for data in first.objects:
        assert dcmsign(data) == 0
        assert complaints(data, tmp_path) == []

    read = service.read_version(first.report, authority.trust)
    assert (read.state, read.verdict, read.warnings) == (ReportState.SUBMITTED, Verdict.VALID, ())
    assert read.report.sections[0].statements[0].finding_uids == ("2.25.1001",)
    assert read.signatures[0].purpose == AUTHOR.value
    assert read.evidence[0] == first.version.evidence[0]
    loaded = read_objects([first.objects[0]], study).findings
    assert [(f.tracking_uid, f.status) for f in loaded] == [("2.25.1001", Status.ACCEPTED)]

    edited = make_report("右肺上叶尖段见一实性结节。", "结节,建议增强CT。")
    final = service.sign(edited, loaded, study, ZHOU, zhou_key, read, loaded=loaded)
    assert len(final.objects) == 1  # the findings are those of the author: his evidence stands
    assert final.version.evidence == first.version.evidence[:1]
    assert flags(final.report) == ("COMPLETE", "FINAL", "VERIFIED")
    assert dcmsign(final.report) == 0
    assert complaints(final.report, tmp_path) == []
    version = service.read_version(final.report, authority.trust)
    assert (version.state, version.verdict, version.warnings) == (ReportState.SIGNED, Verdict.VALID, ())
    assert version.predecessor == first.version.reference
    assert version.verifier is not None and version.verifier.code == ZHOU.code
    assert version.report.author.code == LI.code


def test_changed_findings_make_new_evidence(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, tmp_path: Path
) -> None:
    first = submitted(study, li_key)
    rejected = (NODULE.apply(Event.REJECT),)
    final = service.sign(REPORT, rejected, study, ZHOU, zhou_key, first.version, loaded=(NODULE,))
    evidence, _ = final.objects
    assert final.version.evidence != first.version.evidence
    dataset = pydicom.dcmread(BytesIO(evidence))
    replaced = dataset.PredecessorDocumentsSequence[0].ReferencedSeriesSequence[0].ReferencedSOPSequence[0]
    assert replaced.ReferencedSOPInstanceUID == first.version.evidence[0].sop_instance_uid
    assert complaints(evidence, tmp_path) == []


def test_return_and_submit_again(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority, dcmsign: Judge, tmp_path: Path
) -> None:
    first = submitted(study, li_key)
    reason = "Finding missed. 左肺下叶还有一个小结节。\n" + "请对照2025年的片子, slice by slice. " * 200
    back = service.return_to_author(
        REPORT, (NODULE,), study, ZHOU, zhou_key, first.version, reason, loaded=(NODULE,)
    )
    assert flags(back.report) == ("PARTIAL", "PRELIMINARY", "UNVERIFIED")
    assert dcmsign(back.report) == 0
    assert complaints(back.report, tmp_path) == []
    version = service.read_version(back.report, authority.trust)
    assert (version.state, version.verdict) == (ReportState.RETURNED, Verdict.VALID)
    assert version.reason == reason.strip()
    said = [section.text for section in version.report.sections]
    assert said == [section.text for section in REPORT.sections], "the reason is no part of the report"
    assert version.participants == (replace(ZHOU, username=""),)
    again = service.submit(REPORT, (NODULE,), study, LI, li_key, version, loaded=(NODULE,))
    assert again.version.predecessor == back.version.reference
    with pytest.raises(NotAllowed):
        service.return_to_author(REPORT, (NODULE,), study, ZHOU, zhou_key, first.version, "  ")


def test_who_returned_it_last_is_the_last_who_attested(study: Study) -> None:
    """Also where another reviewer returned it in between."""
    other = replace(ZHOU, name=PersonName("Sun^Li", "孙^丽"), code=Code("D3", "99READER", "Sun Li"), username="sun")
    version: ReportVersion | None = None
    for reviewer in (ZHOU, other, ZHOU):
        asked = service.submit(REPORT, (), study, LI, None, version).version
        version = service.return_to_author(REPORT, (), study, reviewer, None, asked, "why").version
        assert version.participants[-1] == reviewer
    assert version is not None and version.participants == (other, ZHOU)


def test_a_result_is_read_once_when_a_case_opens(
    study: Study, li_key: SigningKey, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A segmentation has an item for each frame: read three times, the results came three times as late."""
    first = submitted(study, li_key)
    objects, real = [*first.objects, *chest_objects()], pydicom.dcmread
    results = {real(BytesIO(data)).SOPInstanceUID for data in chest_objects()}
    count: Counter[str] = Counter()

    def dcmread(file: object, *args: object, **more: object) -> pydicom.FileDataset:
        dataset = real(file, *args, **more)
        count[dataset.SOPInstanceUID] += 1
        return dataset

    monkeypatch.setattr(pydicom, "dcmread", dcmread)
    versions, *_ = read_versions(objects, authority.trust)
    cited = first.version.evidence[0].sop_instance_uid
    alone = read_alone(objects, study, {cited})
    told = read_objects(objects, study)
    assert len(versions) == 1 and [f.tracking_uid for f in alone[cited]] == ["2.25.1001"]
    assert len(told.segmentations) == 5 and {uid: count[uid] for uid in results} == dict.fromkeys(results, 1)


def test_what_is_written_beside_a_signed_report_does_not_take_its_place(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority
) -> None:
    """A validly signed but unverified report, dated later, that names one of the same predecessors."""
    first = submitted(study, li_key)
    back = service.return_to_author(REPORT, (NODULE,), study, ZHOU, zhou_key, first.version, "why", when=WHEN)
    again = service.submit(REPORT, (NODULE,), study, LI, li_key, back.version, when=WHEN)
    final = service.sign(REPORT, (NODULE,), study, ZHOU, zhou_key, again.version, when=WHEN)
    made = (first, back, again, final)
    for before in made[:-1]:
        beside = service.submit(
            make_report("正常。", "正常。"), (), study, LI, li_key, before.version, when=WHEN.replace(year=2079)
        )
        files = [data for documents in (*made, beside) for data in documents.objects]
        known = history_of(
            read_versions(files, authority.trust).versions, (first.version.reference.sop_instance_uid,)
        )
        assert [v.reference for v in known.versions] == [documents.version.reference for documents in made]
    later = WHEN.replace(year=2079)
    alone = service.submit(make_report("正常。", "正常。"), (), study, LI, li_key, None, when=later)
    files = [data for documents in (*made, alone) for data in documents.objects]
    standing = [report.standing for report in reports_in(read_versions(files, authority.trust).versions)]
    assert [one.reference for one in standing if one] == [final.version.reference, alone.version.reference]


def test_only_an_addendum_or_a_reason_follows_on_a_signed_report(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority, dcmsign: Judge, tmp_path: Path
) -> None:
    first = submitted(study, li_key).version
    signed = service.sign(REPORT, (NODULE,), study, ZHOU, zhou_key, first, loaded=(NODULE,)).version
    for kind, heading in ((Supplement.ADDENDUM, ADDENDUM), (Supplement.AMENDMENT, AMENDMENT)):
        empty = begun(signed.report, kind, LI)
        written = empty.with_section(replace(empty.section(heading), statements=(Statement("补充。"),)))
        changed = written.with_section(Section(FINDINGS, "影像所见", (Statement("左肺上叶见一结节。"),)))
        cut = replace(written, sections=written.sections[1:])
        for report in (signed.report, empty, *((changed, cut) if kind is Supplement.ADDENDUM else (cut,))):
            with pytest.raises(NotAllowed):
                service.submit(report, (NODULE,), study, LI, li_key, signed, loaded=(NODULE,))
        sent = service.submit(written, (NODULE,), study, LI, li_key, signed, loaded=(NODULE,))
        assert len(sent.objects) == 1 and sent.version.evidence[0] == signed.evidence[0]
        again = resumed(service.read_version(sent.report, authority.trust).report, signed.report, kind)
        assert [section.locked for section in again.sections] == [section.locked for section in written.sections]
        with pytest.raises(NotAllowed):
            service.sign(empty, (NODULE,), study, ZHOU, zhou_key, sent.version, signed=signed, loaded=(NODULE,))
        done = service.sign(written, (NODULE,), study, ZHOU, zhou_key, sent.version, signed=signed)
        assert dcmsign(done.report) == 0 and complaints(done.report, tmp_path) == []
        read = service.read_version(done.report, authority.trust)
        assert (read.state, read.predecessor) == (ReportState.SIGNED, sent.version.reference)
        assert kind_of(read.report, signed.report) is kind


@pytest.mark.parametrize("kind", list(Supplement))
def test_a_second_one_is_read_back_as_it_was_written(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority, kind: Supplement
) -> None:
    """Sections of one heading are numbered as they stand in the document: the new one must not take the place of
    the signed one when it is resumed."""
    report, key = REPORT, {Supplement.ADDENDUM: ADDENDUM, Supplement.AMENDMENT: AMENDMENT}[kind]
    signed = service.sign(report, (), study, ZHOU, zhou_key, submitted(study, li_key).version).version
    for number, text in enumerate(("First.", "Second.", "Third."), 1):
        new = begun(signed.report, kind, LI)
        written = new.with_section(replace(new.section(key, number), statements=(Statement(text),)))
        sent = service.submit(written, (), study, LI, li_key, signed)
        again = resumed(service.read_version(sent.report, authority.trust).report, signed.report, kind)
        assert [(s.heading, s.text) for s in again.sections] == [(s.heading, s.text) for s in written.sections]
        done = service.sign(again, (), study, ZHOU, zhou_key, sent.version, signed=signed)
        signed = service.read_version(done.report, authority.trust)
    assert [s.text for s in signed.report.sections if s.heading == key] == ["First.", "Second.", "Third."]


def test_a_second_addendum_has_a_place_of_its_own() -> None:
    one = begun(REPORT, Supplement.ADDENDUM, LI)
    one = one.with_section(replace(one.section(ADDENDUM), statements=(Statement("一。"),)))
    two = begun(one, Supplement.ADDENDUM, ZHOU)
    assert [s.text for s in two.sections if s.heading == ADDENDUM] == ["一。", ""]
    assert [s.locked for s in two.sections if s.heading == ADDENDUM] == [True, False]
    with pytest.raises(ValueError):
        DraftModel(two).set_report(two.with_section(replace(two.section(ADDENDUM), statements=())))
    with pytest.raises(ValueError):
        DraftModel(two).set_report(replace(two, positive=not two.positive))


def test_a_review_that_is_passed_on_is_signed_as_one_and_a_chief_signs_the_report(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority, dcmsign: Judge, tmp_path: Path
) -> None:
    first = service.read_version(submitted(study, li_key).report, authority.trust)
    edited = make_report("右肺上叶尖段见一实性结节。", "结节,建议增强CT。")
    passed = service.pass_on(edited, (NODULE,), study, ZHOU, zhou_key, first, loaded=(NODULE,))
    assert flags(passed.report) == ("COMPLETE", "PRELIMINARY", "UNVERIFIED")
    assert dcmsign(passed.report) == 0 and complaints(passed.report, tmp_path) == []
    version = service.read_version(passed.report, authority.trust)
    assert version.passed_on and not first.passed_on and version.warnings == ()
    assert version.participants == (replace(ZHOU, username=""),) and version.report.author.code == LI.code
    with pytest.raises(NotAllowed, match="another doctor must review it"):
        service.pass_on(edited, (), study, LI, li_key, first)
    key = SigningKey(li_key.private, authority.issue(li_key.private, TANG, roles=("approving",)))
    final = service.sign(edited, (NODULE,), study, TANG, key, version, loaded=(NODULE,))
    assert complaints(final.report, tmp_path) == []
    signed = service.read_version(final.report, authority.trust)
    assert (signed.state, signed.verdict, signed.warnings) == (ReportState.SIGNED, Verdict.VALID, ())
    assert signed.verifier is not None and signed.verifier.code == TANG.code
    assert signed.participants == version.participants
    history = History((first, version, signed))
    assert history.until(version).last_round is first, "what the reviewer has changed"


def test_nobody_reviews_their_own_report(study: Study, li_key: SigningKey) -> None:
    first = submitted(study, li_key)
    with pytest.raises(NotAllowed):
        service.sign(REPORT, (NODULE,), study, LI, li_key, first.version)


def test_another_exam_on_the_screen(study: Study, li_key: SigningKey) -> None:
    with pytest.raises(NotAllowed):
        service.submit(REPORT, (NODULE,), replace(study, study_uid="1.2.9"), LI, li_key)
    stranger = replace(study, patient=replace(study.patient, patient_id="9"))
    with pytest.raises(NotAllowed):
        service.submit(REPORT, (NODULE,), stranger, LI, li_key)


def test_findings_without_an_image_to_cite(li_key: SigningKey) -> None:
    alone = replace(NODULE, source=Source(Observer.PERSON, "Li"), key_image=None)
    with pytest.raises(ReaderError):
        service.submit(REPORT, (alone,), make_study(), LI, li_key)


def test_built_again_it_is_the_same_objects(study: Study, li_key: SigningKey) -> None:
    uids = DocumentUids()
    one, two = (service.submit(REPORT, (NODULE,), study, LI, li_key, uids=uids) for _ in range(2))
    assert one.version.reference == two.version.reference
    assert one.version.evidence == two.version.evidence
    assert one.version.reference.sop_instance_uid == uids.report


@pytest.mark.parametrize(("state", "event"), list(product(ReportState, ReviewEvent)))
def test_the_whole_table(
    state: ReportState, event: ReviewEvent, study: Study, zhou_key: SigningKey, li_key: SigningKey
) -> None:
    """The verb does what the table says, or is refused: every state with every event."""
    base = service.submit(REPORT, (), study, LI, None, when=WHEN).version
    version: ReportVersion | None = None if state is ReportState.DRAFT else replace(base, state=state)
    added = begun(REPORT, Supplement.ADDENDUM, LI)
    added = added.with_section(replace(added.section(ADDENDUM), statements=(Statement("补充。"),)))

    def act() -> Documents:
        if event is ReviewEvent.SUPPLEMENT:  # `submit` chooses it where the predecessor is signed
            service.next_state(version, event)
        if event is ReviewEvent.SUBMIT:
            return service.submit(REPORT, (), study, LI, li_key, version)
        if event is ReviewEvent.SIGN:
            return service.sign(REPORT, (), study, ZHOU, zhou_key, version)
        some = version or replace(base, state=ReportState.DRAFT)
        if event is ReviewEvent.PASS:
            return service.pass_on(REPORT, (), study, ZHOU, zhou_key, version)
        if event is ReviewEvent.RETURN:
            return service.return_to_author(REPORT, (), study, ZHOU, zhou_key, some, "why")
        return service.submit(added, (), study, LI, li_key, some)

    after = TRANSITIONS.get((state, event))
    if after is None:
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.user_message and refused.value.hint
        return
    documents = act()
    assert documents.version.state is after
    read = service.read_version(documents.report, Trust())
    assert read.state is after


def test_the_table_lets_nothing_signed_be_undone() -> None:
    signed = {event for (state, event) in TRANSITIONS if state is ReportState.SIGNED}
    assert signed == {ReviewEvent.SUPPLEMENT}
    assert {state for state, event in TRANSITIONS if event is ReviewEvent.RETURN} == {ReportState.SUBMITTED}


def test_unsigned_foreign_and_changed_reports_are_read_and_say_so(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, stranger: Authority, authority: Authority
) -> None:
    unsigned = submitted(study, None).report
    signed = submitted(study, li_key).report
    cases = (
        (unsigned, authority.trust, Verdict.UNSIGNED),
        (signed, stranger.trust, Verdict.FOREIGN),
        (signed.replace("右肺".encode(), "左肺".encode()), authority.trust, Verdict.TAMPERED),
    )
    for data, trust, verdict in cases:
        version = service.read_version(data, trust)
        assert version.verdict is verdict
        assert len(version.warnings) == 1
        assert version.report.sections
    # Signed, but by somebody else than the one it names; marked as verified without a verification.
    named = service.sign(REPORT, (), study, ZHOU, li_key)
    assert "李娜" in service.read_version(named.report, authority.trust).warnings[0]
    verified = service.sign(REPORT, (), study, ZHOU, zhou_key).report
    dataset = pydicom.dcmread(BytesIO(verified))
    del dataset.DigitalSignaturesSequence, dataset.MACParametersSequence
    out = BytesIO()
    dataset.save_as(out)
    only_author = sign_object(out.getvalue(), li_key, AUTHOR)
    assert len(service.read_version(only_author, authority.trust).warnings) == 1
    with pytest.raises(ReaderError):
        service.read_version(b"no report", authority.trust)


def test_times_keep_their_zone(study: Study, li_key: SigningKey) -> None:
    assert service.read_version(submitted(study, li_key).report, Trust()).when.isoformat() == WHEN.isoformat()


def test_a_report_that_cannot_be_read_is_named(study: Study, li_key: SigningKey, authority: Authority) -> None:
    """It may be a newer version than the one that is shown."""
    first = submitted(study, li_key)
    item = pydicom.dcmread(BytesIO(first.objects[-1]))
    item.SOPInstanceUID = item.file_meta.MediaStorageSOPInstanceUID = "2.25.99"
    deepest = item.ContentSequence[-1]
    for _ in range(60):
        inner = copy.deepcopy(item.ContentSequence[-1])
        inner.ContentSequence = []
        deepest.ContentSequence = [inner]
        deepest = inner
    deep = BytesIO()
    item.save_as(deep)
    versions, unreadable, _ = read_versions([*first.objects, *chest_objects(), deep.getvalue()], authority.trust)
    assert [version.reference for version in versions] == [first.version.reference]
    assert list(unreadable) == ["2.25.99"] and "nested" in unreadable["2.25.99"]


CHOSEN = Source(Observer.PERSON, LI.name.display)


def chosen(number: int, note: str = "") -> Finding:
    return marked(ImageReference(CT, f"2.25.6{number}", (), "2.25.60"), CHOSEN, note)


def named(uid: str, finding: Finding) -> Finding:
    return replace(finding, tracking_uid=uid, tracking_id=uid)


def measured_in(documents: Documents) -> str:
    return documents.version.evidence[0].sop_instance_uid


def read_as_newest(study: Study, trust: Trust, *made: Documents) -> tuple[Finding, ...]:
    """What an exam shows of these versions of its report."""
    objects = [data for documents in made for data in documents.objects]
    now, before = evidence_of(read_versions(objects, trust).versions)
    return read_objects(objects, study, now, before).findings


def test_what_stands_beside_the_version_that_is_worked_on_is_not_of_it(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority
) -> None:
    """An addendum that was withdrawn judged a finding; another doctor's, or the signed report, did not."""
    first = service.submit(REPORT, (NODULE,), study, LI, li_key)
    signed = service.sign(REPORT, (NODULE,), study, ZHOU, zhou_key, first.version, loaded=(NODULE,))
    new = begun(signed.version.report, Supplement.ADDENDUM, LI)
    written = new.with_section(replace(new.section(ADDENDUM), statements=(Statement("补充。"),)))
    found = (NODULE, replace(NODULE, tracking_uid="2.25.1002"))
    beside = service.submit(written, found, study, LI, li_key, signed.version, loaded=(NODULE,))
    objects = [data for one in (first, signed, beside) for data in one.objects]
    versions = read_versions(objects, authority.trust).versions
    whole = history_of(versions, (signed.version.reference.sop_instance_uid,))
    judged = beside.version.evidence[0].sop_instance_uid
    for count, stands in ((2, False), (3, True)):
        now, other = evidence_of(versions, History(whole.versions[:count]))
        assert (judged in now, judged in other) == (stands, not stands)
        status = {f.tracking_uid: f.status for f in read_objects(objects, study, now, other).findings}
        assert status.get(NODULE.tracking_uid) is NODULE.status, "what the signed version has stays as it is there"
        assert (status.get("2.25.1002") is NODULE.status) == stands


def test_what_was_judged_beside_a_signed_version_is_carried_over_to_it(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority
) -> None:
    """All that she changed, unless the other doctor has changed it too; nothing that she left as it was, though it
    reads otherwise in her measurement report."""
    own = {uid: named(uid, chosen(1)) for uid in ("2.25.11", "2.25.12", "2.25.13", "2.25.14")}
    length = Measurement(LENGTH, 12.5, MILLIMETRE)
    own = {uid: replace(one, finding=codes.LESION, measurements=(length,)) for uid, one in own.items()}
    ai = {uid: named(uid, NODULE) for uid in ("2.25.1", "2.25.2", "2.25.3", "2.25.4", "2.25.5")}
    first = service.submit(REPORT, (*own.values(), *ai.values()), study, LI, li_key)
    hers = {**own, **ai, "2.25.6": named("2.25.6", NODULE)}  # confirmed one more
    hers |= {"2.25.3": replace(NODULE, tracking_uid="2.25.3", status=Status.REJECTED)}
    hers |= {uid: replace(own[uid], note="Spiculated") for uid in ("2.25.13", "2.25.14")}
    del hers["2.25.11"], hers["2.25.12"], hers["2.25.4"]  # deleted, and put back to what was proposed
    theirs = {**own, **ai, "2.25.1": replace(NODULE, tracking_uid="2.25.1", status=Status.REJECTED)}
    theirs |= {uid: replace(own[uid], finding=NODULE.finding) for uid in ("2.25.12", "2.25.14")}
    beside, since = (
        service.submit(REPORT, tuple(made.values()), study, who, key)
        for made, who, key in ((hers, LI, li_key), (theirs, ZHOU, zhou_key))
    )
    documents = [data for one in (first, beside, since) for data in one.objects]
    cited = {r.sop_instance_uid for one in (first, beside, since) for r in one.version.evidence}
    stored = read_alone(documents, study, cited)
    read_otherwise = stored[measured_in(beside)]
    stored[measured_in(beside)] = tuple(
        replace(f, problem="cites a segmentation that is not in this exam") if f.tracking_uid == "2.25.1" else f
        for f in read_otherwise
    )
    picture = ObjectReference(CT, "2.25.61", "2.25.60", STUDY_UID)
    written = replace(beside.version, evidence=(*beside.version.evidence, picture))  # as a sentence cites it
    found = judged_since(written, first.version, since.version, stored)
    assert {f.tracking_uid: f.status for f in found.changed} == {
        "2.25.13": Status.ACCEPTED, "2.25.3": Status.REJECTED, "2.25.6": Status.ACCEPTED,
    }  # fmt: skip
    assert found.removed == {"2.25.11", "2.25.4"}
    assert {f.tracking_uid for f in found.disputed} == {"2.25.12", "2.25.14"}
    del stored[measured_in(beside)]
    unread = judged_since(written, first.version, since.version, stored)
    assert (unread.changed, unread.removed) == ((), frozenset())


def test_key_images_go_with_the_report_and_each_version_has_its_own(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority, dcmsign: Judge, tmp_path: Path
) -> None:
    findings = (NODULE, chosen(1, "Fracture line"), chosen(2))
    first = service.submit(REPORT, findings, study, LI, li_key, when=WHEN)
    measured = first.objects[0]
    for data in first.objects:
        assert dcmsign(data) == 0 and complaints(data, tmp_path) == []
    references = {name: service.reference_of(data) for name, data in zip("mfo", first.objects, strict=False)}
    assert first.version.evidence == tuple(references.values())
    assert references["f"].series_uid == references["o"].series_uid != references["m"].series_uid
    assert [f.tracking_uid for f in read_objects([measured], study).findings] == ["2.25.1001"]

    loaded = read_as_newest(study, authority.trust, first)
    assert [(f.tracking_uid, f.note) for f in loaded] == [(f.tracking_uid, f.note) for f in findings]
    submitted = service.read_version(first.report, authority.trust)
    same = service.sign(REPORT, loaded, study, ZHOU, zhou_key, submitted, loaded=loaded)
    assert len(same.objects) == 1 and same.version.evidence == first.version.evidence

    # the reviewer takes one away, and marks nothing: measurements and the other document stay the author's
    without = tuple(f for f in loaded if f.tracking_uid != chosen(2).tracking_uid)
    fewer = service.return_to_author(
        REPORT, without, study, ZHOU, zhou_key, submitted, "One is enough.", loaded=loaded
    )
    assert len(fewer.objects) == 1
    assert fewer.version.evidence == (references["m"], references["f"])
    assert read_as_newest(study, authority.trust, first, fewer) == without

    # the author gives the other one a note, and takes the first away: nothing of what it was is shown any more
    returned = service.read_version(fewer.report, authority.trust)
    again = service.submit(
        REPORT, (without[0], chosen(2, "Callus")), study, LI, li_key, returned, loaded=without, when=WHEN
    )
    assert [service.reference_of(data).sop_class_uid for data in again.objects[:-1]] == [KEY_OBJECT_SELECTION]
    now = read_as_newest(study, authority.trust, first, fewer, again)
    assert [(f.finding.value, f.note) for f in now] == [("27925004", ""), ("key-image", "Callus")]
    none = service.sign(
        REPORT, now[:1], study, ZHOU, zhou_key, service.read_version(again.report, authority.trust), loaded=now
    )
    assert read_as_newest(study, authority.trust, first, fewer, again, none) == now[:1]


def test_a_sentence_about_a_key_image_cites_it_and_finds_it_in_later_versions(
    study: Study, li_key: SigningKey, authority: Authority
) -> None:
    image = chosen(2, "Fracture line")
    cited = REPORT.with_section(Section(FINDINGS, "影像所见", (Statement("见图像2。", (image.tracking_uid,)),)))
    made = service.submit(cited, (image,), study, LI, li_key, when=WHEN)
    dataset = pydicom.dcmread(BytesIO(made.report))
    assert "2.25.62" in [
        item.ReferencedSOPInstanceUID
        for series in dataset.CurrentRequestedProcedureEvidenceSequence[0].ReferencedSeriesSequence
        for item in series.ReferencedSOPSequence
    ]
    [read] = read_as_newest(study, authority.trust, made)
    version = service.read_version(made.report, authority.trust)
    assert version.report.finding_uids == {read.tracking_uid}


def test_key_images_of_an_unproven_version_replace_none(
    study: Study, li_key: SigningKey, authority: Authority
) -> None:
    first = service.submit(REPORT, (chosen(1),), study, LI, li_key, when=WHEN)
    read = service.read_version(first.report, authority.trust)
    forged = service.submit(REPORT, (chosen(2),), study, LI, None, read, loaded=(chosen(1),), when=WHEN)
    shown = read_as_newest(study, authority.trust, first, forged)
    assert [f.tracking_uid for f in shown] == [chosen(1).tracking_uid]


def test_a_key_image_that_is_not_in_the_exam_is_said_and_nothing_is_handed_over(
    study: Study, li_key: SigningKey
) -> None:
    gone = marked(ImageReference(CT, "2.25.999", (), "2.25.60"), CHOSEN)
    with pytest.raises(ReaderError, match="key images could not be written"):
        service.submit(REPORT, (gone,), study, LI, li_key, when=WHEN)


def test_measurements_that_a_later_version_has_none_of_are_none_any_more(
    study: Study, li_key: SigningKey, zhou_key: SigningKey, authority: Authority
) -> None:
    """No document takes the place of theirs: the report tells."""
    own = replace(NODULE, tracking_uid="2.25.1002", source=CHOSEN)
    first = service.submit(REPORT, (own,), study, LI, li_key, when=WHEN)
    loaded = read_as_newest(study, authority.trust, first)
    assert [f.tracking_uid for f in loaded] == ["2.25.1002"]
    submitted = service.read_version(first.report, authority.trust)
    signed = service.sign(REPORT, (), study, ZHOU, zhou_key, submitted, loaded=loaded)
    assert signed.version.evidence == ()
    assert read_as_newest(study, authority.trust, first, signed) == ()
