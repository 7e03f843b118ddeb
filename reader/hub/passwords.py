"""Passwords at rest: argon2id (RFC 9106), and scrypt as it was before, to be read once more.

Parameters are those that OWASP gives as sufficient for interactive sign-in: 19 MiB, two passes, one lane; some
30 ms on one core. Any thread; the library lets go of the interpreter while it works.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_SCRYPT = {"n": 2**14, "r": 8, "p": 1, "maxmem": 64 * 2**20}
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The encoded hash with its salt and parameters."""
    return _hasher.hash(password)


def matches(password: str, encoded: str) -> bool:
    """Whether the password belongs to the hash. encoded "" is nobody's, and takes as long."""
    try:
        return _hasher.verify(encoded or _nobody(), password) and encoded != ""
    except (VerificationError, InvalidHashError):
        return False


def is_dated(encoded: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _hasher.check_needs_rehash(encoded)


def matches_scrypt(password: str, salt: bytes, stored: bytes) -> bool:
    """The same for a hash of before argon2."""
    given = hashlib.scrypt(password.encode(), salt=salt or b"nobody has this name", **_SCRYPT)
    return hmac.compare_digest(given, stored)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
