"""Whether what the policy names for signatures works on this computer: lists, tokens, time stamps."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from cryptography import x509

from reader.core.errors import ReaderError
from reader.core.governed import SigningToken, TimeStamps
from reader.core.http import Http
from reader.core.settings import Settings
from reader.core.text import tr
from reader.dicom.signatures.revocation import issuer_of, read_revocations
from reader.dicom.signatures.token import plugged_in
from reader.dicom.signatures.trust import Trust
from reader.dicom.values import clock_text
from reader.review.stamping import Stamper


class Found(NamedTuple):
    """hint: what to do where it is not fine."""

    fine: bool
    text: str
    hint: str = ""


def of_signatures(settings: Settings, http: Http) -> Iterator[Found]:
    """Blocks: asks tokens and the time stamp authority. Nothing where the policy names nothing."""
    if settings.revocation_lists:
        yield from _lists(settings.revocation_lists)
    if settings.signing_token is not None:
        yield _token(settings.signing_token)
    if settings.time_stamps is not None:
        yield _stamps(settings.time_stamps, http)


def _lists(places: tuple[str, ...]) -> Iterator[Found]:
    found, now = read_revocations(places), datetime.now(UTC)
    hint = tr("Export it from its authority again.")
    yield from (Found(False, fault, hint) for fault in found.faults)
    if not found.lists and not found.faults:
        yield Found(False, tr("There is no revocation list in {place}.", place=tr(", ").join(places)), hint)
    newest: dict[str, x509.CertificateRevocationList] = {}
    for one in sorted(found.lists, key=lambda one: one.last_update_utc):
        newest[issuer_of(one)] = one
    for issuer, one in newest.items():
        due = one.next_update_utc
        text = tr("The revocation list of “{issuer}” is valid until {when}.", issuer=issuer, when=clock_text(due))
        if due is None or due < now:
            text = tr("The revocation list of “{issuer}” was valid until {when}.", issuer=issuer,
                      when=clock_text(due) or "–")  # fmt: skip
            yield Found(False, text, hint)
        else:
            yield Found(True, text)


def _token(place: SigningToken) -> Found:
    try:
        labels = plugged_in(place)
    except ReaderError as error:
        return Found(False, error.user_message, error.hint)
    named = tr(", ").join(f"“{label}”" for label in labels)
    return Found(True, tr("The library of the tokens works. Plugged in: {tokens}", tokens=named or "–"))


def _stamps(stamps: TimeStamps, http: Http) -> Found:
    above = tuple(
        one for authority in stamps.authorities
        for one in x509.load_pem_x509_certificates(authority.pem.encode())
    )  # fmt: skip
    stamper = Stamper(http, stamps.url, Trust(stampers=above), required=False)
    if stamper.stamp(secrets.token_bytes(256)) is None:
        return Found(False, stamper.missed, tr("Reports can't be signed.") if stamps.required else "")
    return Found(True, tr("The time stamp authority {url} answers.", url=stamps.url))
