"""Digital signatures in DICOM objects: the Structured Reporting RSA profile (PS3.15 C.4, PS3.3 C.12.1.1.3).

Signing adds two sequences to a data set and changes no other value of it. Verifying works on the bytes as they
are; files in another transfer syntax than explicit VR little endian are transcoded by pydicom first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO

import pydicom
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pydicom.errors import BytesLengthException, InvalidDicomError
from pydicom.uid import ExplicitVRLittleEndian

from reader.core.errors import ReaderError
from reader.core.text import tr
from reader.dicom.values import Code, new_uid, parse_dt
from reader.review.certificate import SigningKey, Trust, common_name, identifiers
from reader.review.encoding import Element, EncodingError, element, encode, mac_stream, parse, sequence, signable
from reader.review.model import ObjectReference, Signature

AUTHOR = Code("1", "ASTM-sigpurpose", "Author's Signature")
VERIFICATION = Code("5", "ASTM-sigpurpose", "Verification Signature")
REVIEW = Code("13", "ASTM-sigpurpose", "Review Signature")

MAC_PARAMETERS, DIGITAL_SIGNATURES = 0x4FFE0001, 0xFFFAFFFA
_MAC_ID, _MAC_SYNTAX, _MAC_ALGORITHM, _ELEMENTS_SIGNED = 0x04000005, 0x04000010, 0x04000015, 0x04000020
_SIGNATURE_UID, _SIGNATURE_TIME, _CERTIFICATE_TYPE = 0x04000100, 0x04000105, 0x04000110
_CERTIFICATE, _SIGNATURE, _STAMP_TYPE, _STAMP, _PURPOSE = 0x04000115, 0x04000120, 0x04000305, 0x04000310, 0x04000401
_TRANSFER_SYNTAX = 0x00020010
_VERIFICATION_FLAG, _COMPLETION_NOTE = 0x0040A493, 0x0040A492

# General Equipment module, evidence, predecessors, observation time and the SR content (PS3.15 C.4.1).
_EQUIPMENT = (
    0x00080070, 0x00080080, 0x00080081, 0x00081010, 0x00081040, 0x00081041, 0x00081090, 0x00181000, 0x00181020,
    0x00181008, 0x0018100A, 0x00181002, 0x00181050, 0x00181200, 0x00181201, 0x00280120,
)  # fmt: skip
_CONTENT = (0x0040A040, 0x0040A043, 0x0040A050, 0x0040A504, 0x0040A032, 0x0040A171, 0x0040A730)
REQUIRED = frozenset(
    (0x00080016, 0x0020000D, 0x0020000E, 0x0040A375, 0x0040A385, 0x0040A360, *_EQUIPMENT, *_CONTENT)
)
REQUIRED_WHEN_VERIFIED = frozenset((0x00080018, _VERIFICATION_FLAG, 0x0040A073, 0x0040A030))
# What this program signs besides: the character set that gives the bytes their meaning, this very object,
# whose it is, and the flags that say how final it is.
ALSO = frozenset((
    0x00080005, 0x00080018, 0x00080023, 0x00080033, 0x00080050, 0x00080201,
    0x00100010, 0x00100020, 0x00100021, 0x00100030, 0x00100040, 0x0040A370,
    0x0040A078, 0x0040A07A, 0x0040A491, 0x0040A492, _VERIFICATION_FLAG, 0x0040A496,
))  # fmt: skip

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "SHA256": hashes.SHA256, "SHA384": hashes.SHA384, "SHA512": hashes.SHA512,
}  # fmt: skip

_MALFORMED = (
    InvalidDicomError, BytesLengthException, EncodingError, AttributeError, ValueError, KeyError, TypeError,
    LookupError, OverflowError, OSError, EOFError, RuntimeError, struct.error,
)  # fmt: skip


class SignatureError(ReaderError):
    """An object could not be signed."""


def sign_object(data: bytes, key: SigningKey, purpose: Code, when: datetime | None = None) -> bytes:
    """The SR file with one signature more (SHA-256, RSA PKCS#1 v1.5).

    when: aware, now by default; written in UTC, since some verifiers ignore the offset. Raises
    `SignatureError` where the file is no SR, the certificate is not valid now, or the purpose is
    verification and the document is not VERIFIED.
    """
    when = (when or datetime.now(UTC)).astimezone(UTC)
    head, elements = _explicit(data)
    present = {e.tag: e for e in elements}
    _check_document(present, key, purpose, when)
    wanted = REQUIRED | REQUIRED_WHEN_VERIFIED | ALSO
    covered = [e for e in elements if e.tag in wanted and signable(e.tag)]
    mac_id = struct.pack("<H", _free_mac_id(present))
    item = [
        Element(_MAC_ID, b"US", mac_id),
        element(_SIGNATURE_UID, b"UI", new_uid()),
        element(_SIGNATURE_TIME, b"DT", when.strftime("%Y%m%d%H%M%S.%f+0000")),
        element(_CERTIFICATE_TYPE, b"CS", "X509_1993_SIG"),
        element(_CERTIFICATE, b"OB", _der(key.certificate)),
        sequence(_PURPOSE, _code(purpose)),
    ]
    signature = key.private.sign(_message(covered, item), padding.PKCS1v15(), hashes.SHA256())
    parameters = [
        Element(_MAC_ID, b"US", mac_id),
        element(_MAC_SYNTAX, b"UI", str(ExplicitVRLittleEndian)),
        element(_MAC_ALGORITHM, b"CS", "SHA256"),
        Element(_ELEMENTS_SIGNED, b"AT", b"".join(_at(e.tag) for e in covered)),
    ]
    added = (
        _appended(present, MAC_PARAMETERS, parameters),
        _appended(present, DIGITAL_SIGNATURES, [*item, element(_SIGNATURE, b"OB", signature)]),
    )
    kept = [e for e in elements if e.tag not in (MAC_PARAMETERS, DIGITAL_SIGNATURES)]
    return head + encode([*kept, *added])


def read_signatures(data: bytes, trust: Trust) -> tuple[Signature, ...]:
    """Every signature of the main data set, checked. Raises `SignatureError` where the file can't be read."""
    _, elements = _explicit(data)
    present = {e.tag: e for e in elements}
    parameters = {_value(item, _MAC_ID): item for item in _items(present, MAC_PARAMETERS)}
    return tuple(
        _checked(elements, item, parameters.get(_value(item, _MAC_ID)), trust)
        for item in _items(present, DIGITAL_SIGNATURES)
    )


def reference_of(data: bytes) -> ObjectReference:
    """The UIDs of a DICOM file. Raises `SignatureError` where it can't be read."""
    _, elements = _explicit(data)
    uids = {e.tag: e.text for e in elements if e.vr == b"UI"}
    return ObjectReference(*(uids.get(tag, "") for tag in (0x00080016, 0x00080018, 0x0020000E, 0x0020000D)))


def with_completion_note(data: bytes, note: str) -> bytes:
    """An unsigned SR with the explanation of its Completion Flag, (0040,A492): 64 characters of it."""
    head, elements = _explicit(data)
    line = " ".join(note.replace("\\", "/").split())[:64].encode("utf-8")
    kept = [e for e in elements if e.tag != _COMPLETION_NOTE]
    return head + encode([*kept, element(_COMPLETION_NOTE, b"LO", line)])


def completion_note(data: bytes) -> str:
    """(0040,A492) of an SR, "" where there is none."""
    _, elements = _explicit(data)
    value = next((e.value for e in elements if e.tag == _COMPLETION_NOTE), b"")
    return value.decode("utf-8", "replace").strip(" \0")


def _checked(
    elements: tuple[Element, ...],
    item: tuple[Element, ...],
    parameters: tuple[Element, ...] | None,
    trust: Trust,
) -> Signature:
    fields = {e.tag: e for e in item}
    when = parse_dt(fields[_SIGNATURE_TIME].text) if _SIGNATURE_TIME in fields else None
    if when is not None and when.tzinfo is None:
        when = when.astimezone()
    purposes = _items(fields, _PURPOSE)
    purpose = next((e.text for e in purposes[0] if e.tag == 0x00080100), "") if purposes else ""
    limits = {e.tag: e for e in parameters or ()}
    algorithm = limits[_MAC_ALGORITHM].text if _MAC_ALGORITHM in limits else ""

    certificate = _certificate(fields)
    if certificate is None:
        return Signature("", when, purpose, algorithm, reason=tr("It names no certificate that can be read."))
    standing = trust.standing(certificate, when)
    valid, reason = _content_unchanged(elements, item, fields, limits, certificate, algorithm)
    return Signature(
        signer=common_name(certificate), when=when, purpose=purpose, algorithm=algorithm, valid=valid,
        trusted=standing.trusted, reason=reason or standing.reason, expired=standing.expired,
        identifiers=identifiers(certificate),
    )  # fmt: skip


def _content_unchanged(
    elements: tuple[Element, ...],
    item: tuple[Element, ...],
    fields: dict[int, Element],
    limits: dict[int, Element],
    certificate: x509.Certificate,
    algorithm: str,
) -> tuple[bool | None, str]:
    """(True, ""), (False, why it does not hold) or (None, why it can't be checked)."""
    public = certificate.public_key()
    syntax = limits[_MAC_SYNTAX].text if _MAC_SYNTAX in limits else ""
    signature = fields.get(_SIGNATURE)
    if signature is None or _ELEMENTS_SIGNED not in limits:
        return None, tr("Parts of the signature are missing.")
    if algorithm not in _HASHES or syntax != ExplicitVRLittleEndian or not isinstance(public, rsa.RSAPublicKey):
        return None, tr("It is made in a way that is not accepted here ({algorithm}).", algorithm=algorithm or "–")
    raw = limits[_ELEMENTS_SIGNED].value
    tags = {g << 16 | e for g, e in struct.iter_unpack("<HH", raw[: len(raw) // 4 * 4])}
    covered = [e for e in elements if e.tag in tags]
    message = _message(covered, item)
    size = (public.key_size + 7) // 8
    try:
        public.verify(signature.value[:size], message, padding.PKCS1v15(), _HASHES[algorithm]())
    except InvalidSignature:
        return False, tr("The document was changed after it was signed.")
    if _left_out(elements, tags):
        return False, tr("The signature does not cover the whole report.")
    return True, ""


def _left_out(elements: tuple[Element, ...], tags: set[int]) -> frozenset[int]:
    """Elements that the profile wants covered and that are not: a valid signature over too little is none."""
    present = {e.tag: e for e in elements}
    wanted = REQUIRED
    flag = present.get(_VERIFICATION_FLAG)
    if flag is not None and flag.text == "VERIFIED":
        wanted |= REQUIRED_WHEN_VERIFIED
    return frozenset(tag for tag in wanted if tag in present and tag not in tags)


def _check_document(present: dict[int, Element], key: SigningKey, purpose: Code, when: datetime) -> None:
    if not {0x0040A040, 0x0040A043, 0x0040A730} <= present.keys():
        raise SignatureError(tr("Only a report can be signed."))
    flag = present.get(_VERIFICATION_FLAG)
    if purpose == VERIFICATION and (flag is None or flag.text != "VERIFIED"):
        raise SignatureError(tr("Only a verified report can be given a verification signature."))
    if not key.valid_at(when):
        raise SignatureError(
            tr("Your certificate is not valid now (it ends {when}).", when=key.not_after.strftime("%Y-%m-%d")),
            tr("Sign in again to renew it."),
        )


def _explicit(data: bytes) -> tuple[bytes, tuple[Element, ...]]:
    """(preamble and file meta information, the data set's elements), in explicit VR little endian."""
    try:
        start = _meta_end(data)
        syntax = next((e.text for e in parse(data[132:start]) if e.tag == _TRANSFER_SYNTAX), "")
        if syntax != ExplicitVRLittleEndian:
            data = _transcoded(data)
            start = _meta_end(data)
        return data[:start], parse(data[start:])
    except _MALFORMED as cause:
        raise SignatureError(tr("This is no report that can be read.")) from cause


def _transcoded(data: bytes) -> bytes:
    dataset = pydicom.dcmread(BytesIO(data))
    list(dataset.iterall())  # implicit VR: every element gets the VR of the dictionary now, or fails here
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    out = BytesIO()
    dataset.save_as(out, implicit_vr=False, little_endian=True, enforce_file_format=True)
    return out.getvalue()


def _meta_end(data: bytes) -> int:
    """Where group 0002 ends: its group length, (0002,0000), says so (PS3.10 7.1)."""
    if data[128:132] != b"DICM" or data[132:140] != b"\x02\x00\x00\x00UL\x04\x00":
        raise EncodingError("no file meta information group length")
    (length,) = struct.unpack("<I", data[140:144])
    return 144 + int(length)


def _message(covered: Iterable[Element], item: Iterable[Element]) -> bytes:
    apart = (_CERTIFICATE, _SIGNATURE, _STAMP_TYPE, _STAMP)
    own = sorted((e for e in item if e.tag not in apart), key=lambda e: e.tag)
    return b"".join((*mac_stream(covered), *mac_stream(own)))


def _items(present: dict[int, Element], tag: int) -> tuple[tuple[Element, ...], ...]:
    found = present.get(tag)
    return (found.items or ()) if found is not None else ()


def _value(item: Iterable[Element], tag: int) -> bytes:
    return next((e.value for e in item if e.tag == tag), b"")


def _appended(present: dict[int, Element], tag: int, item: Iterable[Element]) -> Element:
    return sequence(tag, *_items(present, tag), item)


def _free_mac_id(present: dict[int, Element]) -> int:
    used = {
        _value(item, _MAC_ID) for tag in (MAC_PARAMETERS, DIGITAL_SIGNATURES) for item in _items(present, tag)
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


def _certificate(fields: dict[int, Element]) -> x509.Certificate | None:
    kind, raw = fields.get(_CERTIFICATE_TYPE), fields.get(_CERTIFICATE)
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
    """OB values are padded to even length; DER says itself how long it is."""
    if len(der) < 4 or der[1] != 0x82:
        return der
    return der[: 4 + int.from_bytes(der[2:4], "big")]
