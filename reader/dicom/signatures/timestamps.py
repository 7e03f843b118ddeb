"""Time stamps over signatures (RFC 3161): what an authority is asked, and whether what it gave holds.

In a DICOM object the token (CMS, RFC 5652) is the Certified Timestamp of a signature, over its value (PS3.3
C.12.1.1.3.1.3, CMS_TSP). Pure work on bytes; any thread.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from asn1crypto import algos, cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from reader.core.errors import ReaderError
from reader.core.text import tr
from reader.dicom.signatures.certificates import common_name, extension
from reader.dicom.signatures.model import Stamp
from reader.dicom.signatures.trust import Trust

KIND = "CMS_TSP"
"""Certified Timestamp Type (0400,0305)."""
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512,
}  # fmt: skip
_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
"""What asn1crypto raises of bytes that are not what they should be."""


class StampError(ReaderError):
    """There is no time stamp that holds."""


class _Response(core.Sequence):  # type: ignore[misc]
    """RFC 3161 2.4.2; refused, it has no token."""

    _fields = [  # noqa: RUF012 as asn1crypto wants it
        ("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]  # fmt: skip


@dataclass(frozen=True)
class StampRequest:
    """What is sent to an authority for one signature, and the number by which its answer is known again."""

    der: bytes
    signature: bytes
    nonce: int


def request(signature: bytes) -> StampRequest:
    """Over SHA-256 of a signature's value; asks for the certificate of the authority in the answer."""
    nonce = secrets.randbits(63) | 1 << 62
    wanted = tsp.TimeStampReq({
        "version": 1, "nonce": nonce, "cert_req": True,
        "message_imprint": {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "hashed_message": hashlib.sha256(signature).digest(),
        },
    })  # fmt: skip
    return StampRequest(wanted.dump(), signature, nonce)


def token_of(answer: bytes, asked: StampRequest, trust: Trust) -> tuple[bytes, Stamp]:
    """(the token to keep, what it says) of an authority's answer. Raises `StampError` where it gave none, or one
    that does not hold for what was asked."""
    try:
        response = _Response.load(answer, strict=True)
        status = str(response["status"]["status"].native)
        said = " ".join(response["status"]["status_string"].native or ())[:200]
        token = response["time_stamp_token"]
        if status not in ("granted", "granted_with_mods") or token.native is None:
            why = said or status
            raise StampError(tr("The time stamp authority refused ({why}).", why=why))
        info = _info(token)
        nonce, der = info["nonce"].native, token.dump()
    except _BROKEN as cause:
        raise StampError(tr("The time stamp authority's answer can't be read.")) from cause
    stamp = check(der, asked.signature, trust)
    if not stamp.holds or nonce != asked.nonce:
        why = stamp.reason or stamp.foreign or tr("It is the answer to another question.")
        raise StampError(tr("The time stamp that the authority gave is not valid. {reason}", reason=why))
    return der, stamp


def check(token: bytes, signature: bytes, trust: Trust) -> Stamp:
    """What a token says of a signature's value, and why that does not hold. Never raises."""
    try:
        content = cms.ContentInfo.load(token[:-1] if _padded(token) else token, strict=True)
        info = _info(content)
        when = info["gen_time"].native.astimezone(UTC)
        imprint = info["message_imprint"]
        how, said = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
        [signer] = content["content"]["signer_infos"]
        certificate = _certificate(content["content"], signer)
        if certificate is None:
            return Stamp(when, "", tr("It names no certificate that can be read."))
        name = common_name(certificate)
        if how not in _HASHES or hashlib.new(how, signature).digest() != said:
            return Stamp(when, name, tr("It is for another signature than this one."))
        if not _unchanged(content["content"], signer, certificate):
            return Stamp(when, name, tr("It was changed after it was made."))
    except _BROKEN:
        return Stamp(None, "", tr("It can't be read."))
    usage = extension(certificate, x509.ExtendedKeyUsage)
    if usage is None or list(usage) != [ExtendedKeyUsageOID.TIME_STAMPING]:  # RFC 3161 2.3
        return Stamp(when, name, tr("Its certificate is not for time stamps."))
    standing = Trust(trust.stampers, trust.revocations).standing(certificate, when)
    return Stamp(when, name, foreign=standing.reason)


def _info(content: Any) -> Any:
    """The TSTInfo in a token. Raises one of `_BROKEN`."""
    inner = content["content"]["encap_content_info"]
    if content["content_type"].native != "signed_data" or inner["content_type"].native != "tst_info":
        raise ValueError("no time stamp token")
    return inner["content"].parsed


def _certificate(signed: Any, signer: Any) -> x509.Certificate | None:
    """The one that the signer names, by issuer and number or by key."""
    for choice in signed["certificates"]:
        if choice.name != "certificate":
            continue
        found, sid = choice.chosen, signer["sid"]
        if sid.name == "issuer_and_serial_number":
            named = sid.chosen["serial_number"].native == found.serial_number
            named = named and sid.chosen["issuer"] == found.issuer
        else:
            named = sid.chosen.native == found.key_identifier
        if named:
            return x509.load_der_x509_certificate(found.dump())
    return None


def _unchanged(signed: Any, signer: Any, certificate: x509.Certificate) -> bool:
    """Whether the certificate's key has signed the content, and says that it is this certificate (RFC 5652 5.4,
    RFC 5816)."""
    digest = signer["digest_algorithm"]["algorithm"].native
    attributes = {one["type"].native: one["values"] for one in signer["signed_attrs"]}
    content = signed["encap_content_info"]["content"]
    body = bytes(content)  # of the OCTET STRING, without its tags: that is what was hashed
    if digest not in _HASHES or attributes["content_type"][0].native != "tst_info":
        return False
    if attributes["message_digest"][0].native != hashlib.new(digest, body).digest():
        return False
    der = certificate.public_bytes(Encoding.DER)
    if "signing_certificate_v2" in attributes:
        named = attributes["signing_certificate_v2"][0]["certs"][0]
        how = named["hash_algorithm"]["algorithm"].native
    else:
        named, how = attributes["signing_certificate"][0]["certs"][0], "sha1"
    if named["cert_hash"].native != hashlib.new(how, der).digest():
        return False
    message, raw = signer["signed_attrs"].untag().dump(), signer["signature"].native
    public, algorithm = certificate.public_key(), signer["signature_algorithm"]
    kind = algorithm["algorithm"].native
    try:
        if isinstance(public, rsa.RSAPublicKey) and algorithm.signature_algo == "rsassa_pkcs1v15":
            used = digest if kind == "rsassa_pkcs1v15" else algorithm.hash_algo
            public.verify(raw, message, padding.PKCS1v15(), _HASHES[used]())
        elif isinstance(public, ec.EllipticCurvePublicKey) and algorithm.signature_algo == "ecdsa":
            public.verify(raw, message, ec.ECDSA(_HASHES[algorithm.hash_algo]()))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _padded(token: bytes) -> bool:
    """OB values are padded to even length by one zero; DER says itself how long it is."""
    if len(token) < 4 or token[1] & 0x80 == 0 or not 1 <= token[1] & 0x7F <= 4:
        return False
    count = token[1] & 0x7F
    return len(token) == 2 + count + int.from_bytes(token[2 : 2 + count], "big") + 1
