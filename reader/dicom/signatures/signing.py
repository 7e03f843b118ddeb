"""Signing a structured report, or a presentation state that goes with one: adds two sequences to the data set and
changes no other value of it."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydicom.uid import ExplicitVRLittleEndian

from reader.core.text import tr
from reader.dicom.objects import PRESENTATION_STATE, kind_of
from reader.dicom.signatures import profile
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.encoding import Element, element, encode, sequence
from reader.dicom.signatures.files import explicit
from reader.dicom.signatures.model import VERIFICATION, SignatureError
from reader.dicom.signatures.profile import items, signed_bytes, to_sign, value
from reader.dicom.signatures.timestamps import KIND
from reader.dicom.values import Code, new_uid

_REPORT = frozenset((0x0040A040, 0x0040A043, 0x0040A730))
"""Value Type, Concept Name and Content, which each SR document has at its root."""


def sign_object(data: bytes, key: SigningKey, purpose: Code, when: datetime | None = None) -> bytes:
    """The file with one signature more (SHA-256, RSA PKCS#1 v1.5), over all that `profile` says can be signed. A
    verification is stamped, where the key has an authority for that.

    when: aware, now by default; written in UTC, since some verifiers ignore the offset. Raises
    `SignatureError` where the file is neither, the certificate is not valid now, or the purpose is
    verification and the document is not VERIFIED.
    """
    when = (when or datetime.now(UTC)).astimezone(UTC)
    head, elements = explicit(data)
    present = {e.tag: e for e in elements}
    _check_document(present, key, purpose, when)
    covered = to_sign(elements)
    mac_id = struct.pack("<H", _free_mac_id(present))
    item = [
        Element(profile.MAC_ID, b"US", mac_id),
        element(profile.SIGNATURE_UID, b"UI", new_uid()),
        element(profile.SIGNATURE_TIME, b"DT", when.strftime("%Y%m%d%H%M%S.%f+0000")),
        element(profile.CERTIFICATE_TYPE, b"CS", "X509_1993_SIG"),
        element(profile.CERTIFICATE, b"OB", _der(key.certificate)),
        sequence(profile.PURPOSE, _code(purpose)),
    ]
    signature = key.sign(signed_bytes(covered, item))
    item.append(element(profile.SIGNATURE, b"OB", signature))
    token = key.stamper.stamp(signature) if key.stamper is not None and purpose == VERIFICATION else None
    if token is not None:
        item += [element(profile.STAMP_TYPE, b"CS", KIND), element(profile.STAMP, b"OB", token)]
    parameters = [
        Element(profile.MAC_ID, b"US", mac_id),
        element(profile.MAC_SYNTAX, b"UI", str(ExplicitVRLittleEndian)),
        element(profile.MAC_ALGORITHM, b"CS", "SHA256"),
        Element(profile.ELEMENTS_SIGNED, b"AT", b"".join(_at(e.tag) for e in covered)),
    ]
    added = (
        _appended(present, profile.MAC_PARAMETERS, parameters),
        _appended(present, profile.DIGITAL_SIGNATURES, item),
    )
    kept = [e for e in elements if e.tag not in (profile.MAC_PARAMETERS, profile.DIGITAL_SIGNATURES)]
    return head + encode([*kept, *added])


def _check_document(present: dict[int, Element], key: SigningKey, purpose: Code, when: datetime) -> None:
    sop_class = present[0x00080016].text if 0x00080016 in present else ""
    if not present.keys() >= _REPORT and kind_of(sop_class) is not PRESENTATION_STATE:
        raise SignatureError(tr("Only a report can be signed."))
    flag = present.get(profile.VERIFICATION_FLAG)
    if purpose == VERIFICATION and (flag is None or flag.text != "VERIFIED"):
        raise SignatureError(tr("Only a verified report can be given a verification signature."))
    if when < key.not_before:
        begins = key.not_before.astimezone().strftime("%Y-%m-%d %H:%M")
        raise SignatureError(
            tr("By this computer's clock, your certificate does not hold yet: it begins {when}.", when=begins),
            tr("Have the clock of this computer set right, then try again."),
        )
    if not key.valid_at(when):
        raise SignatureError(
            tr("Your certificate is not valid now (it ends {when}).", when=key.not_after.strftime("%Y-%m-%d")),
            tr("Sign in again to renew it."),
        )


def _appended(present: dict[int, Element], tag: int, item: Iterable[Element]) -> Element:
    return sequence(tag, *items(present, tag), item)


def _free_mac_id(present: dict[int, Element]) -> int:
    used = {
        value(item, profile.MAC_ID)
        for tag in (profile.MAC_PARAMETERS, profile.DIGITAL_SIGNATURES)
        for item in items(present, tag)
    }
    return next(number for number in range(65536) if struct.pack("<H", number) not in used)


def _at(tag: int) -> bytes:
    return struct.pack("<HH", tag >> 16, tag & 0xFFFF)


def _code(code: Code) -> list[Element]:
    return [
        element(0x00080100, b"SH", code.value),
        element(0x00080102, b"SH", code.scheme),
        element(0x00080104, b"LO", code.meaning),
    ]


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
