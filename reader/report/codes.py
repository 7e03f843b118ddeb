"""The codes of a report's content tree (PS3.16)."""

from __future__ import annotations

from reader.dicom.ups.tasks import CONCLUSION
from reader.dicom.values import Code

LANGUAGE = Code("121049", "DCM", "Language of Content Item and Descendants")
OBSERVER_TYPE = Code("121005", "DCM", "Observer Type")
PERSON = Code("121006", "DCM", "Person")
OBSERVER_NAME = Code("121008", "DCM", "Person Observer Name")
OBSERVER_ORGANISATION = Code("121009", "DCM", "Person Observer's Organization Name")
LOGIN_NAME = Code("128774", "DCM", "Person Observer's Login Name")
TRACKING_UID = Code("112040", "DCM", "Tracking Unique Identifier")
ALSO_TRACKED = Code("also-tracked", "99READER", "Further Tracking Unique Identifier")
ALGORITHM_NAME = Code("111001", "DCM", "Algorithm Name")
SOURCE_IMAGE = Code("121112", "DCM", "Source of Measurement")
COMMENT = Code("121106", "DCM", "Comment")

# CID 7002, the elements inside a section; the headings around them are the LOINC codes of CID 7001.
FINDING = Code("121071", "DCM", "Finding")
ELEMENTS: dict[str, Code] = {
    "59776-5": FINDING,
    "19005-8": CONCLUSION,
    "55752-0": Code("121060", "DCM", "History"),
    "11329-0": Code("121060", "DCM", "History"),
    "55115-0": Code("121062", "DCM", "Request"),
    "55111-9": Code("121065", "DCM", "Procedure Description"),
    "18834-2": Code("121068", "DCM", "Previous Finding"),
    "18783-1": Code("121075", "DCM", "Recommendation"),
}
