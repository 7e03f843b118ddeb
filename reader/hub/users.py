"""Who may use the hub, and as what. Any thread.

Without `--demo` a hub has nobody until its operator adds the first administrator (`reader hub users add`). The
demo's users are marked as such: a hub started without `--demo` removes them, whoever put them there.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from reader.core.storage import Database
from reader.dicom.values import Code, Person, PersonName
from reader.hub import passwords
from reader.hub.roles import ADMINISTRATOR, APPROVING, REPORTING, REVIEWING, ROLES, SENDING

_log = logging.getLogger(__name__)
_MIGRATIONS = (
    """CREATE TABLE user (name TEXT PRIMARY KEY, person TEXT NOT NULL, organisation TEXT NOT NULL,
        code TEXT NOT NULL, roles TEXT NOT NULL, salt BLOB NOT NULL, password BLOB NOT NULL);
    CREATE TABLE token (hash TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES user, kind TEXT NOT NULL,
        expires REAL NOT NULL, grant_id TEXT NOT NULL)""",
    """ALTER TABLE user ADD COLUMN argon2 TEXT NOT NULL DEFAULT '';
    ALTER TABLE user ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE user ADD COLUMN demo INTEGER""",
)


_FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters by their category, and seen by nobody (Default_Ignorable_Code_Point)."""


class UserProblem(ValueError):
    """An account that can't be made or changed like this; the message says why."""


@dataclass(frozen=True)
class User:
    """Someone, or a device, that may sign in. roles: of `ROLES`."""

    person: Person
    roles: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.person.username

    def is_known_as(self, identifier: str) -> bool:
        """Whether this is the hub's identifier of the person, or the name they sign in with."""
        plain = plain_identifier(identifier)
        return plain != "" and plain in map(plain_identifier, (self.person.code.value, self.person.username))

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
class Account:
    """A user as the operator sees them."""

    user: User
    disabled: bool
    demo: bool


def make_user(
    name: str, pn: str, code: str, *roles: str, organisation: str, scheme: str = "99READER"
) -> User:
    """pn: the person's name as DICOM writes it, "Li^Na=李^娜". code: the hub's identifier of them."""
    person_name = PersonName.parse(pn)
    meaning = person_name.latin or person_name.native or name
    return User(Person(person_name, organisation, Code(code, scheme, meaning[:64]), name), roles)


_REGION = "Demo region imaging centre"
DEMO_USERS = (
    make_user("li", "Li^Na=李^娜", "D1001", REPORTING, organisation=_REGION),
    make_user("chen", "Chen^Yu=陈^宇", "D1002", REPORTING, organisation=_REGION),
    make_user("zhou", "Zhou^Wei=周^伟", "D2001", REVIEWING, REPORTING, organisation=_REGION),
    make_user("wu", "Wu^Jing=吴^静", "D2002", REVIEWING, REPORTING, organisation=_REGION),
    make_user("tang", "Tang^Bo=唐^博", "D3001", APPROVING, REVIEWING, REPORTING, organisation=_REGION),
    make_user("gate", "Gateway^Demo", "S3001", SENDING, organisation="Demo hospitals"),
    make_user("admin", "Administrator^Demo", "A9001", ADMINISTRATOR, organisation=_REGION),
)
DEMO_PASSWORD = "demo"


class Users:
    """The accounts of one hub."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.migrate("users", _MIGRATIONS)

    def add(self, user: User, password: str, *, demo: bool = False) -> None:
        """Add an account. Raises `UserProblem` where the name or the identifier is somebody else's."""
        problem = self._problem(user)
        if problem:
            raise UserProblem(problem)
        stored, person = passwords.hash_password(password), user.person
        code = json.dumps([person.code.value, person.code.scheme, person.code.meaning])
        with self._database.write() as db:
            db.execute(
                "INSERT INTO user (name, person, organisation, code, roles, salt, password, argon2, demo)"
                " VALUES (?,?,?,?,?,x'',x'',?,?)",
                (user.name, str(person.name), person.organisation, code, json.dumps(user.roles), stored, int(demo)),
            )

    def settle_demo(self, wanted: bool) -> None:
        """The demo's users are there with `--demo` and gone without it, with their tokens. Blocks for a second
        at the first start of a folder from before they were marked."""
        self._mark_demo_users()
        if wanted:
            there = {account.user.name for account in self.everyone()}
            for user in DEMO_USERS:
                if user.name not in there and not self._problem(user):
                    self.add(user, DEMO_PASSWORD, demo=True)
            return
        with self._database.write() as db:
            db.execute("DELETE FROM token WHERE user IN (SELECT name FROM user WHERE demo = 1)")
            db.execute("DELETE FROM user WHERE demo = 1")

    def everyone(self) -> list[Account]:
        """All accounts by name."""
        return [
            Account(user_from(row), bool(row["disabled"]), bool(row["demo"]))
            for row in self._database.read("SELECT * FROM user ORDER BY name")
        ]

    def find(self, name: str) -> User | None:
        """The user of that name, also a disabled one."""
        rows = self._database.read("SELECT * FROM user WHERE name = ?", (name,))
        return user_from(rows[0]) if rows else None

    def knows(self, identifier: str) -> bool:
        """Whether some account, also a disabled one, has this name or this identifier."""
        return any(account.user.is_known_as(identifier) for account in self.everyone())

    def set_roles(self, name: str, *roles: str) -> None:
        """Takes effect with the next request. Raises `UserProblem`."""
        problem = _role_problem(roles)
        if problem:
            raise UserProblem(problem)
        self._change(name, "UPDATE user SET roles = ? WHERE name = ?", json.dumps(roles))

    def set_disabled(self, name: str, disabled: bool) -> None:
        """A disabled account can't sign in; its tokens end now, its event channels within seconds."""
        self._change(name, "UPDATE user SET disabled = ? WHERE name = ?", int(disabled))

    def set_password(self, name: str, password: str) -> None:
        """The old password, and every sign-in made with it, ends now."""
        stored = passwords.hash_password(password)
        change = "UPDATE user SET argon2 = ?, salt = x'', password = x'', demo = 0 WHERE name = ?"
        self._change(name, change, stored)

    def check(self, name: str, password: str) -> bool:
        """Whether this is the password of an account that may sign in. As slow for an unknown name as for a
        known one; a hash of before argon2 is replaced by one of today. Blocks for tens of milliseconds."""
        rows = self._database.read("SELECT * FROM user WHERE name = ?", (name,))
        row = rows[0] if rows else None
        older = self._database.read("SELECT 1 FROM user WHERE argon2 = '' LIMIT 1")
        right = passwords.matches(password, row["argon2"] if row else "")
        if older:  # while one account has an old hash, each sign-in takes as long as an old one
            was_right = passwords.matches_scrypt(
                password, row["salt"] if row else b"", row["password"] if row else b""
            )
            if row and not row["argon2"] and was_right:
                right = True
        if row is None or row["disabled"] or not right:
            return False
        if not row["argon2"] or passwords.is_dated(row["argon2"]):
            self._rehash(name, password, row["argon2"])
        return True

    def _rehash(self, name: str, password: str, before: str) -> None:
        stored = passwords.hash_password(password)
        with self._database.write() as db:
            db.execute(
                "UPDATE user SET argon2 = ?, salt = x'', password = x'' WHERE name = ? AND argon2 = ?",
                (stored, name, before),
            )

    def _mark_demo_users(self) -> None:
        """Of accounts older than the mark those are the demo's that still have its name, person and password."""
        demo = {user.name: user for user in DEMO_USERS}
        for row in self._database.read("SELECT * FROM user WHERE demo IS NULL"):
            same = user_from(row) == demo.get(row["name"])
            ours = same and passwords.matches_scrypt(DEMO_PASSWORD, row["salt"], row["password"])
            with self._database.write() as db:
                db.execute("UPDATE user SET demo = ? WHERE name = ?", (int(ours), row["name"]))

    def _change(self, name: str, sql: str, value: object) -> None:
        with self._database.write() as db:
            if db.execute(sql, (value, name)).rowcount == 0:
                raise UserProblem(f"there is no user {name!r}")
            if "roles" not in sql:
                db.execute("DELETE FROM token WHERE user = ?", (name,))

    def _problem(self, user: User) -> str:
        if not user.name or len(user.name) > 64 or not user.name.isprintable() or user.name != user.name.strip():
            return "a name has 1 to 64 characters"
        if not user.person.code.value or len(user.person.code.value) > 16 or not user.person.code.value.isascii():
            return "an identifier has 1 to 16 ASCII characters"
        problem = _role_problem(user.roles)
        if problem:
            return problem
        for account in self.everyone():
            for identifier in (user.name, user.person.code.value):
                if account.user.is_known_as(identifier):
                    return f"{identifier!r} is {account.user.name}'s already"
        return ""


@lru_cache(maxsize=4096)
def plain_identifier(text: str) -> str:
    """For comparing: no case, no width, no accents, nothing that takes no room."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in letters if unicodedata.category(c)[0] not in "CMZ" and c not in _FILLERS)


def user_from(row: sqlite3.Row) -> User:
    """row: of the table `user`. A damaged one is somebody who may do nothing: the others go on."""
    try:
        name, code = PersonName.parse(row["person"]), Code(*json.loads(row["code"]))
        roles = tuple(role for role in json.loads(row["roles"]) if role in ROLES)
    except (ValueError, TypeError):
        _log.error("the account %r is damaged: it has no role until it is made anew", row["name"])
        name, code, roles = PersonName.parse(str(row["name"])), Code("", "", ""), ()
    return User(Person(name, str(row["organisation"]), code, str(row["name"])), roles)


def _role_problem(roles: tuple[str, ...]) -> str:
    if not roles or not set(roles) <= set(ROLES):
        return f"roles are {', '.join(ROLES)}"
    return ""
