"""Which certificates their authority has taken back: revocation lists (CRL, RFC 5280 section 5) from files.

A list counts if the authority of the certificate has signed it, may sign lists, and it is in force today. A list
that is out of date still shows what was revoked when it was made, but not that a certificate was left alone. Delta
lists and indirect ones (RFC 5280 5.2.4, 5.2.5) are not used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from reader.core.text import mark, tr
from reader.dicom.signatures.certificates import common_name, extension, same_name
from reader.dicom.values import clock_text

_STOLEN = frozenset((
    x509.ReasonFlags.key_compromise, x509.ReasonFlags.ca_compromise, x509.ReasonFlags.aa_compromise,
))  # fmt: skip
_LIFTED, _HELD = x509.ReasonFlags.remove_from_crl, x509.ReasonFlags.certificate_hold
_PART = mark("The revocation list of “{issuer}” covers only a part of its certificates.")
_MOST_BYTES = 64 * 2**20
_SUFFIXES = (".crl", ".pem", ".der")
_PEM = b"-----BEGIN X509 CRL-----"
_PEM_END = b"-----END X509 CRL-----"


@dataclass(frozen=True)
class Revoked:
    """A certificate was taken back. when: as its authority says; since: from when on its key may have been in other
    hands, else as `when`. stolen: nothing that its key signed is proven, whatever time it bears."""

    when: datetime
    since: datetime
    stolen: bool


@dataclass(frozen=True)
class Revocations:
    """The lists that are known, and why others are not, in words. Pure values; any thread."""

    lists: tuple[x509.CertificateRevocationList, ...] = ()
    faults: tuple[str, ...] = ()

    def of(
        self, certificate: x509.Certificate, issuers: Sequence[x509.Certificate], now: datetime
    ) -> tuple[Revoked | None, str]:
        """(what the newest list of its issuer says against it, why it is not known that nothing does).

        issuers: all trusted authorities of the issuer's name; an authority may have a new key for its lists.
        """
        name = common_name(certificate, issuer=True)
        named = [one for one in self.lists if any(same_name(one.issuer, ca.subject) for ca in issuers)]
        if not named:
            missing = tr("No revocation list of “{issuer}” is there.", issuer=name)
            return None, self.faults[0] if self.faults else missing
        signed = [one for one in named if any(_signed_by(ca, one) for ca in issuers)]
        if not signed:
            return None, tr("The revocation list of “{issuer}” is forged: “{issuer}” did not sign it.", issuer=name)
        settled, why = False, tr(_PART, issuer=name)
        for one in sorted(signed, key=lambda one: one.last_update_utc, reverse=True):
            if _is_indirect(one):
                continue
            entry = one.get_revoked_certificate_by_serial_number(certificate.serial_number)
            reason = _reason(entry) if entry is not None else _LIFTED
            # For good, also where a newer list leaves it out since it has expired; on hold only by the newest.
            if entry is not None and reason is not _LIFTED and not (settled and reason is _HELD):
                return _revoked(entry), ""
            if not settled and _is_about(one, certificate):
                settled, why = True, _why_not_in_force(one, name, now)
        return None, why


def issuer_of(one: x509.CertificateRevocationList) -> str:
    """The common name, else the whole distinguished name."""
    found = one.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else one.issuer.rfc4514_string()


def read_revocations(places: Iterable[str]) -> Revocations:
    """The lists in these files, or in the files of these folders (.crl, .pem, .der). Blocks; any thread. Never
    raises: what can't be read is a fault."""
    lists: list[x509.CertificateRevocationList] = []
    faults: list[str] = []
    for place in map(Path, places):
        try:
            for path in _files(place):
                found = _parsed(path)
                lists += found
                if not found:
                    faults.append(tr("{file} is no revocation list that can be read.", file=str(path)))
        except OSError as cause:
            why = cause.strerror or type(cause).__name__
            faults.append(tr("The revocation list {file} can't be read ({why}).", file=str(place), why=why))
    return Revocations(tuple(lists), tuple(faults))


@dataclass(frozen=True)
class RevocationSource:
    """Where the lists are, by the policy. fault: why that is not known, in words."""

    places: tuple[str, ...] = ()
    fault: Callable[[], str] | None = None

    def read(self) -> Revocations | None:
        """None where nobody asks for lists. Blocks; any thread."""
        if self.fault is not None:
            return Revocations(faults=(self.fault(),))
        return read_revocations(self.places) if self.places else None


def _files(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from sorted(path for path in place.iterdir() if path.suffix.lower() in _SUFFIXES)
    else:
        yield place


def _parsed(path: Path) -> list[x509.CertificateRevocationList]:
    """Raises OSError. Empty where it holds none."""
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise OSError(0, "too large", str(path))
    found = []
    try:
        if _PEM in data:
            for part in data.split(_PEM)[1:]:
                body = part.split(_PEM_END)[0]
                found.append(x509.load_pem_x509_crl(_PEM + body + _PEM_END + b"\n"))
        else:
            found.append(x509.load_der_x509_crl(data))
        for one in found:  # decoded only when asked for
            _ = (one.issuer, one.last_update_utc, one.next_update_utc)
    except ValueError:
        return []
    return found


def _signed_by(authority: x509.Certificate, one: x509.CertificateRevocationList) -> bool:
    if not same_name(one.issuer, authority.subject):
        return False
    usage = extension(authority, x509.KeyUsage)
    if usage is not None and not usage.crl_sign:
        return False
    try:
        return one.is_signature_valid(authority.public_key())  # type: ignore[arg-type]
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False


def _why_not_in_force(one: x509.CertificateRevocationList, name: str, now: datetime) -> str:
    """ "" for a list that is in force now."""
    if one.last_update_utc > now:
        begins = clock_text(one.last_update_utc)
        return tr("The revocation list of “{issuer}” begins only on {when}.", issuer=name, when=begins)
    due = one.next_update_utc
    if due is None or due < now:
        ended = clock_text(due) or "–"
        return tr("The revocation list of “{issuer}” was valid until {when}.", issuer=name, when=ended)
    return ""


def _is_indirect(one: x509.CertificateRevocationList) -> bool:
    """Its numbers may be of certificates of others; also where that can't be told."""
    try:
        return any(
            isinstance(found.value, x509.IssuingDistributionPoint) and found.value.indirect_crl
            for found in one.extensions
        )
    except ValueError:
        return True


def _is_about(one: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    """Whether a certificate that is not on the list was not revoked: it is neither a part nor about others."""
    known = (x509.IssuingDistributionPoint, x509.CRLNumber, x509.AuthorityKeyIdentifier)
    try:
        extensions = list(one.extensions)
    except ValueError:
        return False
    if any(found.critical and not isinstance(found.value, known) for found in extensions):
        return False  # a delta list, or what is not understood here
    for found in extensions:
        point = found.value
        if not isinstance(point, x509.IssuingDistributionPoint):
            continue
        if point.indirect_crl or point.only_some_reasons or point.only_contains_attribute_certs:
            return False
        limits = extension(certificate, x509.BasicConstraints)
        is_authority = limits is not None and limits.ca
        if point.only_contains_ca_certs if not is_authority else point.only_contains_user_certs:
            return False
        if point.full_name and not set(point.full_name) & _points(certificate):
            return False
    return True


def _points(certificate: x509.Certificate) -> set[x509.GeneralName]:
    found = extension(certificate, x509.CRLDistributionPoints)
    return {name for point in found or () for name in point.full_name or ()}


def _revoked(entry: x509.RevokedCertificate) -> Revoked:
    when = entry.revocation_date_utc
    try:
        invalid = entry.extensions.get_extension_for_class(x509.InvalidityDate).value.invalidity_date
        since = min(when, invalid.replace(tzinfo=UTC))
    except (x509.ExtensionNotFound, ValueError):
        since = when
    return Revoked(when, since, _reason(entry) in _STOLEN)


def _reason(entry: x509.RevokedCertificate) -> x509.ReasonFlags | None:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (x509.ExtensionNotFound, ValueError):
        return None
