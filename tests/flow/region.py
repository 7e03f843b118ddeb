"""What the hub holds, asked by plain requests: an outsider's view of what the workstation handed over."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path
from typing import Any

import requests

from tests.servers import HubProcess

AS_STORED = 'multipart/related; type="application/dicom"; transfer-syntax=*'


class Region:
    """One hub, and the DICOMweb server that holds its images (the hub itself, or another)."""

    def __init__(self, hub: HubProcess, images: str = "") -> None:
        self.hub = hub
        self.images = images or hub.dicomweb

    def workitems(self, **match: str) -> list[dict[str, Any]]:
        answer = requests.get(f"{self.hub.dicomweb}/workitems", params=match, headers=self.hub.headers())
        return answer.json() if answer.status_code == 200 else []

    def completed(self, code: str, study: str = "") -> list[dict[str, Any]]:
        """COMPLETED workitems of a task code (110005, 110007)."""
        found = self.workitems(**{"00741000": "COMPLETED"})
        return [
            item
            for item in found
            if item["00404018"]["Value"][0]["00080100"]["Value"] == [code]
            and (not study or item["0020000D"]["Value"] == [study])
        ]

    def outputs(self, item: dict[str, Any]) -> list[tuple[str, str, str]]:
        """(study, series, SOP Instance UID) of everything a workitem names as its output."""
        performed = item["00741216"]["Value"][0]
        return [
            (out["0020000D"]["Value"][0], out["0020000E"]["Value"][0], ref["00081155"]["Value"][0])
            for out in performed["00404033"]["Value"]
            for ref in out["00081199"]["Value"]
        ]

    def fetch(self, reference: tuple[str, str, str], folder: Path) -> Path:
        """The stored file behind a reference, byte for byte."""
        study, series, uid = reference
        answer = requests.get(
            f"{self.images}/studies/{study}/series/{series}/instances/{uid}",
            headers={"Accept": AS_STORED} | self.hub.headers(), timeout=20,
        )  # fmt: skip
        answer.raise_for_status()
        head = f"Content-Type: {answer.headers['Content-Type']}\r\n\r\n".encode()
        message = email.message_from_bytes(head + answer.content, policy=email.policy.HTTP)
        [part] = list(message.iter_parts())
        file = folder / f"{uid}.dcm"
        file.write_bytes(part.get_payload(decode=True))
        return file

    def reports(self, study: str) -> list[str]:
        """SOP Instance UIDs of all SR objects of a study."""
        answer = requests.get(
            f"{self.images}/studies/{study}/instances",
            params={"Modality": "SR"}, headers={"Accept": "application/dicom+json"} | self.hub.headers(),
        )  # fmt: skip
        found = answer.json() if answer.status_code == 200 else []
        return [item["00080018"]["Value"][0] for item in found if item.get("00080060", {}).get("Value") == ["SR"]]

    def authority(self, folder: Path) -> Path:
        """The region's CA certificate, fetched as anyone fetches it (EST), as PEM."""
        from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

        answer = requests.get(f"{self.hub.url}/.well-known/est/cacerts", timeout=20)
        import base64

        certificates = pkcs7.load_der_pkcs7_certificates(base64.b64decode(answer.content))
        file = folder / "ca.pem"
        file.write_bytes(b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates))
        return file
