"""What a hospital decides for all users of this computer: `policy.toml`, which only an administrator may write.

Its table `[set]` replaces what is built in, and each user may choose otherwise; `[lock]` decides. Some entries
guard something (which hub gets the passwords, who vouches for it, where updates come from and who signs them, who
gets signed reports, which certificates were revoked, what is signed with).
A file with mistakes is used as far as it can be, by these rules:

1. A file that can't be read, or that ordinary users could change, closes everything that is guarded.
2. An entry that guards and can't be used closes what it guards, in either table.
3. A table that is not known, or an unknown name in `[lock]`, may have been meant as one of them: each that the
   file does not give is closed.
4. Anything else that can't be used is left as it is built in, and stays locked where it was to be locked.

Closed is: nobody signs in, no certificate is trusted, nothing is updated, no report is sent on, of no signature is
it known whether its certificate was revoked, nothing is signed; never "as if there were no file".
packaging/policy.md tells administrators the same.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.core.guarded import administrators_folder, loose
from reader.core.text import mark, tr

_MOST_BYTES = 1_000_000
_SET, _LOCK = "set", "lock"


@dataclass(frozen=True)
class Entry:
    """One name of the file.

    setting: the field of `Settings` that it decides. read: the value there from that of the file (and the file's
    folder); raises `Unusable` or OSError. wanted: what it should be, marked. guards: see the rules. theirs: it is
    no setting of a user, so both tables lock it.
    """

    name: str
    setting: str
    read: Callable[[object, Path], Any]
    wanted: str
    guards: bool = False
    theirs: bool = False


class Unusable(ValueError):
    """A value is not as it should be. fault: a marked text in place of the entry's `wanted`, with its values."""

    def __init__(self, text: str = "", **values: object) -> None:
        super().__init__(text)
        self.text, self.values = text, values


@dataclass(frozen=True)
class Fault:
    """One mistake of the file. where: "[lock] hub", "" for all of it. text: marked, `values` go into its places."""

    where: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    closes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        said = tr(self.text, **self.values)
        return f"{self.where}: {said}" if self.where else said


@dataclass(frozen=True)
class Policy:
    """What holds on this computer. Settings by their names in `Settings`.

    values: what the file gives. locked: what users can't change. closed: what is guarded and can't be used, each
    with the fault that closes it; these are locked, without a value.
    """

    path: Path
    there: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    closed: Mapping[str, Fault] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def policy_file() -> Path:
    return administrators_folder() / "reader" / "policy.toml"


def read_policy(path: Path, entries: Sequence[Entry]) -> Policy:
    """What the file says, by the rules above; a computer without one has none. Never raises."""
    try:
        document = _document(path)
        why = loose(path)
    except FileNotFoundError:
        if not path.is_symlink():
            return Policy(path)
        return _closed_by(path, Fault("", mark("The file that it links to is missing.")), entries)
    except OSError as cause:
        why_not = Fault("", mark("It can't be read ({why})."), {"why": cause.strerror or cause})
        return _closed_by(path, why_not, entries)
    except (ValueError, RecursionError) as cause:
        why_not = Fault("", mark("It is not TOML in UTF-8 ({why})."), {"why": cause})
        return _closed_by(path, why_not, entries)
    found = _Reading(path, entries)
    found.take(document)
    if why is not None:
        found.close_all(Fault("", why[0], {"path": why[1]}))
    return found.policy()


def _document(path: Path) -> dict[str, Any]:
    import tomllib  # most computers have no policy

    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(0, "not a file", str(path))
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError("too large")
    return tomllib.loads(data.decode("utf-8-sig"))


def _closed_by(path: Path, fault: Fault, entries: Sequence[Entry]) -> Policy:
    found = _Reading(path, entries)
    found.close_all(fault)
    return found.policy()


class _Reading:
    """The rules, while a file is gone through."""

    def __init__(self, path: Path, entries: Sequence[Entry]) -> None:
        self._path, self._entries = path, entries
        self._known = {entry.name: entry for entry in entries}
        self._values: dict[str, Any] = {}
        self._locked: set[str] = set()
        self._closed: dict[str, Fault] = {}
        self._faults: list[Fault] = []

    def take(self, document: Mapping[str, Any]) -> None:
        doubtful: list[tuple[str, str]] = []
        for table, content in document.items():
            if table not in (_SET, _LOCK) or not isinstance(content, dict):
                doubtful.append((table, mark("This version knows only the tables [set] and [lock].")))
        for table in (_SET, _LOCK):
            content = document.get(table)
            for name, value in content.items() if isinstance(content, dict) else ():
                where = f"[{table}] {name}"
                if name in self._known:
                    self._take(where, self._known[name], value, locks=table == _LOCK)
                elif table == _LOCK:
                    doubtful.append((where, mark("This version does not know this name.")))
                else:
                    self._faults.append(Fault(where, mark("This version does not know this name.")))
        for where, text in doubtful:
            missing = [e.setting for e in self._entries if e.guards and e.setting not in self._values]
            self._close(Fault(where, text, closes=tuple(missing)))

    def close_all(self, fault: Fault) -> None:
        closes = tuple(entry.setting for entry in self._entries if entry.guards)
        self._close(Fault(fault.where, fault.text, fault.values, closes))

    def policy(self) -> Policy:
        values = {setting: value for setting, value in self._values.items() if setting not in self._closed}
        return Policy(self._path, True, values, frozenset(self._locked), self._closed, tuple(self._faults))

    def _take(self, where: str, entry: Entry, value: object, *, locks: bool) -> None:
        if locks or entry.theirs:
            self._locked.add(entry.setting)
        if locks and entry.setting in self._values:
            self._faults.append(Fault(where, mark("It is in both tables; this one holds.")))
        try:
            self._values[entry.setting] = entry.read(value, self._path.parent)
            return
        except Unusable as wrong:
            text, values = wrong.text or entry.wanted, wrong.values
        except OSError as cause:
            text = mark("{path} can't be read ({why}).")
            values = {"path": cause.filename or value, "why": cause.strerror or cause}
        self._values.pop(entry.setting, None)
        self._close(Fault(where, text, values, (entry.setting,) if entry.guards else ()))

    def _close(self, fault: Fault) -> None:
        self._faults.append(fault)
        self._locked.update(fault.closes)
        for setting in fault.closes:
            self._closed.setdefault(setting, fault)
