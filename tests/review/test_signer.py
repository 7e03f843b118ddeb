"""Forged and doubtful reports are named when they are read: each way of signing wrongly in its own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import AUTHOR, VERIFICATION, Verdict
from reader.dicom.signatures.signing import sign_object
from reader.dicom.values import Code, Person
from reader.report.codec import encode_report
from reader.report.model import ObjectReference, ReportDocument
from reader.review.service import read_version
from tests.review.conftest import LI, STUDY_UID, ZHOU, Authority, make_report

NOW = datetime.now(UTC)
NAMESAKE = replace(ZHOU, code=Code("D-777", "99READER", "Zhou Wei"))


def report(author: Person = LI, verifier: Person | None = ZHOU) -> bytes:
    return encode_report(ReportDocument(
        make_report("右肺上叶见一结节。", "右肺上叶结节。", author),
        ObjectReference("1.2.840.10008.5.1.4.1.1.88.33", "2.25.5", "2.25.6", STUDY_UID),
        datetime(2026, 1, 1, 10, 0, tzinfo=UTC), complete=True, final=verifier is not None, verifier=verifier,
    ))  # fmt: skip


@dataclass(frozen=True)
class Office:
    """Signs anything: what somebody with a key can do, whatever the program lets them."""

    authority: Authority
    private: rsa.RSAPrivateKey

    def key(self, person: Person, *roles: str) -> SigningKey:
        return SigningKey(self.private, self.authority.issue(self.private, person, roles=roles))

    def sign(self, data: bytes, person: Person, *roles: str) -> bytes:
        return sign_object(data, self.key(person, *roles), VERIFICATION)


Forgery = Callable[[Office, Office], bytes]
FORGERIES: dict[str, tuple[Forgery, str]] = {
    "nobody signed": (lambda own, other: report(), "has no signature"),
    "only the author signed": (
        lambda own, other: sign_object(report(), own.key(LI), AUTHOR),
        "no verification signature",
    ),
    "no right to verify": (lambda own, other: own.sign(report(), ZHOU, "reporting"), "does not allow verifying"),
    "no role": (lambda own, other: own.sign(report(), ZHOU), "states no role"),
    "a title that is no role": (lambda own, other: own.sign(report(), ZHOU, "Professor"), "states no role"),
    "signed by another reviewer": (
        lambda own, other: own.sign(report(), LI, "reviewing"), "names 周伟 Zhou Wei as verifier, but 李娜 Li Na"
    ),
    "a namesake": (
        lambda own, other: own.sign(report(), NAMESAKE, "reviewing"),
        "names 周伟 Zhou Wei (D-003) as verifier, but 周伟 Zhou Wei (D-777) signed",
    ),
    "verified by its author": (lambda own, other: own.sign(report(ZHOU), ZHOU, "reviewing"), "wrote and verified"),
    "another region": (lambda own, other: other.sign(report(), ZHOU, "reviewing"), "is not known here"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_it_is_named_and_never_valid(
    name: str, authority: Authority, stranger: Authority, private: rsa.RSAPrivateKey
) -> None:
    forge, words = FORGERIES[name]
    version = read_version(forge(Office(authority, private), Office(stranger, private)), authority.trust)
    assert version.verdict is not Verdict.VALID
    assert all(version.verdict_on(signature) is not Verdict.VALID for signature in version.signatures)
    assert words in " ".join(version.warnings)


def test_each_has_its_own_words(authority: Authority, stranger: Authority, private: rsa.RSAPrivateKey) -> None:
    own, other = Office(authority, private), Office(stranger, private)
    said = {
        name: read_version(forge(own, other), authority.trust).warnings for name, (forge, _) in FORGERIES.items()
    }
    assert len(set(said.values())) == len(said) - 1  # a title that is no role is none


def test_a_certificate_that_had_expired_is_named(
    authority: Authority, private: rsa.RSAPrivateKey, sign_with_dcmsign: Callable[..., bytes]
) -> None:
    expired = authority.issue(private, ZHOU, NOW - timedelta(days=30), days=10)
    late = read_version(sign_with_dcmsign(report(), private, expired, "+pv +m2 +sp 5"), authority.trust)
    assert late.verdict is Verdict.EXPIRED and "was not valid when this was signed" in late.warnings[0]
    in_time = sign_object(report(), SigningKey(private, expired), VERIFICATION, NOW - timedelta(days=25))
    assert read_version(in_time, authority.trust).warnings == ()


def test_what_is_right_is_silent(authority: Authority, private: rsa.RSAPrivateKey, li_key: SigningKey) -> None:
    signed = Office(authority, private).sign(report(), ZHOU, "reporting", "reviewing")
    version = read_version(signed, authority.trust)
    assert (version.verdict, version.warnings) == (Verdict.VALID, ())
    submitted = sign_object(report(verifier=None), li_key, AUTHOR)
    assert read_version(submitted, authority.trust).warnings == ()
    for_another = sign_object(report(ZHOU, None), li_key, AUTHOR)
    assert "names 周伟 Zhou Wei as author" in read_version(for_another, authority.trust).warnings[0]
