"""TLS as hospitals have it: authorities checked, their certificates by the rules that every Python here knows.

Who may vouch for a server is the system's choice, or that of the hospital's policy: then nobody else may, whatever
an address, an environment variable or a library names.

Python 3.13 refuses certificates without key identifiers and the like (RFC 5280 to the letter, VERIFY_X509_STRICT).
Authorities of hospitals have issued them for twenty years; chain, name and time are checked all the same.
"""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reader.core.text import mark, tr


@dataclass(frozen=True)
class Authority:
    """Certificates that may vouch for servers. path: the file they were read from; pem: what was in it."""

    path: Path
    pem: str = field(repr=False)


_only: tuple[Authority, ...] | None = None


def trust_only(authorities: Sequence[Authority] | None) -> None:
    """From now on these vouch for servers, in all of the program; () for nobody, None for the system's choice."""
    global _only
    _only = None if authorities is None else tuple(authorities)


def is_limited() -> bool:
    """Whether the policy says who may vouch for a server."""
    return _only is not None


def read_authority(path: Path) -> Authority | None:
    """None where there is no certificate in the file. Raises OSError."""
    authority = Authority(path, path.read_bytes().decode("ascii", "replace"))
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=authority.pem)
    except ssl.SSLError:
        return None
    return authority


def tls_context(authority: str = "") -> ssl.SSLContext:
    """A client's context, TLS 1.2 or later. authority: a PEM file in place of the system's authorities; where the
    policy says who may vouch for servers, it is not asked.

    Raises OSError or `ssl.SSLError` where the file can't be read.
    """
    if _only is None:
        context = ssl.create_default_context(cafile=authority or None)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        for trusted in _only:
            context.load_verify_locations(cadata=trusted.pem)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def reason(error: ssl.SSLCertVerificationError) -> str:
    """Why a certificate was refused: in the user's words where they are known, and as OpenSSL says it."""
    said = error.verify_message or str(error)
    known = next((text for text, codes in _REASONS.items() if error.verify_code in codes), None)
    return f"{tr(known)} ({said})" if known is not None else said


# OpenSSL's X509_V_ERR_ numbers (x509_vfy.h).
_REASONS = {
    mark("its authority is not known here"): (2, 18, 19, 20, 21, 27),
    mark("it has expired"): (10,),
    mark("it is not valid yet; check this computer's clock"): (9,),
    mark("it is for another address"): (62, 64),
    mark("it was revoked"): (23,),
}
