"""`reader audit verify` and `reader audit export`: the trail of this workstation or of a hub, as a command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reader.app.anchoring import Earlier, ask_anchor, ask_earlier
from reader.app.auditing import forward
from reader.app.own import open_own
from reader.app.records import open_records
from reader.app.session import discover
from reader.core.audit import AuditEvent, AuditTrail, Breach, Flaw
from reader.core.audit_chain import Anchor, kept_key
from reader.core.audit_message import Source, message, this_computer
from reader.core.errors import ReaderError
from reader.core.http import Http
from reader.core.private import opener
from reader.core.sealing import KeyGone, is_sealed, seal_from
from reader.core.secrets import Secrets
from reader.core.storage import Database, StorageError, storage_error
from reader.core.streams import complain
from reader.core.syslog import parse_server
from reader.core.text import counted, tr

INTACT, BROKEN, NOT_COMPARED = 0, 1, 2
"""Exit status of `verify`."""


@dataclass(frozen=True)
class Verification:
    """What a check came to. count: records; unsigned: those older than the key; anchor: the hub's, None where it is
    not known: why_not says why. earlier: other trails that the hub has seen from this place."""

    breaches: tuple[Breach, ...]
    count: int
    unsigned: int = 0
    anchor: Anchor | None = None
    why_not: str = ""
    earlier: tuple[Earlier, ...] = ()

    @property
    def status(self) -> int:
        if self.breaches or self.earlier:
            return BROKEN
        return INTACT if self.anchor is not None else NOT_COMPARED

    @property
    def lines(self) -> list[str]:
        """In words: every flaw, else that there is none, and what could not be checked."""
        said = [words_of(breach) for breach in self.breaches]
        said += [
            counted(
                "An earlier trail of this computer is missing: {count} record, until {time}.",
                "An earlier trail of this computer is missing: {count} records, until {time}.",
                trail.count, time=trail.time,
            )
            for trail in self.earlier
        ]  # fmt: skip
        if not said:
            said.append(
                counted(
                    "{count} record, as it was written.", "{count} records, each as it was written.", self.count
                )
            )
        if self.unsigned:
            said.append(
                counted(
                    "{count} of them is older than the signatures.",
                    "{count} of them are older than the signatures.",
                    self.unsigned,
                )
            )
        if self.anchor is None:
            said.append(tr("Not compared with the hub: {reason}", reason=self.why_not))
            said.append(tr("Without the hub, a shortened or rewritten trail can't be detected."))
        elif self.anchor.count < self.count:
            new = self.count - self.anchor.count
            said.append(
                counted(
                    "The hub has not seen the last {count} record yet.",
                    "The hub has not seen the last {count} records yet.",
                    new,
                )
            )
        return said


def words_of(breach: Breach) -> str:
    """One flaw, in words."""
    first, last = breach.first, breach.last
    if breach.flaw is Flaw.CHANGED:
        return tr("Record {number} was changed.", number=first)
    if breach.flaw is Flaw.NOT_SIGNED:
        return tr("Record {number} is not signed by this workstation.", number=first)
    if breach.flaw is Flaw.REWRITTEN:
        return tr("Records 1 to {number} differ from those the hub has seen: they were rewritten.", number=last)
    if breach.flaw is Flaw.SHORTER:
        return tr("The end was cut off: records {first} to {last} are missing.", first=first, last=last)
    if breach.flaw is Flaw.ADDED:
        return tr("Record {number} was added: no record has such a number.", number=first)
    if breach.flaw is Flaw.TABLE:
        return tr("The table of the records was changed, so that some may never have been kept.")
    if first == last:
        return tr("Record {number} was removed.", number=first)
    return tr("Records {first} to {last} were removed.", first=first, last=last)


def verify(trail: AuditTrail, station: str, http: Http, hub: Callable[[], str], root: str = "") -> Verification:
    """The whole trail, compared with the hub's anchor. hub: its address, "" for none, or a ReaderError that says
    why. root: of the hub's audit service, if known. Blocks."""
    anchor, why_not = None, ""
    earlier: tuple[Earlier, ...] = ()
    try:
        if not (address := hub()):
            why_not = tr("its address is not known; give --hub.")
        elif not (root := root or discover(http, address).audit_root):
            why_not = tr("it keeps no audit trails.")
        elif (anchor := ask_anchor(http, root, station)) is None:
            why_not = tr("it does not know this workstation.")
        if root:
            earlier = ask_earlier(http, root, trail.place, station)
    except ReaderError as error:
        why_not = error.user_message
    return Verification(tuple(trail.breaches(anchor)), trail.anchor.count, trail.unsigned, anchor, why_not, earlier)


def export_to_file(trail: AuditTrail, source: Source, path: Path) -> int:
    """Every record as one line of XML: how many. Raises `StorageError`."""
    records = trail.records()
    try:
        with open(path, "wb", opener=opener) as file:
            file.writelines(message(record, source) + b"\n" for record in records)
    except OSError as cause:
        raise storage_error(path, cause) from cause
    return len(records)


def run_verify(
    profile_folder: Path | None, hub_url: str = "", hub_data: Path | None = None, key_file: Path | None = None
) -> int:
    """The command line."""
    http = Http()
    try:
        if hub_data is not None:
            return _say(_of_hub(hub_data, key_file))
        profile, settings = open_own(profile_folder)
        records = open_records(profile, Secrets(profile), put_aside=False)
        found = verify(records.audit, records.key.station, http, lambda: settings.hub(hub_url))
        records.database.close()
    except ReaderError as error:
        complain(error)
        return BROKEN
    finally:
        http.close()
    return _say(found)


def run_export(
    profile_folder: Path | None, *, to: str = "", file: Path | None = None, hub_data: Path | None = None,
    key_file: Path | None = None,
) -> int:  # fmt: skip
    """The command line. to: the address of a syslog server; file: where to write instead. 1 where it failed."""
    try:
        if hub_data is not None:
            database, trail = _hub_trail(hub_data, key_file)
            source = this_computer(server=True)
        else:
            profile, settings = open_own(profile_folder)
            records = open_records(profile, Secrets(profile), put_aside=False)
            database, trail, source = records.database, records.audit, this_computer(records.key.station)
            to = to or settings.value.audit_syslog
        log = str(file) if file is not None else to.partition("?")[0]
        if file is not None:
            count = export_to_file(trail, source, file)
        else:
            count = forward(trail, parse_server(to), source)
        trail.record(AuditEvent.AUDIT_LOG_USED, "", log=log)
        database.close()
    except ReaderError as error:
        complain(error)
        return 1
    written = counted("{count} record written to {place}.", "{count} records written to {place}.", count, place=log)
    sys.stdout.write(written + "\n")
    return 0


def _of_hub(data: Path, key_file: Path | None) -> Verification:
    database, trail = _hub_trail(data, key_file)
    why_not = tr("this is the hub's own trail.")
    found = Verification(tuple(trail.breaches()), trail.anchor.count, trail.unsigned, why_not=why_not)
    database.close()
    return found


def _hub_trail(data: Path, key_file: Path | None) -> tuple[Database, AuditTrail]:
    """The trail of a hub, which may be running, with its own keys where it has any yet."""
    path, own = data / "hub.sqlite", data / "audit.key"
    if not path.is_file():
        raise StorageError(tr("There is no hub in {folder}.", folder=data))
    database = Database(path)
    if key_file is None and is_sealed(database):
        what = tr("What this hub keeps is sealed, and no key was given.")
        raise KeyGone(what, tr("Give its key with --key-file."))
    seal = seal_from(key_file) if key_file is not None else None
    if not own.exists():
        return database, AuditTrail(database, seal)
    key, unsigned = kept_key(own, seal, 0)
    trail = AuditTrail(database, seal, key)
    trail.unsigned = unsigned
    return database, trail


def _say(found: Verification) -> int:
    sys.stdout.write("\n".join(found.lines) + "\n")
    return found.status
