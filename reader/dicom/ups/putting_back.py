"""A claimed task that is put back: it ends as CANCELED with a reason, and the same order waits in its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reader.dicom.json_model import Json, code_json, element, value
from reader.dicom.ups.workitem import PERFORMANCE, SCHEDULED
from reader.dicom.values import Code, format_dt

DISCONTINUED = Code("110513", "DCM", "Discontinued for unspecified reason")
_UPS_PUSH = "1.2.840.10008.5.1.4.34.6.1"


def replacement(data: Mapping[str, Any], uid: str) -> Json:
    """The same order as a new SCHEDULED workitem `uid`, which names the one it replaces (0074,1224)."""
    copy: Json = {tag: entry for tag, entry in data.items() if tag not in PERFORMANCE}
    replaced = {
        "00081150": element("UI", _UPS_PUSH),
        "00081155": element("UI", str(value(data, "00080018"))),
    }
    return copy | {
        "00080016": element("UI", _UPS_PUSH),
        "00080018": element("UI", uid),
        "00081195": element("UI"),
        "00741000": element("CS", SCHEDULED),
        "00741002": element("SQ"),
        "00741216": element("SQ"),
        "00741224": element("SQ", replaced),
    }


def discontinuation(when: datetime, reason: str) -> Json:
    """The final-state attributes of CANCELED: (0074,1002) with time, code and words."""
    information = {
        "00404052": element("DT", format_dt(when)),
        "0074100E": element("SQ", code_json(DISCONTINUED)),
        "00741238": element("LT", reason),
    }
    return {"00741002": element("SQ", information)}
