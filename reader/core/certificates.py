"""TLS as hospitals have it: authorities checked, their certificates by the rules that every Python here knows.

Python 3.13 refuses certificates without key identifiers and the like (RFC 5280 to the letter, VERIFY_X509_STRICT).
Authorities of hospitals have issued them for twenty years; chain, name and time are checked all the same.
"""

from __future__ import annotations

import ssl

from reader.core.text import mark, tr


def tls_context(authority: str = "") -> ssl.SSLContext:
    """A client's context, TLS 1.2 or later. authority: a PEM file in place of the system's authorities.

    Raises OSError or `ssl.SSLError` where the file can't be read.
    """
    context = ssl.create_default_context(cafile=authority or None)
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
