"""`reader hub --data FOLDER tasks …`: who has claimed what, and the claims of those who are gone put back.

Done by the hub that runs on the folder, so that everybody is told. Nothing of patients is shown but the accession
number, and that only where the folder is open or its key is given.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.errors import ReaderError

if TYPE_CHECKING:
    from reader.core.sealing import Seal
    from reader.core.storage import Database
    from reader.dicom.json_model import Json


def add_parser(hub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The verbs below `reader hub tasks`."""
    tasks = hub.add_parser("tasks", help="claimed tasks of this hub: list, put-back")
    verbs = tasks.add_subparsers(dest="task_verb", metavar="VERB", required=True)
    verbs.add_parser("list", help="show what is claimed, and by whom")
    back = verbs.add_parser("put-back", help="have a task wait again whose performer can't go on")
    back.add_argument("uid", metavar="UID", help="of the task, as the list shows it")
    back.add_argument(
        "--anyway", action="store_true",
        help="also where the account could go on: the workstation is lost, and what was only there with it",
    )  # fmt: skip


def run(data: Path, options: argparse.Namespace) -> int:
    """Do one verb; the exit status. Blocks."""
    from reader.core.sealing import seal_from
    from reader.core.storage import Database

    if not (data / "hub.sqlite").is_file():
        return _complain(f"there is no hub in {data}")
    try:
        seal = seal_from(options.key_file) if options.key_file is not None else None
        database = Database(data / "hub.sqlite")
    except ReaderError as error:
        return _complain(f"{error.user_message} {error.hint}")
    try:
        if options.task_verb == "list":
            return _list(database, seal)
        return _put_back(database, options.uid, options.anyway)
    except ReaderError as error:
        return _complain(f"{error.user_message} {error.hint}")
    finally:
        database.close()


def _put_back(database: Database, uid: str, anyway: bool) -> int:
    from reader.hub.wishes import Wishes

    try:
        done, words = Wishes(database).ask(uid, f"{getpass.getuser()} (operator)", anyway=anyway)
    except TimeoutError:
        return _complain("no hub runs on this folder, or it does not answer; the list shows what is claimed")
    if not done:
        more = "" if anyway else " (--anyway: where its workstation is lost)"
        return _complain(f"{words}{more if 'can still' in words else ''}")
    print(words)  # noqa: T201
    return 0


def _list(database: Database, seal: Seal | None) -> int:
    from reader.dicom.ups.workitem import IN_PROGRESS
    from reader.hub.orders import task_of
    from reader.hub.parties import Parties
    from reader.hub.putting_back import can_go_on
    from reader.hub.users import Users

    parties = Parties(database)
    accounts = {account.user.name: account for account in Users(database).everyone()}
    for row in database.read("SELECT uid, content FROM workitem WHERE state = ? ORDER BY uid", (IN_PROGRESS,)):
        name = parties.of(row["uid"]).claimed_by
        account, content = accounts.get(name), _opened(row["content"], row["uid"], seal)
        notes = [row["uid"], name or "?"]
        if name and account is None:
            notes.append("removed")
        elif account is not None and account.disabled:
            notes.append("disabled")
        elif account is not None and content and not can_go_on(content, account):
            notes.append("has no such role")
        else:
            notes.append("-")
        if (item := task_of(content)) is not None and content:
            notes += [item.code.meaning, item.accession]
        print("\t".join("".join(filter(str.isprintable, note)) for note in notes))  # noqa: T201
    return 0


def _opened(content: str | bytes, uid: str, seal: Seal | None) -> Json:
    """{} where it is sealed, or can't be read."""
    from reader.core.sealing import SealBroken
    from reader.dicom.json_model import value
    from reader.dicom.ups.workitem import IN_PROGRESS
    from reader.hub.stored import UNREADABLE, read_stored

    if isinstance(content, bytes):
        try:
            content = seal.open(content, ("workitem", uid)).decode("utf-8", "replace") if seal is not None else ""
        except SealBroken:
            return {}
    found = read_stored(uid, IN_PROGRESS, content.encode("utf-8", "replace")).item
    return {} if value(found, "00741204") == UNREADABLE else found


def _complain(text: str) -> int:
    print(f"reader hub: {text}", file=sys.stderr, flush=True)  # noqa: T201
    return 1
