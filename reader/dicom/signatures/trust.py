"""Which certificates are believed, and why one is not.

Certificates of real hospitals are taken as they are: without key identifiers, with a root of X.509 version 1 or
without basic constraints, with names whose case, blanks or string types differ (RFC 5280 7.1). What counts is that
each link is signed by the one above, that the chain ends in an authority that the hub names, and that
all were valid. Where revocation lists are known, none of them may have been revoked before it was used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa

from reader.core.text import mark, together, tr
from reader.dicom.signatures.certificates import common_name, extension, same_name
from reader.dicom.signatures.revocation import Revocations, Revoked
from reader.dicom.values import clock_text

_LONGEST_CHAIN = 5
_LATER = mark(
    "The certificate of {who} was revoked on {when}. This signature was made before and stays valid."
)


@dataclass(frozen=True)
class Standing:
    """What is to be said of a certificate at a time. reason: in the user's words, "" where all is well.

    revoked: when it, or an authority above it, was taken back, where that was before. note: what is to be said
    although it is good: it was revoked later, or (unchecked) whether it was revoked is not known.
    """

    trusted: bool
    expired: bool
    reason: str = ""
    revoked: datetime | None = None
    unchecked: bool = False
    note: str = ""


@dataclass(frozen=True)
class Trust:
    """The certificate authorities that are believed, and what they have revoked. revocations: None where nobody
    asks. stampers: those whose time stamps are believed. Pure values; any thread."""

    authorities: tuple[x509.Certificate, ...] = ()
    revocations: Revocations | None = None
    stampers: tuple[x509.Certificate, ...] = ()

    def standing(
        self, certificate: x509.Certificate, when: datetime | None, stamped: datetime | None = None
    ) -> Standing:
        """Whether the certificate leads to a known authority, and was valid `when` (aware) it was used. stamped:
        when that was at the latest, by a time stamp that holds."""
        expired = when is None or not _valid(certificate, when)
        reason, chain = self._chain(certificate)
        if reason:
            return Standing(False, expired, reason)
        usage = extension(certificate, x509.KeyUsage)
        if usage is not None and not (usage.digital_signature or usage.content_commitment):
            return Standing(False, expired, tr("Its certificate is not for signing."))
        found = self._revocation((certificate, *chain), when, stamped)
        if found.revoked is not None:
            return replace(found, expired=expired)
        if when is None:
            return Standing(True, True, tr("It does not say when it was made."))
        if expired:
            return Standing(True, True, tr("The certificate was not valid when this was signed."))
        for authority in chain:
            if not _valid(authority, when):
                name = common_name(authority)
                return Standing(True, True, tr("Its issuer “{issuer}” was not valid at that time.", issuer=name))
        return found

    def _revocation(
        self, links: tuple[x509.Certificate, ...], when: datetime | None, stamped: datetime | None
    ) -> Standing:
        """Of a certificate in which nothing else is wrong. links: it and the authorities above it; nobody revokes
        the last one, a root."""
        if self.revocations is None:
            return Standing(True, False)
        later, unknown = "", ""
        for number, link in enumerate(links[:-1]):
            issuers = [ca for ca in self.authorities if same_name(ca.subject, link.issuer)]
            revoked, why = self.revocations.of(link, issuers, datetime.now(UTC))
            name = common_name(link)
            if revoked is None:
                if why and not unknown:
                    asked = tr("Whether the certificate of {who} was revoked is not known.", who=name)
                    unknown = together(asked, why)
            elif before := _against(revoked, when, stamped, "" if number == 0 else name):
                return Standing(True, False, before, revoked=revoked.when)
            else:
                later = tr(_LATER, who=name, when=clock_text(revoked.when))
        return Standing(True, False, unchecked=bool(unknown), note=together(later, unknown))

    def _chain(self, certificate: x509.Certificate) -> tuple[str, list[x509.Certificate]]:
        """("", the authorities up to the root), or why there is no such chain."""
        current = certificate
        chain: list[x509.Certificate] = []
        for _ in range(_LONGEST_CHAIN):
            name = common_name(current, issuer=True)
            namesakes = [ca for ca in self.authorities if same_name(ca.subject, current.issuer)]
            if not namesakes:
                return tr("Its issuer “{issuer}” is not known here.", issuer=name), []
            signers = [ca for ca in namesakes if _signed_by(ca, current)]
            if not signers:
                return tr("It names “{issuer}” as its issuer, who did not sign it.", issuer=name), []
            issuer = next((ca for ca in signers if _may_issue(ca, len(chain))), None)
            if issuer is None:
                return tr("Its issuer “{issuer}” may not issue certificates.", issuer=name), []
            chain.append(issuer)
            if same_name(issuer.subject, issuer.issuer) or issuer == current:
                return "", chain
            current = issuer
        return tr("The chain of its issuers is too long."), []


def _against(revoked: Revoked, when: datetime | None, stamped: datetime | None, authority: str) -> str:
    """Why a signature of this time is worth nothing; "" where it was made before. authority: the name of the one
    that was revoked, "" where it was the signer's certificate."""
    day = clock_text(revoked.when)
    if authority:
        said = tr("The certificate of its issuer “{issuer}” was revoked on {when}.", issuer=authority, when=day)
    else:
        said = tr("Its certificate was revoked on {when}.", when=day)
    when = stamped or when
    if when is None:
        return together(said, tr("It does not say when it was made."))
    if when >= revoked.since:
        return together(said, tr("The signature was made after that, {when}.", when=clock_text(when)))
    if revoked.stolen and stamped is None:
        return together(said, tr("Its key may have been stolen: that the signature is older is not proven."))
    return ""


def _valid(certificate: x509.Certificate, when: datetime) -> bool:
    return certificate.not_valid_before_utc <= when <= certificate.not_valid_after_utc


def _may_issue(certificate: x509.Certificate, below: int) -> bool:
    """below: how many authorities are between. A root that says nothing of it may (RFC 5280 6.1.1)."""
    usage = extension(certificate, x509.KeyUsage)
    if usage is not None and not usage.key_cert_sign:
        return False
    limits = extension(certificate, x509.BasicConstraints)
    if limits is None:
        return same_name(certificate.subject, certificate.issuer)
    return limits.ca and (limits.path_length is None or below <= limits.path_length)


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
