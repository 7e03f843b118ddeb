"""Datasets of the demo: one identity throughout, lossless compression that is checked, sound file meta.

Compression: JPEG-LS lossless (PS3.5 8.2.3). Decoding again must give the very values of the source.
"""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pydicom
from demo_catalogue import Exam
from pydicom import Dataset, FileMetaDataset
from pydicom.pixels import pixel_array
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, JPEGLSLossless, generate_uid
from pydicom.valuerep import format_number_as_ds

INVENTED = "Identity invented for the demonstration"

# Elements of the source that say nothing here, name somebody, or refer to what the demo does not hold.
_REMOVED = [
    "LastMenstrualDate",
    "AdmittingDate",
    "OverlayDate",
    "CurveDate",
    "VerifyingObserverName",
    "PersonName",
    "ContentCreatorName",
    "Occupation",
    "EthnicGroup",
    "AdditionalPatientHistory",
    "PatientComments",
    "MedicalAlerts",
    "Allergies",
    "OtherPatientIDs",
    "PatientBirthTime",
    "PregnancyStatus",
    "PatientSize",
    "PatientWeight",
    "InstitutionAddress",
    "StationName",
    "ScheduledProcedureStepStartDate",
    "ScheduledProcedureStepEndDate",
    "PerformedProcedureStepStartDate",
    "PerformedProcedureStepStartTime",
    "PerformedProcedureStepEndDate",
    "PerformedProcedureStepEndTime",
    "PerformedProcedureStepID",
    "PerformedProcedureStepDescription",
    "CommentsOnThePerformedProcedureStep",
    "PerformedProtocolCodeSequence",
    "ScheduledProcedureStepID",
    "RequestAttributesSequence",
    "PlacerOrderNumberImagingServiceRequest",
    "FillerOrderNumberImagingServiceRequest",
    "ReferencedStudySequence",
    "ProcedureCodeSequence",
    "ReferencedPerformedProcedureStepSequence",
    "ReferencedImageSequence",
    "ReferencedImageEvidenceSequence",
    "StudyStatusID",
    "StudyPriorityID",
    "StudyComments",
    "RequestingPhysician",
    "OperatorsName",
    "PerformingPhysicianName",
    "RequestedProcedureDescription",
    "ImageComments",
    "PatientAge",
    "ClinicalTrialTimePointID",
    "ClinicalTrialTimePointDescription",
    "DerivationDescription",
    "HeartRate",
    "CountryOfResidence",
    "ResponsiblePerson",
    "SpecialNeeds",
    "PatientState",
    "AdmissionID",
    "LongitudinalTemporalInformationModified",
    "InstanceCreationDate",
    "InstanceCreationTime",
    "NameOfPhysiciansReadingStudy",
    "InstanceCreatorUID",
    "ReferencedRequestSequence",
]


def fixed_uid(*words: str) -> str:
    """A UID that is the same on every run: computed from the words that say what it is for."""
    return generate_uid(entropy_srcs=["reader demo exams", *words])


def read(path: Path) -> Dataset:
    """A file of the samples, texts decoded, without group lengths and private elements at every depth."""
    ds = pydicom.dcmread(path)
    ds.decode()
    ds.remove_private_tags()
    ds.walk(_drop_group_length)
    return ds


def _drop_group_length(ds: Dataset, element: pydicom.DataElement) -> None:
    if element.tag.element == 0:
        del ds[element.tag]


def identify(ds: Dataset, exam: Exam, *, series: str | None = None, content: str = "IMAGE") -> None:
    """Put the invented identity, order, site and times of `exam` into `ds`, in place.

    `series`: the Series Description; None keeps the source's.
    """
    site, patient = exam.site, exam.patient
    moved = exam.when - _started(ds)
    for keyword in _REMOVED:
        needed = content == "SR" and keyword == "ReferencedPerformedProcedureStepSequence"  # Type 2 there
        if keyword in ds and not needed:
            delattr(ds, keyword)
    for shared in ds.get("SharedFunctionalGroupsSequence", []):
        shared.pop("ReferencedImageSequence", None)
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.PatientName, ds.PatientID, ds.IssuerOfPatientID = patient.name, patient.patient_id, exam.issuer
    ds.PatientSex, ds.PatientBirthDate = patient.sex, patient.birth.strftime("%Y%m%d")
    ds.PatientAge = f"{exam.age_years:03d}Y"
    ds.PatientIdentityRemoved = "YES"
    methods = ds.get("DeidentificationMethod", [])
    known = dict.fromkeys([methods] if isinstance(methods, str) else methods)
    ds.DeidentificationMethod = [m for m in known if m and m != INVENTED] + [INVENTED]
    ds.StudyDescription, ds.StudyID, ds.AccessionNumber = (
        exam.description,
        exam.accession[-6:],
        exam.accession,
    )
    issuer = Dataset()
    issuer.LocalNamespaceEntityID = site.code
    ds.IssuerOfAccessionNumberSequence = Sequence([issuer])
    ds.InstitutionName, ds.InstitutionalDepartmentName = f"{site.name} {site.name_zh}", "Radiology 放射科"
    ds.ReferringPhysicianName = str((exam.task or {}).get("requested_by", "Zhao^Lei=赵^磊"))
    ds.BodyPartExamined = exam.body_part
    if content != "IMAGE":
        del ds.BodyPartExamined
    if series is not None:
        ds.SeriesDescription = series
    day, at = exam.when.strftime("%Y%m%d"), exam.when
    ds.StudyDate, ds.StudyTime = day, at.strftime("%H%M%S")
    later = 12 if content != "IMAGE" else 4
    ds.SeriesDate = ds.ContentDate = day
    ds.SeriesTime = (at + timedelta(minutes=later - 1)).strftime("%H%M%S")
    ds.ContentTime = (at + timedelta(minutes=later)).strftime("%H%M%S")
    if content == "IMAGE":
        ds.AcquisitionDate, ds.AcquisitionTime = day, ds.SeriesTime
    if "DeviceSerialNumber" in ds:
        ds.DeviceSerialNumber = "DEMO"
    _move_datetimes(ds, moved, at + timedelta(minutes=later))
    if "AcquisitionDateTime" in ds:
        ds.AcquisitionDateTime = day + str(ds.SeriesTime)


def _started(ds: Dataset) -> datetime:
    text = f"{ds.get('StudyDate') or '20000101'}{(str(ds.get('StudyTime') or '000000') + '000000')[:6]}"
    return datetime.strptime(text, "%Y%m%d%H%M%S")


def _move_datetimes(ds: Dataset, moved: timedelta, fallback: datetime) -> None:
    """Shift every DT by the shift of the study; a DT of another day (a tool's own clock) gets `fallback`."""
    for element in ds:
        if element.VR == "SQ":
            for item in element.value:
                _move_datetimes(item, moved, fallback)
        elif element.VR == "DT" and element.value:
            text = str(element.value)
            stamp = datetime.strptime((text.split(".")[0] + "000000")[:14], "%Y%m%d%H%M%S") + moved
            if abs(stamp - fallback) > timedelta(hours=12):
                stamp = fallback
            fraction = "." + text.split(".")[1][:6] if "." in text else ""
            element.value = stamp.strftime("%Y%m%d%H%M%S") + (fraction if stamp != fallback else "")


def shorten_decimals(ds: Dataset) -> None:
    """Decimal Strings of at most 16 characters (PS3.5 6.2), rounded where the source wrote more."""
    for element in ds:
        if element.VR == "DS" and element.value not in (None, ""):
            values = [element.value] if element.VM == 1 else list(element.value)
            if any(len(str(v)) > 16 for v in values):
                texts = [format_number_as_ds(float(v)) for v in values]
                element.value = texts[0] if element.VM == 1 else texts


def compress(ds: Dataset) -> None:
    """JPEG-LS lossless, in place; the decoded values are compared with what went in (raises ValueError)."""
    before = pixel_array(ds, raw=True)
    ds.compress(JPEGLSLossless, generate_instance_uid=False)
    after = pixel_array(ds, raw=True)
    if before.dtype != after.dtype or not np.array_equal(before, after):
        raise ValueError(f"JPEG-LS changed the pixels of {ds.SOPInstanceUID}")
    if "LossyImageCompression" not in ds and ds.SOPClassUID != pydicom.uid.CTImageStorage:
        ds.LossyImageCompression = "00"


def write(ds: Dataset, path: Path) -> None:
    """Write with a File Meta of our own, whose UIDs are those of the dataset (PS3.10 7.1)."""
    syntax = ds.file_meta.TransferSyntaxUID
    if not syntax.is_compressed and not syntax.is_deflated:
        syntax = ExplicitVRLittleEndian
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = ds.SOPClassUID, ds.SOPInstanceUID
    meta.TransferSyntaxUID = syntax
    meta.ImplementationClassUID, meta.ImplementationVersionName = fixed_uid("implementation"), "READER_DEMO"
    out = copy.copy(ds)
    out.file_meta, out.preamble = meta, b"\0" * 128
    path.parent.mkdir(parents=True, exist_ok=True)
    out.save_as(path, enforce_file_format=True)
