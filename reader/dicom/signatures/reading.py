"""Reading and checking the signatures of an object, on its bytes as they are.

Files in another transfer syntax than explicit VR little endian are transcoded by pydicom first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from pydicom.uid import ExplicitVRLittleEndian

from reader.core.text import tr
from reader.dicom.private import PRIVATE_GROUP
from reader.dicom.signatures import profile
from reader.dicom.signatures.archived import before_archive
from reader.dicom.signatures.certificates import common_name, identifiers, roles
from reader.dicom.signatures.encoding import Element
from reader.dicom.signatures.files import explicit
from reader.dicom.signatures.model import Signature, Stamp
from reader.dicom.signatures.names import name_of
from reader.dicom.signatures.profile import items, left_open, signed_bytes, value
from reader.dicom.signatures.timestamps import KIND, check
from reader.dicom.signatures.trust import Trust
from reader.dicom.values import parse_dt

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "SHA256": hashes.SHA256, "SHA384": hashes.SHA384, "SHA512": hashes.SHA512,
}  # fmt: skip


def read_signatures(data: bytes, trust: Trust) -> tuple[Signature, ...]:
    """Every signature of the main data set, checked. Raises `SignatureError` where the file can't be read."""
    _, elements = explicit(data)
    present = {e.tag: e for e in elements}
    parameters = {value(item, profile.MAC_ID): item for item in items(present, profile.MAC_PARAMETERS)}
    return tuple(
        _checked(elements, item, parameters.get(value(item, profile.MAC_ID)), trust)
        for item in items(present, profile.DIGITAL_SIGNATURES)
    )


@dataclass(frozen=True)
class _Outcome:
    """valid: None where it can't be checked; reason: why it does not hold, or can't be checked."""

    valid: bool | None
    reason: str = ""
    altered: str = ""
    open: frozenset[int] = frozenset()
    former: bool = False


def _checked(
    elements: tuple[Element, ...],
    item: tuple[Element, ...],
    parameters: tuple[Element, ...] | None,
    trust: Trust,
) -> Signature:
    fields = {e.tag: e for e in item}
    when = parse_dt(fields[profile.SIGNATURE_TIME].text) if profile.SIGNATURE_TIME in fields else None
    if when is not None and when.tzinfo is None:
        when = when.astimezone()
    purposes = items(fields, profile.PURPOSE)
    purpose = next((e.text for e in purposes[0] if e.tag == 0x00080100), "") if purposes else ""
    limits = {e.tag: e for e in parameters or ()}
    algorithm = limits[profile.MAC_ALGORITHM].text if profile.MAC_ALGORITHM in limits else ""

    certificate = _certificate(fields)
    if certificate is None:
        return Signature("", when, purpose, algorithm, reason=tr("It names no certificate that can be read."))
    stamp = _stamp(fields, certificate, trust)
    standing = trust.standing(certificate, when, stamp.when if stamp is not None and stamp.holds else None)
    outcome = _content_unchanged(elements, item, fields, limits, certificate.public_key(), algorithm)
    return Signature(
        signer=common_name(certificate), when=when, purpose=purpose, algorithm=algorithm, valid=outcome.valid,
        trusted=standing.trusted, reason=outcome.reason or standing.reason, expired=standing.expired,
        identifiers=identifiers(certificate), roles=roles(certificate), altered=outcome.altered,
        open=tuple(name_of(tag) for tag in sorted(outcome.open)), former=outcome.former,
        revoked=standing.revoked is not None, unchecked=standing.unchecked, note=standing.note,
        stamp=stamp,
    )  # fmt: skip


def _stamp(fields: dict[int, Element], certificate: x509.Certificate, trust: Trust) -> Stamp | None:
    """The time stamp over the signature's value; None where there is none."""
    token, signature, public = fields.get(profile.STAMP), fields.get(profile.SIGNATURE), certificate.public_key()
    if token is None or signature is None:
        return None
    kind = fields[profile.STAMP_TYPE].text if profile.STAMP_TYPE in fields else ""
    if kind != KIND or not isinstance(public, rsa.RSAPublicKey):
        return Stamp(None, "", tr("Its kind is not known here."))
    return check(token.value, signature.value[: (public.key_size + 7) // 8], trust)


def _content_unchanged(
    elements: tuple[Element, ...],
    item: tuple[Element, ...],
    fields: dict[int, Element],
    limits: dict[int, Element],
    public: PublicKeyTypes,
    algorithm: str,
) -> _Outcome:
    syntax = limits[profile.MAC_SYNTAX].text if profile.MAC_SYNTAX in limits else ""
    signature = fields.get(profile.SIGNATURE)
    if signature is None or profile.ELEMENTS_SIGNED not in limits:
        return _Outcome(None, tr("Parts of the signature are missing."))
    if algorithm not in _HASHES or syntax != ExplicitVRLittleEndian or not isinstance(public, rsa.RSAPublicKey):
        how = algorithm or "–"
        return _Outcome(None, tr("Its algorithm is not accepted here ({algorithm}).", algorithm=how))
    raw = limits[profile.ELEMENTS_SIGNED].value
    tags = {g << 16 | e for g, e in struct.iter_unpack("<HH", raw[: len(raw) // 4 * 4])}
    size = (public.key_size + 7) // 8

    def holds(for_elements: Iterable[Element]) -> bool:
        message = signed_bytes([e for e in for_elements if e.tag in tags], item)
        try:
            public.verify(signature.value[:size], message, padding.PKCS1v15(), _HASHES[algorithm]())
        except InvalidSignature:
            return False
        return not signature.value[size:].strip(b"\0")

    altered = ""
    if not holds(elements):
        before = before_archive(elements, tags)
        if before is None or not holds(before[0]):
            return _Outcome(False, tr("The document was changed after it was signed."))
        elements, change = before
        names = ", ".join(name_of(tag) for tag in sorted(change.tags))
        altered = tr("{system} changed it since: {names}.", system=change.system or "?", names=names)
    if _left_out(elements, tags):
        return _Outcome(False, tr("The signature does not cover the complete report."))
    rest = left_open(elements, tags)
    former = rest <= profile.ONCE_LEFT_OPEN | {t for t in rest if t >> 16 == PRIVATE_GROUP}
    return _Outcome(True, altered=altered, open=rest, former=former and not tags & profile.ONCE_LEFT_OPEN)


def _left_out(elements: tuple[Element, ...], tags: set[int]) -> frozenset[int]:
    """Elements that the profile wants covered and that are not: a valid signature over too little is none."""
    present = {e.tag: e for e in elements}
    wanted = profile.REQUIRED
    flag = present.get(profile.VERIFICATION_FLAG)
    if flag is not None and flag.text == "VERIFIED":
        wanted |= profile.REQUIRED_WHEN_VERIFIED
    return frozenset(tag for tag in wanted if tag in present and tag not in tags)


def _certificate(fields: dict[int, Element]) -> x509.Certificate | None:
    kind, raw = fields.get(profile.CERTIFICATE_TYPE), fields.get(profile.CERTIFICATE)
    if kind is None or raw is None or kind.text not in ("X509_1993_SIG", "X509_1993"):
        return None
    try:
        certificate = x509.load_der_x509_certificate(_without_padding(raw.value))
        # These are decoded only when asked for: a certificate in which they can't be is none.
        named = bool(certificate.subject and certificate.issuer and certificate.not_valid_after_utc)
        return certificate if certificate.public_key() and named else None
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion):
        return None


def _without_padding(der: bytes) -> bytes:
    """OB values are padded to even length by a zero; DER says itself how long it is. Anything else fails."""
    if len(der) < 4 or der[1] != 0x82:
        return der
    end = 4 + int.from_bytes(der[2:4], "big")
    return der[:end] if der[end:] in (b"", b"\0") else der
