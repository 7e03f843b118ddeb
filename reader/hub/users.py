"""Demo users and their tokens: OAuth 2.0 password and refresh grants (RFC 6749 4.3 and 6).

Passwords are kept as scrypt hashes, tokens as SHA-256: what lies on disk signs nobody in. Tokens outlive a
restart of the hub. Any thread.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass

from reader.core.storage import Database
from reader.dicom.values import Code, Person, PersonName

REPORTING, REVIEWING = "reporting", "reviewing"

_MIGRATIONS = (
    """CREATE TABLE user (name TEXT PRIMARY KEY, person TEXT NOT NULL, organisation TEXT NOT NULL,
        code TEXT NOT NULL, roles TEXT NOT NULL, salt BLOB NOT NULL, password BLOB NOT NULL);
    CREATE TABLE token (hash TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES user, kind TEXT NOT NULL,
        expires REAL NOT NULL, grant_id TEXT NOT NULL)""",
)
_REFRESH_SECONDS = 7 * 24 * 3600.0
_SCRYPT = {"n": 2**14, "r": 8, "p": 1, "maxmem": 64 * 2**20}


@dataclass(frozen=True)
class User:
    """Someone who may sign in. roles: `REPORTING`, `REVIEWING`."""

    person: Person
    roles: tuple[str, ...]

    def userinfo(self) -> dict[str, object]:
        """The claims of the userinfo endpoint."""
        return {
            "sub": self.person.username,
            "name": self.person.name.display,
            "name_pn": str(self.person.name),
            "organisation": self.person.organisation,
            "person_code": {
                "value": self.person.code.value,
                "scheme": self.person.code.scheme,
                "meaning": self.person.code.meaning,
            },
            "roles": list(self.roles),
        }


@dataclass(frozen=True)
class Tokens:
    """A fresh access token; refresh is good until it is revoked or a week old. lifetime: seconds."""

    access: str
    refresh: str
    lifetime: float


def _demo_user(name: str, pn: str, code: str, *roles: str) -> User:
    person_name = PersonName.parse(pn)
    person = Person(person_name, "Demo region imaging centre", Code(code, "99READER", person_name.latin), name)
    return User(person, roles)


DEMO_USERS = (
    _demo_user("li", "Li^Na=李^娜", "D1001", REPORTING),
    _demo_user("chen", "Chen^Yu=陈^宇", "D1002", REPORTING),
    _demo_user("zhou", "Zhou^Wei=周^伟", "D2001", REVIEWING, REPORTING),
)
DEMO_PASSWORD = "demo"


class Users:
    """token_seconds: how long an access token is good."""

    def __init__(self, database: Database, token_seconds: float = 3600.0) -> None:
        self._database = database
        self._lifetime = token_seconds
        database.migrate("users", _MIGRATIONS)

    def add(self, user: User, password: str) -> None:
        """Add a user, or change what is known of them."""
        salt = secrets.token_bytes(16)
        with self._database.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO user VALUES (?,?,?,?,?,?,?)",
                (user.person.username, str(user.person.name), user.person.organisation,
                 json.dumps([user.person.code.value, user.person.code.scheme, user.person.code.meaning]),
                 json.dumps(user.roles), salt, _hash(password, salt)),
            )  # fmt: skip

    def add_demo_users(self) -> None:
        """The demo's three, where there is nobody yet."""
        if not self._database.read("SELECT 1 FROM user LIMIT 1"):
            for user in DEMO_USERS:
                self.add(user, DEMO_PASSWORD)

    def sign_in(self, name: str, password: str) -> Tokens | None:
        """Tokens, or None where the name or the password is wrong. Takes as long either way."""
        rows = self._database.read("SELECT salt, password FROM user WHERE name = ?", (name,))
        salt = rows[0]["salt"] if rows else b"nobody has this name"
        given = _hash(password, salt)
        if not rows or not hmac.compare_digest(given, rows[0]["password"]):
            return None
        grant = secrets.token_hex(8)
        refresh = self._issue(name, "refresh", _REFRESH_SECONDS, grant)
        return Tokens(self._issue(name, "access", self._lifetime, grant), refresh, self._lifetime)

    def renew(self, refresh: str) -> Tokens | None:
        """A new access token for a refresh token, which stays good: a client that is killed before it has
        written down a new one is not signed out."""
        rows = self._find(refresh, "refresh")
        if rows is None:
            return None
        name, grant = rows
        return Tokens(self._issue(name, "access", self._lifetime, grant), refresh, self._lifetime)

    def who(self, access: str) -> User | None:
        """Whose access token this is, or None where it is unknown or expired."""
        found = self._find(access, "access")
        rows = self._database.read("SELECT * FROM user WHERE name = ?", (found[0],)) if found else []
        if not rows:
            return None
        row = rows[0]
        name, code = PersonName.parse(row["person"]), Code(*json.loads(row["code"]))
        person = Person(name, row["organisation"], code, row["name"])
        return User(person, tuple(json.loads(row["roles"])))

    def revoke(self, token: str) -> None:
        """End the sign-in that a token belongs to (RFC 7009): its access and refresh tokens."""
        with self._database.write() as db:
            db.execute(
                "DELETE FROM token WHERE grant_id = (SELECT grant_id FROM token WHERE hash = ?)", (_digest(token),)
            )

    def _find(self, token: str, kind: str) -> tuple[str, str] | None:
        rows = self._database.read(
            "SELECT user, grant_id FROM token WHERE hash = ? AND kind = ? AND expires > ?",
            (_digest(token), kind, time.time()),
        )
        return (rows[0]["user"], rows[0]["grant_id"]) if rows else None

    def _issue(self, name: str, kind: str, seconds: float, grant: str) -> str:
        token = secrets.token_urlsafe(32)
        with self._database.write() as db:
            db.execute("DELETE FROM token WHERE expires < ?", (time.time(),))
            db.execute(
                "INSERT INTO token VALUES (?,?,?,?,?)", (_digest(token), name, kind, time.time() + seconds, grant)
            )
        return token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, **_SCRYPT)
