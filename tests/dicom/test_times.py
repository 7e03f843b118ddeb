"""Moments keep their offset: (0008,0201) of the object on reading, always one on writing (PS3.3 C.12.1.1.8)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from reader.dicom.attributes import JsonAttributes
from reader.dicom.header import read_header
from reader.dicom.ups.workitem import workitem_from, workitem_json
from reader.dicom.values import clock_text, format_dt, parse_dt
from reader.findings.codec import encode_measurement_report, read_objects
from reader.findings.service import run_text
from reader.report.codec import decode_report, encode_report
from reader.study.codec import study_from
from reader.study.heading import identity_parts
from tests.dicom.made import image, ramp, written
from tests.findings.exams import LI, chest, own
from tests.report.examples import document

LATE = datetime(2026, 1, 1, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A workstation in +0800."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process can't be set on this system")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("value", "zone", "said"),
    [
        ("20260101003000", "+0000", "2026-01-01 08:30"),
        ("20260101003000", "-0500", "2026-01-01 13:30"),
        ("20260101003000.123", "+0545", "2026-01-01 02:45"),
        ("20260101003000+0900", "+0000", "2025-12-31 23:30"),  # its own offset counts more
        ("20260101003000", "", "2026-01-01 00:30"),
        ("20260101003000", "nonsense", "2026-01-01 00:30"),
        ("20260101003000", "+9900", "2026-01-01 00:30"),
    ],
)
def test_a_due_time(value: str, zone: str, said: str) -> None:
    data = {
        "00080018": {"vr": "UI", "Value": ["1.2"]}, "00741000": {"vr": "CS", "Value": ["SCHEDULED"]},
        "00404011": {"vr": "DT", "Value": [value]}, "00404005": {"vr": "DT", "Value": [value]},
    }  # fmt: skip
    item = workitem_from(data | ({"00080201": {"vr": "SH", "Value": [zone]}} if zone else {}))
    assert clock_text(item.due) == clock_text(item.scheduled) == said
    again = workitem_json(item)["00404011"]["Value"][0]  # says itself what it means
    assert clock_text(parse_dt(again, zone="-1100")) == said


def test_what_is_written_has_an_offset() -> None:
    assert format_dt(datetime(2026, 1, 1, 0, 30)) == "20260101003000+0800"
    assert format_dt(LATE) == "20260101233000+0000"
    assert format_dt(LATE.replace(year=1)) == "00010101233000+0000", "four digits of the year"


def test_an_exam_and_its_report() -> None:
    """Acquired at 23:30 +0000: at 07:30 of the next day here, and in the report as that moment."""
    made = image(ramp(4, 4), StudyDate="20260101", StudyTime="233000.5", TimezoneOffsetFromUTC="+0000")
    header = read_header(written(made))
    told = {
        "00080020": {"vr": "DA", "Value": ["20260101"]}, "00080030": {"vr": "TM", "Value": ["2330"]},
        "00080201": {"vr": "SH", "Value": ["+0000"]}, "0020000D": {"vr": "UI", "Value": ["1"]},
    }  # fmt: skip
    for study in (study_from(header, ""), study_from(JsonAttributes(told), "")):
        assert study.when == LATE
        assert "2026-01-02 07:30" in identity_parts(study)[1]
    said = document()
    report = replace(said.report, subject=replace(said.report.subject, study_when=LATE))
    signed = LATE.astimezone(timezone(timedelta(hours=8))) + timedelta(hours=1)
    data = encode_report(replace(said, report=report, when=signed))
    stored = pydicom.dcmread(BytesIO(data))
    assert (stored.StudyDate, stored.StudyTime) == ("20260101", "233000"), "as in its images"
    assert (stored.TimezoneOffsetFromUTC, stored.ContentDate, stored.ContentTime) == ("+0000", "20260102", "003000")
    back = decode_report(data)
    assert back.report.subject.study_when == LATE and back.when == signed
    assert clock_text(back.when) == "2026-01-02 08:30"


def test_a_measurement_report() -> None:
    exam = replace(chest(), when=LATE)
    data = encode_measurement_report([own()], exam, LI, when=LATE.astimezone(timezone(timedelta(hours=8))))
    stored = pydicom.dcmread(BytesIO(data))
    assert (stored.StudyDate, stored.StudyTime, stored.TimezoneOffsetFromUTC) == ("20260101", "233000", "+0000")
    assert stored.ContentTime == stored.SeriesTime == stored.InstanceCreationTime == "233000"
    [source] = read_objects([data], exam).sources
    assert run_text(source) == "2026-01-02 07:30"
    naive = pydicom.dcmread(BytesIO(encode_measurement_report([own()], chest(), LI, when=datetime(2026, 1, 1, 9))))
    assert (naive.TimezoneOffsetFromUTC, naive.ContentTime) == ("+0800", "090000")


def test_times_in_a_foreign_report() -> None:
    """(0008,0201) holds for every DT without an offset of its own, in content items and of the verification."""
    made = Dataset()
    made.SpecificCharacterSet, made.TimezoneOffsetFromUTC = "ISO_IR 192", "+0000"
    made.SOPClassUID, made.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.88.33", "2.25.7"
    made.ValueType, made.CompletionFlag, made.VerificationFlag = "CONTAINER", "COMPLETE", "VERIFIED"
    made.ContentDate, made.ContentTime, made.StudyDate, made.StudyTime = "20260101", "233000", "20260101", "2230"
    observer, item, day = Dataset(), Dataset(), Dataset()
    observer.VerifyingObserverName, observer.VerificationDateTime = "Li^Na", "20260101234500"
    made.VerifyingObserverSequence = [observer]
    item.RelationshipType, item.ValueType, item.DateTime = "CONTAINS", "DATETIME", "20260101233000"
    day.RelationshipType, day.ValueType, day.Date = "CONTAINS", "DATE", "20260101"
    made.ContentSequence = [item, day]
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    out = BytesIO()
    made.save_as(out, enforce_file_format=True)
    read = decode_report(out.getvalue())
    assert read.when == LATE and read.verified_at == LATE + timedelta(minutes=15)
    assert read.report.subject.study_when == LATE - timedelta(hours=1)
    assert [s.text for s in read.report.sections[0].statements] == ["2026-01-02 07:30", "2026-01-01"]
