"""Time stamps of a local authority of `openssl ts`, over signatures that dcmsign verifies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pydicom
import pytest

from reader.core.http import Http
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import AUTHOR, VERIFICATION, Signature, Verdict
from reader.dicom.signatures.reading import read_signatures
from reader.dicom.signatures.revocation import RevocationSource
from reader.dicom.signatures.signing import sign_object
from reader.dicom.signatures.timestamps import StampError, check, request, token_of
from reader.dicom.signatures.trust import Trust
from reader.dicom.values import clock_text
from reader.review.doubts import stamp_text
from reader.review.service import read_version
from reader.review.stamping import Stamper
from tests.openssl import OpensslCa
from tests.review.conftest import Authority, make_authority
from tests.review.test_signature import Judge, report_bytes
from tests.tsa import NAME, Tsa


@pytest.fixture(scope="module")
def above() -> Authority:
    return make_authority("Above the stamps")


@pytest.fixture
def tsa(tmp_path: Path, above: Authority) -> Tsa:
    return Tsa(tmp_path / "tsa", above.key, above.certificate)


@pytest.fixture
def url(tsa: Tsa) -> Iterator[str]:
    with tsa.serving() as address:
        yield address


@pytest.fixture
def trust(authority: Authority, above: Authority) -> Trust:
    return Trust((authority.certificate,), stampers=(above.certificate,))


def stamped(key: SigningKey, url: str, trust: Trust, *, when: datetime | None = None) -> bytes:
    with_stamps = replace(key, stamper=Stamper(Http(patience=0.3), url, trust, True))
    return sign_object(report_bytes(), with_stamps, VERIFICATION, when)


def parts(data: bytes) -> tuple[bytes, bytes]:
    """(the token, the signature's value) as pydicom reads them."""
    [item] = pydicom.dcmread(BytesIO(data)).DigitalSignaturesSequence
    assert item.CertifiedTimestampType == "CMS_TSP"
    return item.CertifiedTimestamp, item.Signature


def only(data: bytes, trust: Trust) -> Signature:
    [signature] = read_signatures(data, trust)
    return signature


@pytest.mark.parametrize(("digest", "ess"), [("sha256", "sha256"), ("sha512", "sha1")])
def test_it_is_over_the_signature_and_both_hold(
    digest: str, ess: str, tsa: Tsa, url: str, zhou_key: SigningKey, trust: Trust, dcmsign: Judge
) -> None:
    tsa.configure(digest, ess)
    before = datetime.now(UTC) - timedelta(seconds=2)
    data = stamped(zhou_key, url, trust)
    token, value = parts(data)
    assert tsa.verify(token, value) and not tsa.verify(token, value + b"\0")
    assert dcmsign(data, "+rs", "+tr", "+cf", str(tsa.folder / "ca.pem")) == 0  # its time stamp, too
    signature = only(data, trust)
    stamp = signature.stamp
    assert signature.verdict is Verdict.VALID and stamp is not None and stamp.holds and stamp.authority == NAME
    assert stamp.when is not None and before <= stamp.when <= datetime.now(UTC) + timedelta(seconds=2)
    assert stamp_text(signature) == f"Time stamp {clock_text(stamp.when)} by {NAME}"
    assert read_version(data, trust).warnings == ()


def test_only_final_signatures_are_stamped(tsa: Tsa, url: str, li_key: SigningKey, trust: Trust) -> None:
    key = replace(li_key, stamper=Stamper(Http(), url, trust, True))
    data = sign_object(report_bytes(verified=False), key, AUTHOR)
    assert tsa.asked == 0 and only(data, trust).stamp is None and stamp_text(only(data, trust)) == ""


BAD = {"nonsense": "can't be read", "refuses": "refused", "another": "another signature", "replays": "another"}


@pytest.mark.parametrize("how", [*BAD, "away"])
def test_without_one_that_holds_nothing_is_signed_or_it_is_said(
    how: str, tsa: Tsa, url: str, zhou_key: SigningKey, trust: Trust
) -> None:
    if how == "replays":
        stamped(zhou_key, url, trust)
    tsa.how = how
    address = "http://127.0.0.1:9/tsr" if how == "away" else url
    with pytest.raises(StampError, match="nothing may be signed") as refused:
        stamped(zhou_key, address, trust)
    assert BAD.get(how, "does not answer") in refused.value.user_message
    assert "Nothing was signed" in refused.value.safe and refused.value.hint
    stamper = Stamper(Http(patience=0.3), address, trust, False)
    data = sign_object(report_bytes(), replace(zhou_key, stamper=stamper), VERIFICATION)
    assert only(data, trust).stamp is None and BAD.get(how, "does not answer") in stamper.missed
    tsa.how = "well"
    stamper.url = url
    sign_object(report_bytes(), replace(zhou_key, stamper=stamper), VERIFICATION)
    assert stamper.missed == ""


def test_an_answer_to_another_question_is_none(tsa: Tsa, trust: Trust) -> None:
    """The same signature asked for twice: the nonce tells the answers apart."""
    first, second = request(b"signature"), request(b"signature")
    answer = tsa.answer(first.der)
    assert token_of(answer, first, trust)[1].holds
    with pytest.raises(StampError, match="another question"):
        token_of(answer, second, trust)


def test_one_of_an_authority_that_is_not_named_is_said(
    tsa: Tsa, url: str, zhou_key: SigningKey, authority: Authority, trust: Trust
) -> None:
    data = stamped(zhou_key, url, trust)
    signature = only(data, authority.trust)
    assert signature.stamp is not None and not signature.stamp.holds and "not known" in stamp_text(signature)
    assert signature.verdict is Verdict.VALID and read_version(data, authority.trust).warnings == ()
    with pytest.raises(StampError, match="not known here"):
        stamped(zhou_key, url, authority.trust)


def changed(data: bytes, change: Callable[[pydicom.Dataset], object]) -> bytes:
    dataset = pydicom.dcmread(BytesIO(data))
    change(dataset.DigitalSignaturesSequence[0])
    out = BytesIO()
    dataset.save_as(out)
    return out.getvalue()


def test_a_changed_or_moved_one_shows(tsa: Tsa, url: str, zhou_key: SigningKey, trust: Trust) -> None:
    data, other = stamped(zhou_key, url, trust), stamped(zhou_key, url, trust)
    token, value = parts(data)
    wrong = (
        changed(data, lambda item: setattr(item, "CertifiedTimestamp", parts(other)[0])),
        changed(data, lambda item: setattr(item, "CertifiedTimestamp", b"\0" * 100)),
        changed(data, lambda item: setattr(item, "CertifiedTimestampType", "OTHER")),
    )
    for broken in wrong:
        signature = only(broken, trust)
        assert signature.stamp is not None and signature.stamp.reason and signature.verdict is Verdict.VALID
        assert stamp_text(signature) == "Time stamp not valid"
        [warning] = read_version(broken, trust).warnings
        assert "time stamp" in warning and "not valid" in warning
    held, holding = check(token, value, trust), 0
    assert held.holds
    for place in range(20, len(token) - 1, 13):
        bent = bytearray(token)
        bent[place] ^= 0x01
        stamp = check(bytes(bent), value, trust)
        assert not stamp.holds or stamp == held, place  # a few bits of the wrapping are not signed
        holding += stamp.holds
    assert holding < 5


def test_a_wrong_clock_is_said(tsa: Tsa, url: str, zhou_key: SigningKey, trust: Trust) -> None:
    data = stamped(zhou_key, url, trust, when=datetime.now(UTC) - timedelta(days=1))
    [warning] = read_version(data, trust).warnings
    assert "clock was wrong" in warning


def test_a_stolen_key_signed_nothing_that_was_stamped_before(
    tmp_path: Path, tsa: Tsa, url: str, zhou_key: SigningKey, authority: Authority, trust: Trust
) -> None:
    now = datetime.now(UTC)
    data = stamped(zhou_key, url, trust)
    unstamped = sign_object(report_bytes(), zhou_key, VERIFICATION)
    ca = OpensslCa(tmp_path / "ca", authority.key, authority.certificate)
    ca.revoke(zhou_key.certificate, now + timedelta(minutes=1), "keyCompromise")
    source = RevocationSource((str(ca.crl()),)).read()
    later = Trust(trust.authorities, source, trust.stampers)
    assert only(unstamped, later).verdict is Verdict.REVOKED
    assert only(data, later).verdict is Verdict.VALID and "made before" in only(data, later).note
    # who has the key can give any time; the time stamp can't
    antedated = stamped(zhou_key, url, trust, when=now - timedelta(days=5))
    late = OpensslCa(tmp_path / "late", authority.key, authority.certificate)
    late.revoke(zhou_key.certificate, now - timedelta(days=3), "cessationOfOperation")
    named = Trust(trust.authorities, RevocationSource((str(late.crl()),)).read(), trust.stampers)
    assert only(antedated, named).verdict is Verdict.REVOKED
