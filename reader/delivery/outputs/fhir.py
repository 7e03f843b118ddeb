"""A report as a FHIR R4 bundle after IHE IMR (RAD-141): a transaction that any R4 server takes with one POST.

Resources name each other by `urn:uuid:` of the bundle, derived from the report's UIDs: the same report gives the
same bundle. Nothing that R4B added is used.
"""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import datetime
from hashlib import sha1
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from reader.delivery.outputs.content import FindingRow, ReportPage, Standing
from reader.delivery.outputs.html import narrative
from reader.dicom.values import Code, Person, PersonName, with_offset
from reader.findings.model import Measurement
from reader.terms.units import NO_UNITS

Resource = dict[str, Any]

_STATUS = {
    Standing.FINAL: "final", Standing.AMENDED: "corrected", Standing.ADDENDUM: "appended",
    Standing.PRELIMINARY: "preliminary",
}  # fmt: skip
_SYSTEMS = {"LN": "http://loinc.org", "SCT": "http://snomed.info/sct",
            "DCM": "http://dicom.nema.org/resources/ontology/DCM"}  # fmt: skip
_UNITS = "http://unitsofmeasure.org"
_GENDERS = {"M": "male", "F": "female", "O": "other"}
_UID = "urn:dicom:uid"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_REPRESENTATION = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation"


def fhir_of(page: ReportPage, html: str, pdf: bytes) -> bytes:
    """The bundle as JSON. html, pdf: of the same page."""
    return json.dumps(bundle_of(page, html, pdf), ensure_ascii=False, indent=1).encode("utf-8")


def bundle_of(page: ReportPage, html: str, pdf: bytes) -> Resource:
    """As `fhir_of`, as plain values."""
    made = _Bundle(page)
    patient = made.add("patient", _patient(page))
    centre = made.add("centre", _organisation(page.institution))
    author = made.add("author", _practitioner(page.author.person))
    verifier = made.add("verifier", _practitioner(page.verifier.person)) if page.verifier is not None else author
    interpreters = [author]
    if page.reviewer is not None:
        interpreters.append(made.add("reviewer", _practitioner(page.reviewer.person)))
    interpreters += [verifier] if verifier != author else []
    for number, person in enumerate(page.before_addendum):
        interpreters.append(made.add(f"before {number}", _practitioner(person)))
    order = made.add("order", _order(page, patient))
    study = made.add("study", _study(page, patient, order))
    observations = [
        made.add(f"finding {row.tracking_uid} {number}", _observation(page, row, measured, patient, study))
        for row in page.findings
        for number, measured in enumerate(row.measurements)
    ]
    report: Resource = {
        "resourceType": "DiagnosticReport",
        "language": page.language or "en",
        "text": {"status": "generated", "div": narrative(page)},
        "identifier": [_identifier(page.reference.sop_instance_uid)],
        "basedOn": [order],
        "status": _STATUS[page.standing],
        "category": [_concept(Code("RAD", "", "Radiology"), "http://terminology.hl7.org/CodeSystem/v2-0074")],
        "code": {**_concept(page.title), "text": page.words.title},
        "subject": patient,
        "effectiveDateTime": _moment(page.subject.study_when),
        "issued": _instant(page.answering.when),
        "performer": [centre],
        "resultsInterpreter": interpreters,
        "result": observations,
        "imagingStudy": [study],
        "conclusion": page.impression,
        "presentedForm": [
            _attachment(page, "text/html", html.encode("utf-8")), _attachment(page, "application/pdf", pdf),
        ],
    }  # fmt: skip
    made.add("report", report)
    return made.bundle


class _Bundle:
    def __init__(self, page: ReportPage) -> None:
        self._uid = page.reference.sop_instance_uid
        self.bundle: Resource = {
            "resourceType": "Bundle",
            "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{self._uid}"},
            "type": "transaction",
            "timestamp": _instant(page.answering.when),
            "entry": [],
        }

    def add(self, name: str, resource: Resource) -> Resource:
        """A reference to it. name: what tells it apart in this bundle."""
        url = f"urn:uuid:{uuid5(NAMESPACE_OID, f'{self._uid} {name}')}"
        kind = resource["resourceType"]
        full = _without_nothing(resource)
        self.bundle["entry"].append({"fullUrl": url, "resource": full, "request": {"method": "POST", "url": kind}})
        return {"reference": url, "type": kind}


def _patient(page: ReportPage) -> Resource:
    patient = page.subject.patient
    identifier: Resource = {"value": patient.patient_id}
    if patient.issuer_uid:
        identifier["system"] = f"urn:oid:{patient.issuer_uid}"
    if patient.issuer:
        identifier["assigner"] = {"display": patient.issuer}
    return {
        "resourceType": "Patient",
        "identifier": [identifier] if patient.patient_id else [],
        "name": _names(patient.name),
        "gender": _GENDERS.get(patient.sex, "unknown"),
        "birthDate": patient.birth_date.isoformat() if patient.birth_date else "",
    }


def _names(name: PersonName) -> list[Resource]:
    """Ideographic and alphabetic, each as written and, where it has parts, in parts."""
    found = []
    for written, representation in ((name.ideographic, "IDE"), (name.alphabetic, "ABC")):
        parts = [*written.split("^"), "", "", ""]
        if not written.strip("^"):
            continue
        text = written.replace("^", "") if representation == "IDE" else " ".join(filter(None, parts))
        found.append(_without_nothing({
            "extension": [{"url": _REPRESENTATION, "valueCode": representation}],
            "use": "official", "text": text, "family": parts[0],
            "given": [part for part in parts[1:3] if part], "prefix": [parts[3]] if parts[3] else [],
        }))  # fmt: skip
    return found


def _practitioner(person: Person) -> Resource:
    code = person.code
    identifiers = [{"system": _system(code), "value": code.value}] if code.value else []
    return {"resourceType": "Practitioner", "identifier": identifiers, "name": _names(person.name)}


def _organisation(name: str) -> Resource:
    return {"resourceType": "Organization", "name": name or "?"}


def _accession(page: ReportPage) -> list[Resource]:
    if not page.accession:
        return []
    kind = _concept(Code("ACSN", "", "Accession ID"), "http://terminology.hl7.org/CodeSystem/v2-0203")
    return [{"type": kind, "value": page.accession}]


def _order(page: ReportPage, patient: Resource) -> Resource:
    return {
        "resourceType": "ServiceRequest", "identifier": _accession(page), "status": "completed", "intent": "order",
        "code": {"text": page.subject.study_description or page.words.title}, "subject": patient,
    }  # fmt: skip


def _study(page: ReportPage, patient: Resource, order: Resource) -> Resource:
    modality = page.subject.modality
    coding = {"system": _SYSTEMS["DCM"], "code": modality}
    return {
        "resourceType": "ImagingStudy", "identifier": [_identifier(page.subject.study_uid), *_accession(page)],
        "status": "available", "modality": [coding] if modality else [], "subject": patient,
        "started": _moment(page.subject.study_when), "basedOn": [order],
        "description": page.subject.study_description,
    }  # fmt: skip


def _observation(
    page: ReportPage, row: FindingRow, measured: Measurement, patient: Resource, study: Resource
) -> Resource:
    """One number of a finding, in UCUM; the finding and its site as the radiologist accepted them."""
    unit = measured.unit
    value: Resource = {"value": measured.value, "unit": unit.meaning or unit.value}
    if unit.scheme == NO_UNITS.scheme:
        value |= {"system": _UNITS, "code": unit.value}
    said = ", ".join(filter(None, (row.what, row.where)))
    derived, how = measured.derivation, measured.method
    name = measured.concept.meaning + (f" ({derived.meaning})" if derived is not None else "")
    notes = [page.words.algorithm.format(name=row.algorithm)] if row.algorithm else []
    notes += [how.meaning] if derived is not None and how is not None else []
    made = derived or how
    return {
        "resourceType": "Observation",
        "identifier": [_identifier(row.tracking_uid)],
        "status": "preliminary" if page.standing is Standing.PRELIMINARY else "final",
        "category": [_concept(Code("imaging", "", "Imaging"), _CATEGORY)],
        "code": {**_concept(measured.concept), "text": f"{said}: {name}"},
        "subject": patient,
        "effectiveDateTime": _moment(page.subject.study_when),
        "issued": _instant(page.answering.when),
        "valueQuantity": value,
        "bodySite": _concept(row.site) if row.site is not None else {},
        "method": _concept(made) if made is not None else {},
        "note": [{"text": note} for note in notes],
        "derivedFrom": [study],
    }


def _attachment(page: ReportPage, kind: str, data: bytes) -> Resource:
    return {
        "contentType": kind, "language": page.language or "en", "data": b64encode(data).decode("ascii"),
        "size": len(data), "hash": b64encode(sha1(data, usedforsecurity=False).digest()).decode("ascii"),
        "title": page.words.title, "creation": _instant(page.answering.when),
    }  # fmt: skip


def _identifier(uid: str) -> Resource:
    return {"system": _UID, "value": f"urn:oid:{uid}"}


def _concept(code: Code, system: str = "") -> Resource:
    coding = {"system": system or _system(code), "code": code.value, "display": code.meaning}
    return {"coding": [_without_nothing(coding)]}


def _system(code: Code) -> str:
    """A private scheme has no address; its designator tells it apart."""
    return _SYSTEMS.get(code.scheme, f"urn:dicom:scheme:{code.scheme}" if code.scheme else "")


def _moment(when: datetime | None) -> str:
    """A time needs its offset here; the day alone does not."""
    if when is None or when.year == 1:
        return ""
    return when.isoformat(timespec="seconds") if when.tzinfo is not None else when.date().isoformat()


def _instant(when: datetime | None) -> str:
    return with_offset(when).isoformat(timespec="seconds") if when is not None and when.year > 1 else ""


def _without_nothing(resource: Resource) -> Resource:
    """FHIR knows no empty values."""
    return {name: value for name, value in resource.items() if value not in ("", None, [], {})}
