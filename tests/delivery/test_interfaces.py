"""A signed report as FHIR and HL7 v2, read by programs that nobody here wrote."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hl7apy.consts import VALIDATION_LEVEL
from hl7apy.parser import parse_message

from reader.delivery.outputs.content import ReportPage
from reader.delivery.outputs.fhir import fhir_of
from reader.delivery.outputs.hl7 import control_id, hl7_of
from reader.delivery.outputs.html import html_of
from reader.delivery.outputs.text import origin_of
from tests.delivery.handmade import Signing, handmade

PDF = b"%PDF-1.4 as good as any"


@pytest.fixture(scope="module")
def pages() -> dict[str, ReportPage]:
    return handmade(Signing())


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["reference"]] if isinstance(value.get("reference"), str) else []
        return own + [found for one in value.values() for found in references(one)]
    return [found for one in value for found in references(one)] if isinstance(value, list) else []


def test_the_bundle_is_fhir_and_says_what_the_report_says(pages: dict[str, ReportPage]) -> None:
    status = {"zh amended": "corrected", "en addendum": "appended", "en two pages": "preliminary",
              "zh two addenda": "appended"}  # fmt: skip
    for name, page in pages.items():
        data = fhir_of(page, html_of(page), PDF)
        assert data == fhir_of(page, html_of(page), PDF), "the same report gives the same bundle"
        Bundle.model_validate_json(data)
        said = json.loads(data)
        urls = {entry["fullUrl"] for entry in said["entry"]}
        assert len(urls) == len(said["entry"]) and set(references(said)) <= urls, name
        by_kind: dict[str, list[dict[str, Any]]] = {}
        for entry in said["entry"]:
            by_kind.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
        [report] = by_kind["DiagnosticReport"]
        assert report["status"] == status.get(name, "final") and report["conclusion"] == page.impression
        for form in report["presentedForm"]:
            raw = base64.b64decode(form["data"])
            assert form["size"] == len(raw) and base64.b64decode(form["hash"]) == hashlib.sha1(raw).digest()
        assert base64.b64decode(report["presentedForm"][1]["data"]) == PDF
        [patient] = by_kind["Patient"]
        assert patient["identifier"][0]["value"] == page.subject.patient.patient_id
        values = [(o["valueQuantity"]["value"], o["valueQuantity"]["code"]) for o in by_kind.get("Observation", [])]
        assert values == [(m.value, m.unit.value) for row in page.findings for m in row.measurements]
        assert len(report.get("result", [])) == len(values)
    people = {n: sum('"Practitioner"' in str(line) for line in fhir_of(p, "", b"").decode().splitlines()
                     if "resourceType" in line) for n, p in pages.items()}  # fmt: skip
    assert people["zh plain"] == 2
    assert people["zh amended"] == 2 and people["zh two addenda"] == 3, "an addendum's readers and the original's"
    said = json.loads(fhir_of(pages["zh two addenda"], "", b""))["entry"]
    by_url = {entry["fullUrl"]: entry["resource"] for entry in said}
    readers = said[-1]["resource"]["resultsInterpreter"]
    names = [by_url[one["reference"]]["name"][-1]["family"] for one in readers]
    assert names == ["Zhou", "Adams", "Li"]


def unescaped(text: str) -> str:
    found, rest = "", text
    words = {"F": "|", "S": "^", "T": "&", "R": "~", "E": "\\", ".br": "\n"}
    while rest:
        before, _, rest = rest.partition("\\")
        found += before
        if rest:
            name, _, rest = rest.partition("\\")
            found += words[name]
    return found


def shortened(segment: str) -> str:
    """hl7apy takes every OBX-5 for an ST of at most 199 characters, also a TX, which may have 65,536 (2.A.78)."""
    fields = segment.split("|")
    if fields[0] == "OBX" and len(fields[5]) > 199:
        fields[5] = "long"
    return "|".join(fields)


def test_a_strict_parser_takes_the_message_and_reads_the_same_lines(pages: dict[str, ReportPage]) -> None:
    for name, page in pages.items():
        data = hl7_of(page, PDF)
        text = data.decode("utf-8")
        assert not set(text) & {chr(n) for n in range(32) if n != 13} and "\x7f" not in text, name
        strict = "\r".join(map(shortened, text.split("\r")))
        assert parse_message(strict, validation_level=VALIDATION_LEVEL.STRICT, find_groups=True).validate(), name
        message = parse_message(text, validation_level=VALIDATION_LEVEL.TOLERANT, find_groups=True)
        assert message.msh.msh_18.value == "UNICODE UTF-8" and message.msh.msh_10.value == control_id(page)
        order = message.oru_r01_patient_result.oru_r01_order_observation
        status = {"zh amended": "C", "en two pages": "P"}.get(name, "F")
        assert order.obr.obr_25.value == status
        results = [group.obx for group in order.oru_r01_observation]
        assert {obx.obx_11.value for obx in results} == {status}
        raw = [segment.split("|") for segment in text.split("\r")]  # hl7apy escapes "\\.br\\" once more
        said = [unescaped(fields[5]) for fields in raw if fields[:3:2] == ["OBX", "TX"]]
        assert said == [line.text + origin_of(page, line.algorithms) for part in page.parts for line in part.lines]
        numbers = [(float(obx.obx_5.value), obx.obx_6.obx_6_1.value) for obx in results if obx.obx_2.value == "NM"]
        assert numbers == [(m.value, m.unit.value) for row in page.findings for m in row.measurements], name
        patient = message.oru_r01_patient_result.oru_r01_patient.pid
        assert unescaped(patient.pid_3.pid_3_1.value) == page.subject.patient.patient_id
        documents = [obx for obx in results if obx.obx_2.value == "ED"]
        assert base64.b64decode(documents[0].obx_5.value.split("^")[4]) == PDF
    two = hl7_of(pages["zh two addenda"]).decode()
    (request,) = (line.split("|") for line in two.split("\r") if line.startswith("OBR"))
    assert [request[32], request[33]] == ["D-009&Adams&Jo", "D-003&Zhou&Wei~D-001&Li&Na"]
    addendum = hl7_of(pages["en addendum"]).decode()
    assert "|TX|55107-7^Addendum^LN|3.1|Compared with the outside CT of 2025: unchanged." in addendum
    chinese = hl7_of(pages["zh plain"]).decode()
    assert "王^小东^^^^^L^I~Wang^Xiaodong^^^^^L^A" in chinese and "|20260101011200" not in chinese
