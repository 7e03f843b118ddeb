"""Who gets in: accounts made by the command, demo users only in a demo, old hashes, doors that close."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.servers import HubProcess

PASSWORD = "correct horse battery"


def accounts(folder: Path, *arguments: str, password: str = "") -> subprocess.CompletedProcess[str]:
    """`reader hub --data FOLDER users …` as an operator runs it."""
    command = [sys.executable, "-m", "reader", "hub", "--data", str(folder), "users", *arguments]
    return subprocess.run(
        command, input=f"{password}\n", capture_output=True, text=True, encoding="utf-8", check=False
    )


def sign_in(hub: HubProcess, name: str, password: str) -> requests.Response:
    form = {"grant_type": "password", "username": name, "password": password}
    return requests.post(f"{hub.url}/oauth/token", data=form, timeout=30)


def status(hub: HubProcess, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{hub.url}/oauth/userinfo", headers=headers, timeout=20).status_code


def folder_of_before(path: Path) -> None:
    """A hub folder as the version before wrote it: the demo's users and one of the site's own, hashed by scrypt."""
    path.mkdir()
    db = sqlite3.connect(path / "hub.sqlite")
    db.execute("CREATE TABLE migration (room TEXT PRIMARY KEY, step INTEGER NOT NULL)")
    db.execute(
        "CREATE TABLE user (name TEXT PRIMARY KEY, person TEXT NOT NULL, organisation TEXT NOT NULL,"
        " code TEXT NOT NULL, roles TEXT NOT NULL, salt BLOB NOT NULL, password BLOB NOT NULL)"
    )
    db.execute(
        "CREATE TABLE token (hash TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES user, kind TEXT NOT NULL,"
        " expires REAL NOT NULL, grant_id TEXT NOT NULL)"
    )
    db.execute("INSERT INTO migration VALUES ('users', 1)")
    region = "Demo region imaging centre"
    for name, person, code, roles, password in (
        ("li", "Li^Na=李^娜", ["D1001", "99READER", "Li Na"], ["reporting"], "demo"),
        ("zhou", "Zhou^Wei=周^伟", ["D2001", "99READER", "Zhou Wei"], ["reviewing", "reporting"], "demo"),
        ("wu", "Wu^Min=吴^敏", ["W77", "99SITE", "Wu Min"], ["reporting"], PASSWORD),
    ):
        salt = name.encode().ljust(16, b".")
        stored = hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1, maxmem=64 * 2**20)
        row = (name, person, region, json.dumps(code), json.dumps(roles), salt, stored)
        db.execute("INSERT INTO user VALUES (?,?,?,?,?,?,?)", row)
    token = hashlib.sha256(b"an old demo token").hexdigest()
    db.execute("INSERT INTO token VALUES (?,'li','access',?,'g')", (token, time.time() + 3600))
    db.commit()
    db.close()


def test_a_hub_without_demo_has_nobody_until_the_operator_adds_them(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    with HubProcess(folder, people=False) as hub:
        for name in ("li", "chen", "zhou", "gate", "admin"):
            assert sign_in(hub, name, "demo").status_code == 400
        wang = ("wang", "--person", "Wang^Li=王^丽", "--identifier", "A1", "--organisation", "Site")
        made = accounts(folder, "add", *wang, "--role", "administrator", password=PASSWORD)
        assert made.returncode == 0, made.stderr
        token = sign_in(hub, "wang", PASSWORD).json()["access_token"]
        me = requests.get(f"{hub.url}/oauth/userinfo", headers={"Authorization": f"Bearer {token}"}, timeout=20)
        assert me.json()["roles"] == ["administrator"]
        assert me.json()["person_code"]["value"] == "A1"
        same_identifier = accounts(folder, "add", "other", *wang[1:], "--role", "reporting", password=PASSWORD)
        assert same_identifier.returncode == 1
        assert "'A1' is wang's already" in same_identifier.stderr
        short = accounts(folder, "add", "x", *wang[1:4], "X1", *wang[5:], "--role", "reporting", password="short")
        assert short.returncode == 1
        assert "characters" in short.stderr
        assert accounts(folder, "roles", "wang", "reporting", "reviewing").returncode == 0
        assert "wang\tA1\t王丽 Wang Li\treporting,reviewing\n" in accounts(folder, "list").stdout
        assert status(hub, token) == 200
        assert accounts(folder, "password", "wang", password="another password").returncode == 0
        assert status(hub, token) == 401
        assert sign_in(hub, "wang", PASSWORD).status_code == 400
        tokens = sign_in(hub, "wang", "another password").json()
        assert accounts(folder, "disable", "wang").returncode == 0
        assert status(hub, tokens["access_token"]) == 401
        form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        assert requests.post(f"{hub.url}/oauth/token", data=form, timeout=20).status_code == 400
        assert sign_in(hub, "wang", "another password").status_code == 400
        assert accounts(folder, "enable", "wang").returncode == 0
        assert sign_in(hub, "wang", "another password").status_code == 200
    kept = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert b"another password" not in kept
    assert b"$argon2id$" in kept


@pytest.mark.parametrize("column", ["code", "roles", "argon2"])
def test_a_damaged_account_may_do_nothing_and_keeps_nobody_else_out(tmp_path: Path, column: str) -> None:
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        pass
    with sqlite3.connect(tmp_path / "hub" / "hub.sqlite") as db:
        db.execute(f"UPDATE user SET {column} = '{{not whole' WHERE name = 'li'")
    with HubProcess(tmp_path / "hub", demo=True) as hub:
        assert sign_in(hub, "zhou", "demo").status_code == 200
        answer = sign_in(hub, "li", "demo")
        if column == "argon2":
            assert answer.status_code == 400
            return
        bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        assert requests.get(f"{hub.dicomweb}/workitems", headers=bearer, timeout=20).status_code == 403
        listed = accounts(tmp_path / "hub", "list")
        assert listed.returncode == 0 and "li\t" in listed.stdout and "zhou\tD2001" in listed.stdout


def test_a_folder_of_before_loses_its_demo_users_and_keeps_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    folder_of_before(folder)
    with HubProcess(folder, people=False) as hub:
        assert status(hub, "an old demo token") == 401
        for name in ("li", "zhou"):
            assert sign_in(hub, name, "demo").status_code == 400
        assert sign_in(hub, "wu", "demo").status_code == 400
        assert sign_in(hub, "wu", PASSWORD).status_code == 200
        assert sign_in(hub, "wu", PASSWORD).status_code == 200
    db = sqlite3.connect(folder / "hub.sqlite")
    [(salt, scrypt, argon2)] = db.execute("SELECT salt, password, argon2 FROM user").fetchall()
    db.close()
    assert (salt, scrypt) == (b"", b"")
    assert argon2.startswith("$argon2id$")


@pytest.mark.parametrize("name", ["li", "nobody at all"])
def test_too_many_wrong_passwords_close_the_account_and_not_the_others(tmp_path: Path, name: str) -> None:
    """Whether there is such an account or not; guesses made at once count one by one; a restart changes nothing."""
    with HubProcess(tmp_path / "hub") as hub, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: sign_in(hub, name, f"wrong {n}"), range(12)))
        assert sorted(answer.status_code for answer in answers) == [400] * 5 + [429] * 7
        for restarted in (False, True):
            if restarted:
                hub.restart()
            refused = sign_in(hub, name, "demo")  # the right one, for one of them
            assert refused.status_code == 429
            assert 0 < int(refused.headers["Retry-After"]) <= 60
            said = refused.json()["error_description"]
            assert "too many failed sign-ins for this account" in said
            assert refused.headers["Retry-After"] in said
            assert sign_in(hub, "chen", "demo").status_code == 200
        trail = hub.audit()
    assert [entry["user"] for entry in trail] == [name] * 5
    assert {entry["code"] for entry in trail} == {"110122"}
    assert "127.0.0.1" in trail[0]["details"]
    assert [entry["outcome"] for entry in trail] == [4, 4, 4, 4, 8]


def test_an_address_that_guesses_at_many_accounts_is_closed(tmp_path: Path) -> None:
    """Also one that has an account of its own, and one that says it is another."""
    with HubProcess(tmp_path / "hub") as hub:
        for number in range(30):
            assert sign_in(hub, f"guess {number}", "demo1234").status_code == 400
            if number == 20:
                assert sign_in(hub, "chen", "demo").status_code == 200
        form = {"grant_type": "password", "username": "chen", "password": "demo"}
        for claimed in ({}, {"X-Forwarded-For": "10.1.2.3"}, {"Forwarded": "for=10.1.2.3"}):
            refused = requests.post(f"{hub.url}/oauth/token", data=form, headers=claimed, timeout=20)
            assert refused.status_code == 429
            assert "this computer's address" in refused.json()["error_description"]


def test_an_unknown_name_costs_as_many_hashes_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the hash functions counted, which is what takes the time; once more with an account of before."""
    from reader.core.storage import Database
    from reader.hub import passwords
    from reader.hub.users import Users

    counted: list[str] = []
    for name in ("matches", "matches_scrypt"):
        real = getattr(passwords, name)
        monkeypatch.setattr(passwords, name, lambda *a, _n=name, _r=real: counted.append(_n) or _r(*a))
    folder_of_before(tmp_path / "hub")
    users = Users(Database(tmp_path / "hub" / "hub.sqlite"))
    for expected in (["matches", "matches_scrypt"], ["matches"]):
        for name in ("wu", "nobody"):
            counted.clear()
            assert not users.check(name, "wrong")
            assert counted == expected
        for name, password in (("wu", PASSWORD), ("li", "demo"), ("zhou", "demo")):
            users.check(name, password)  # the last old hash is replaced
