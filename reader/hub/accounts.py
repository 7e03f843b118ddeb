"""`reader hub --data FOLDER users …`: the operator's accounts, on the folder itself, with the hub running or not.

The first administrator is made so. Passwords are asked for, or read as one line of standard input; the command
line, which every user of the computer can see, never holds one.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.errors import ReaderError
from reader.core.text import tr
from reader.hub.roles import ROLES

if TYPE_CHECKING:  # the command line is parsed at every start of the program: this is for one of its verbs
    from reader.hub.users import Account, Users

SHORTEST_PASSWORD = 8


def add_parser(hub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verbs below `reader hub users`."""
    users = hub.add_parser(
        "users", help="accounts of this hub: add, list, roles, password, disable, enable"
    )
    verbs = users.add_subparsers(dest="account_verb", metavar="VERB", required=True)
    add = verbs.add_parser("add", help="add an account; asks for its password")
    add.add_argument("name", help="the name to sign in with")
    add.add_argument("--person", required=True, metavar="PN", help="the person's name, as Family^Given=姓^名")
    add.add_argument("--identifier", required=True, help="the region's identifier of the person")
    add.add_argument("--organisation", required=True, help="where the person works")
    add.add_argument("--role", required=True, action="append", choices=ROLES, dest="roles", help="once for each")
    verbs.add_parser("list", help="show all accounts")
    roles = verbs.add_parser("roles", help="set the roles of an account")
    roles.add_argument("name")
    roles.add_argument("roles", nargs="+", choices=ROLES)
    for verb, what in (
        ("password", "set a new password; earlier sign-ins end"),
        ("disable", "refuse sign-in; earlier sign-ins end"),
        ("enable", "allow sign-in again"),
    ):
        verbs.add_parser(verb, help=what).add_argument("name")


def run(data: Path, options: argparse.Namespace) -> int:
    """Do one verb; the exit status. Blocks; asks on the terminal."""
    from reader.core.storage import Database
    from reader.hub.users import UserProblem, Users

    try:
        database = Database(data / "hub.sqlite")
    except ReaderError as error:
        return _complain(f"{error.user_message} {error.hint}")
    try:
        return _run(Users(database), options)
    except UserProblem as problem:
        return _complain(str(problem))
    finally:
        database.close()


def _run(users: Users, options: argparse.Namespace) -> int:
    from reader.hub.users import UserProblem, make_user

    if options.account_verb == "list":
        for account in users.everyone():
            print(_line(account))  # noqa: T201
        return 0
    if options.account_verb == "add":
        user = make_user(
            options.name, options.person, options.identifier, *options.roles, organisation=options.organisation
        )
        users.add(user, _new_password())
    elif options.account_verb == "roles":
        users.set_roles(options.name, *options.roles)
    elif options.account_verb == "password":
        if users.find(options.name) is None:
            raise UserProblem(f"there is no user {options.name!r}")
        users.set_password(options.name, _new_password())
    else:
        users.set_disabled(options.name, options.account_verb == "disable")
    return 0


def _line(account: Account) -> str:
    person = account.user.person
    notes = [note for note, is_so in (("disabled", account.disabled), ("demo", account.demo)) if is_so]
    words = [person.username, person.code.value, person.name.display, ",".join(account.user.roles), *notes]
    return "\t".join(words)


def _new_password() -> str:
    from reader.hub.users import UserProblem

    if sys.stdin.isatty():
        password = getpass.getpass(tr("New password: "))
        if getpass.getpass(tr("Once more: ")) != password:
            raise UserProblem("the two are not the same")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < SHORTEST_PASSWORD:
        raise UserProblem(f"a password has {SHORTEST_PASSWORD} characters or more")
    return password


def _complain(text: str) -> int:
    print(f"reader hub: {text}", file=sys.stderr, flush=True)  # noqa: T201
    return 1
