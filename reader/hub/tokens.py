"""Bearer tokens: access and refresh tokens of OAuth 2.0 (RFC 6749 4.3 and 6, RFC 6750).

They are kept as SHA-256: what lies on disk signs nobody in. They outlive a restart of the hub. Any thread.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass

from reader.core.storage import Database
from reader.hub.users import User, user_from

_REFRESH_SECONDS = 7 * 24 * 3600.0


@dataclass(frozen=True)
class Tokens:
    """A fresh access token; refresh is good until it is revoked or a week old. lifetime: seconds."""

    access: str
    refresh: str
    lifetime: float


class TokenStore:
    """token_seconds: how long an access token is good. The tables are those of `Users`."""

    def __init__(self, database: Database, token_seconds: float = 3600.0) -> None:
        self._database = database
        self._lifetime = token_seconds

    def issue(self, name: str) -> Tokens:
        """Both tokens of a new sign-in."""
        access, refresh, grant = _new(), _new(), secrets.token_hex(8)
        now = time.time()
        with self._database.write() as db:
            db.execute("DELETE FROM token WHERE expires < ?", (now,))
            db.executemany(
                "INSERT INTO token VALUES (?,?,?,?,?)",
                [
                    (digest(access), name, "access", now + self._lifetime, grant),
                    (digest(refresh), name, "refresh", now + _REFRESH_SECONDS, grant),
                ],
            )
        return Tokens(access, refresh, self._lifetime)

    def renew(self, refresh: str) -> Tokens | None:
        """A new access token for a refresh token, which stays good: a client that is killed before it has
        written down a new one is not signed out."""
        now = time.time()
        with self._database.write() as db:
            row = db.execute(
                "SELECT user, grant_id FROM token JOIN user ON user.name = token.user"
                " WHERE hash = ? AND kind = 'refresh' AND expires > ? AND NOT disabled",
                (digest(refresh), now),
            ).fetchone()
            if row is None:
                return None
            access = _new()
            db.execute("DELETE FROM token WHERE expires < ?", (now,))
            db.execute(
                "INSERT INTO token VALUES (?,?,'access',?,?)",
                (digest(access), row["user"], now + self._lifetime, row["grant_id"]),
            )
        return Tokens(access, refresh, self._lifetime)

    def who(self, access: str) -> User | None:
        """Whose access token this is; None where it is unknown or expired, or the account is disabled."""
        rows = self._database.read(
            "SELECT user.* FROM token JOIN user ON user.name = token.user"
            " WHERE hash = ? AND kind = 'access' AND expires > ? AND NOT disabled",
            (digest(access), time.time()),
        )
        return user_from(rows[0]) if rows else None

    def alive(self, digests: Iterable[str]) -> set[str]:
        """Those of the access tokens, by digest, that still let somebody in."""
        wanted = set(digests)
        rows = self._database.read(
            "SELECT hash FROM token JOIN user ON user.name = token.user"
            " WHERE kind = 'access' AND expires > ? AND NOT disabled",
            (time.time(),),
        )
        return wanted & {row["hash"] for row in rows}

    def revoke(self, token: str) -> None:
        """End the sign-in that a token belongs to (RFC 7009): its access and refresh tokens."""
        with self._database.write() as db:
            db.execute(
                "DELETE FROM token WHERE grant_id = (SELECT grant_id FROM token WHERE hash = ?)", (digest(token),)
            )


def digest(token: str) -> str:
    """How a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _new() -> str:
    return secrets.token_urlsafe(32)
