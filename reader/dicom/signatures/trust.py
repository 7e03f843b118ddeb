"""Which certificates are believed, and why one is not.

Certificates of real hospitals are taken as they are: without key identifiers, with a root of X.509 version 1 or
without basic constraints, with names whose case, blanks or string types differ (RFC 5280 7.1). What counts is that
each link is signed by the one above, that the chain ends in an authority that the hub names, and that
all were valid.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa

from reader.core.text import tr
from reader.dicom.signatures.certificates import common_name, extension

_LONGEST_CHAIN = 5


@dataclass(frozen=True)
class Standing:
    """What is to be said of a certificate at a time. reason: in the user's words, "" where all is well."""

    trusted: bool
    expired: bool
    reason: str = ""


@dataclass(frozen=True)
class Trust:
    """The certificate authorities that are believed. Pure values; any thread."""

    authorities: tuple[x509.Certificate, ...] = ()

    def standing(self, certificate: x509.Certificate, when: datetime | None) -> Standing:
        """Whether the certificate leads to a known authority, and was valid `when` (aware) it was used."""
        expired = when is None or not _valid(certificate, when)
        reason, chain = self._chain(certificate)
        if reason:
            return Standing(False, expired, reason)
        usage = extension(certificate, x509.KeyUsage)
        if usage is not None and not (usage.digital_signature or usage.content_commitment):
            return Standing(False, expired, tr("Its certificate is not for signing."))
        if when is None:
            return Standing(True, True, tr("It does not say when it was made."))
        if expired:
            return Standing(True, True, tr("The certificate was not valid when this was signed."))
        for authority in chain:
            if not _valid(authority, when):
                name = common_name(authority)
                return Standing(True, True, tr("Its issuer “{issuer}” was not valid at that time.", issuer=name))
        return Standing(True, False)

    def _chain(self, certificate: x509.Certificate) -> tuple[str, list[x509.Certificate]]:
        """("", the authorities up to the root), or why there is no such chain."""
        current = certificate
        chain: list[x509.Certificate] = []
        for _ in range(_LONGEST_CHAIN):
            name = common_name(current, issuer=True)
            namesakes = [ca for ca in self.authorities if _same_name(ca.subject, current.issuer)]
            if not namesakes:
                return tr("Its issuer “{issuer}” is not known here.", issuer=name), []
            signers = [ca for ca in namesakes if _signed_by(ca, current)]
            if not signers:
                return tr("It names “{issuer}” as its issuer, who did not sign it.", issuer=name), []
            issuer = next((ca for ca in signers if _may_issue(ca, len(chain))), None)
            if issuer is None:
                return tr("Its issuer “{issuer}” may not issue certificates.", issuer=name), []
            chain.append(issuer)
            if _same_name(issuer.subject, issuer.issuer) or issuer == current:
                return "", chain
            current = issuer
        return tr("The chain of its issuers is too long."), []


def _valid(certificate: x509.Certificate, when: datetime) -> bool:
    return certificate.not_valid_before_utc <= when <= certificate.not_valid_after_utc


def _may_issue(certificate: x509.Certificate, below: int) -> bool:
    """below: how many authorities are between. A root that says nothing of it may (RFC 5280 6.1.1)."""
    usage = extension(certificate, x509.KeyUsage)
    if usage is not None and not usage.key_cert_sign:
        return False
    limits = extension(certificate, x509.BasicConstraints)
    if limits is None:
        return _same_name(certificate.subject, certificate.issuer)
    return limits.ca and (limits.path_length is None or below <= limits.path_length)


def _same_name(one: x509.Name, other: x509.Name) -> bool:
    return one == other or _normal(one) == _normal(other)


def _normal(name: x509.Name) -> list[frozenset[tuple[str, str]]]:
    return [
        frozenset(
            (a.oid.dotted_string, " ".join(unicodedata.normalize("NFKC", str(a.value)).casefold().split()))
            for a in part
        )
        for part in name.rdns
    ]


def _signed_by(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    signature, signed = certificate.signature, certificate.tbs_certificate_bytes
    try:
        key, how = authority.public_key(), certificate.signature_algorithm_parameters
        if isinstance(key, rsa.RSAPublicKey) and isinstance(how, padding.PKCS1v15 | padding.PSS):
            digest = certificate.signature_hash_algorithm
            if digest is None:
                return False
            key.verify(signature, signed, how, digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and isinstance(how, ec.ECDSA):
            key.verify(signature, signed, how)
        elif isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
            key.verify(signature, signed)
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True
