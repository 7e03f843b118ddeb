"""A claimed task and what a first read of it made, small but real enough for a hub to store."""

from __future__ import annotations

import random
from dataclasses import replace
from io import BytesIO

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ComprehensiveSRStorage, ExplicitVRLittleEndian

from reader.delivery.service import Handover
from reader.dicom.ups.workitem import Input, Workitem, workitem_json
from reader.dicom.values import Person, new_uid
from reader.review.model import ObjectReference
from tests.worklist.samples import LI, workitem
from tests.worklist.station import Station


def report(study_uid: str, uid: str = "", author: Person = LI) -> tuple[ObjectReference, bytes]:
    """A Comprehensive SR with nothing in it but whose it is: of the patient whose exam `workitem` has made."""
    reference = ObjectReference(ComprehensiveSRStorage, uid or new_uid(), new_uid(), study_uid)
    data = Dataset()
    data.SOPClassUID, data.SOPInstanceUID = reference.sop_class_uid, reference.sop_instance_uid
    data.StudyInstanceUID, data.SeriesInstanceUID = study_uid, reference.series_uid
    data.PatientID, data.PatientName = f"{int(study_uid.rpartition('.')[2]):05d}", "Wang^Xiaodong"
    data.SpecificCharacterSet, data.Modality = "ISO_IR 192", "SR"
    code, wrote = Dataset(), Dataset()
    code.CodeValue, code.CodingSchemeDesignator = author.code.value, author.code.scheme
    code.CodeMeaning = author.code.meaning
    wrote.ObserverType, wrote.PersonName = "PSN", str(author.name)
    wrote.PersonIdentificationCodeSequence, wrote.InstitutionName = [code], author.organisation
    data.AuthorObserverSequence = [wrote]
    data.SeriesNumber, data.InstanceNumber = 1, 1
    data.StudyDate = data.StudyTime = data.AccessionNumber = data.StudyID = None
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    file = BytesIO()
    data.save_as(file, enforce_file_format=True)
    return reference, file.getvalue()


def claimed(station: Station, *, number: int = 0, root: str = "") -> tuple[Workitem, str]:
    """A new task on the hub, claimed by the station. root: of the service that is said to have its images."""
    item = workitem(number or random.randrange(10**9), "Wang^Xiaodong=王^小东")
    item = replace(item, inputs=at(root, item.study_uid)) if root else item
    station.site.create(workitem_json(item), item.uid)
    return item, station.service.claim_now(item.uid).transaction


def at(root: str, study: str) -> tuple[Input, ...]:
    """A whole study, to be had from one place."""
    return (Input(study, retrieve_url=f"{root}/studies/{study}"),)


def handover(task: Workitem, transaction: str, root: str, user: Person = LI) -> Handover:
    sr, sr_file = report(task.study_uid, author=user)
    evidence, evidence_file = report(task.study_uid, author=user)
    return Handover(
        task=task, transaction=transaction, user=user, report=sr, objects=(evidence_file, sr_file),
        ups_url=root, store_url=f"{root}/studies", evidence=(evidence,),
    )  # fmt: skip

