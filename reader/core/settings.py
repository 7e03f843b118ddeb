"""What can be set, by whom it was: one frozen value, one model that announces its changes.

Four choose, the later over the earlier: the program, the hospital for all users of the computer, the user, and the
hospital where it locks (`core/policy.py`).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from psygnal import Signal

from reader.core.certificates import Authority, trust_only
from reader.core.errors import ReaderError
from reader.core.governed import ENTRIES, SigningToken, TimeStamps
from reader.core.json_text import parse
from reader.core.log import LEVELS
from reader.core.machine import GB, memory_budget, memory_total
from reader.core.policy import Policy, read_policy
from reader.core.profile import Profile
from reader.core.storage import StorageError, storage_error, write_atomically
from reader.core.text import tr

_log = logging.getLogger(__name__)
_FORMAT = 2
"""Of the file: what the user has chosen. Earlier ones (no number) held all settings, chosen or not."""


@dataclass(frozen=True)
class Settings:
    """language: "en", "zh_CN", or "" for the system's. theme: "dark" or "light". sizes in bytes and pixels.

    overlay_level: 0 no text on the images to 2 all of it. interpolation: between the pixels of an image that is
    shown larger than it is, "none", "linear" or "cubic". certainty_threshold: %. offer_names: what was just
    measured says by which key it is named. spelling: misspelt English words in reports are underlined.
    hanging: exams open by hanging protocols. autoplay: loops play by
    themselves. cache_days: images that were not used for so long are deleted, 0 never. prefetch: fetch
    the next exams before they are opened. memory_bytes: for images, all of them together; unless chosen, half of
    what the computer has. archives: by name, the addresses of other archives that are asked for earlier exams
    (https://…, dimse://CALLED@host:port?calling=AE). audit_syslog:
    where audit messages go (tls://host:6514?ca=FILE), "" for nowhere. phrase_file: the full path of
    the department's phrases, "" for none. leaving: what becomes of an exam that is left
    unfinished: "auto" releases it where nothing was written, "ask" asks, "keep" keeps it. image_windows,
    report_places: by the displays of the workstation, how many windows of images a case has besides the reading
    window, and where its report is, see `app.ui.window_places`; window_places: by window, where they were, as Qt
    writes it in base64. layouts: the user's own, by name, as `views.hanging.codec` writes them. key_set, keys,
    mouse: which set of keys, and what was chosen on top of it, see `core.key_sets`. display_records: by the display
    (`core.qt.displays.device_of`), what it is used for and what was measured of it, as `views.calibration.codec`
    writes it. displays_checked: who reads on a display that is not calibrated is told so. update_source: where new
    versions are, an address or a folder, "" for nowhere. log_level: one of `log.LEVELS`. dictation: a speech
    program on this computer may type into reports, at dictation_port; dictation_since: when its token was made.
    trusted_cas: who alone may vouch for servers, () for the system's choice; update_keys: Ed25519 keys in base64,
    one of which has to have signed an update, () for the program's own; revocation_lists: files and folders with
    what certificate authorities have revoked, () for none; signing_token: where the keys are that reports are
    signed with, None for those that the hub certifies; time_stamps: who says when a report was signed, None for
    nobody; preliminary_reports: at which hours a report may leave before its review (`core.hours`), "" for none:
    these six are the hospital's alone to set.

    Raises ValueError naming the fields that are out of range.
    """

    language: str = ""
    theme: str = "dark"
    hub_url: str = ""
    user: str = ""
    overlay_level: int = 2
    drag_down_brighter: bool = True
    interpolation: str = "linear"
    certainty_threshold: int = 50
    offer_names: bool = True
    spelling: bool = True
    hanging: bool = True
    autoplay: bool = True
    panel_width: int = 380
    text_scale: float = 1.0
    cache_bytes: int = 20 * GB
    cache_days: int = 30
    prefetch: bool = True
    archives: dict[str, str] = field(default_factory=dict)
    audit_syslog: str = ""
    phrase_file: str = ""
    memory_bytes: int = field(default_factory=memory_budget)
    leaving: str = "auto"
    image_windows: dict[str, int] = field(default_factory=dict)
    report_places: dict[str, str] = field(default_factory=dict)
    window_places: dict[str, str] = field(default_factory=dict)
    layouts: dict[str, str] = field(default_factory=dict)
    key_set: str = "reader"
    keys: dict[str, str] = field(default_factory=dict)
    mouse: dict[str, str] = field(default_factory=dict)
    display_records: dict[str, str] = field(default_factory=dict)
    displays_checked: bool = False
    update_source: str = ""
    hl7_receiver: str = ""
    hl7_receivers: dict[str, str] = field(default_factory=dict)
    preliminary_reports: str = ""
    dictation: bool = False
    dictation_port: int = 47815
    dictation_since: str = ""
    log_level: str = "info"
    trusted_cas: tuple[Authority, ...] = ()
    update_keys: tuple[str, ...] = ()
    revocation_lists: tuple[str, ...] = ()
    signing_token: SigningToken | None = None
    time_stamps: TimeStamps | None = None

    def __post_init__(self) -> None:
        wrong = [name for name, valid in _VALID.items() if not valid(getattr(self, name))]
        if wrong:
            raise ValueError(f"out of range: {', '.join(wrong)}")


def _between(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: low <= value <= high


def _texts(value: dict[Any, Any]) -> bool:
    return all(isinstance(text, str) for entry in value.items() for text in entry)


def _counts(value: dict[Any, Any]) -> bool:
    return all(isinstance(name, str) and type(count) is int and 0 <= count < 100 for name, count in value.items())


_VALID: dict[str, Callable[[Any], bool]] = {
    "theme": lambda value: value in ("dark", "light"),
    "overlay_level": _between(0, 2),
    "interpolation": lambda value: value in ("none", "linear", "cubic"),
    "certainty_threshold": _between(0, 100),
    "panel_width": _between(100, 10_000),
    "text_scale": _between(0.5, 3.0),
    "cache_bytes": _between(GB // 10, 10_000 * GB),
    "cache_days": _between(0, 3650),
    "archives": _texts,
    "image_windows": _counts,
    "report_places": _texts,
    "window_places": _texts,
    "layouts": _texts,
    "keys": _texts,
    "mouse": _texts,
    "display_records": _texts,
    "leaving": lambda value: value in ("auto", "ask", "keep"),
    "memory_bytes": lambda value: 1_000_000 <= value <= memory_total(),
    "log_level": lambda value: value in LEVELS,
    "dictation_port": _between(1024, 65535),
}
_NOT_OF_USERS = {entry.setting for entry in ENTRIES if entry.theirs}


class Origin(Enum):
    """Who chose a value."""

    BUILT_IN = "built in"
    HOSPITAL = "set by the hospital"
    HERE = "set here"
    LOCKED = "locked by the hospital"


class _Damaged(Exception):
    """The file is there and is no settings file."""


class NotByPolicy(ReaderError):
    """The policy of this computer can't be used where it guards something, or forbids what was asked for."""


class SettingsModel:
    """The settings now. Main thread only. not_kept(StorageError): a change holds, but only until the program ends;
    whoever made it goes on with what they were doing. policy: what the hospital decides, None for nothing.

    A file that can't be understood is put aside before another is written in its place; one that can't be read is
    never written over."""

    changed = Signal(Settings)
    not_kept = Signal(object)

    def __init__(self, path: Path, policy: Policy | None = None) -> None:
        self._path = path
        self.policy = policy or Policy(path)
        self._own: dict[str, Any] = {}
        self._fault: _Damaged | OSError | None = None
        try:
            self._take(_stored(path))
        except (_Damaged, OSError) as fault:
            _log.warning("the settings file can't be read; the defaults are used")
            self._fault = fault
            self._take({})

    @property
    def value(self) -> Settings:
        return self._value

    def locked(self, name: str) -> bool:
        return name in self.policy.locked

    def origin(self, name: str) -> Origin:
        """Who chose the value of a setting."""
        if self.locked(name):
            return Origin.LOCKED
        if name in self._own:
            return Origin.HERE
        return Origin.HOSPITAL if name in self.policy.values else Origin.BUILT_IN

    def recover(self) -> StorageError | None:
        """Read again what could not be read; what is damaged is put aside. Returns what the user has to know."""
        if self._fault is None:
            return None
        try:
            self._take(_stored(self._path))
            told = None
        except _Damaged:
            try:
                told = _put_aside(self._path)
            except OSError as cause:
                return storage_error(self._path, cause)
        except OSError as cause:
            return _unread(self._path, cause)
        self._fault = None
        return told

    def _take(self, stored: Mapping[str, Any]) -> None:
        """The user's choices in the file; what was changed since the start holds."""
        chosen = _chosen(stored)
        self._newer = _newer(stored, chosen)
        self._own = {name: value for name, value in chosen.items() if not self.locked(name)} | self._own
        self._value = replace(replace(Settings(), **self.policy.values), **self._own)

    def update(self, **changes: Any) -> None:
        """Change some settings, keep them on disk, tell who listens; what is locked stays. Raises ValueError where
        a value is out of range."""
        chosen = {name: value for name, value in changes.items() if not self.locked(name)}
        chosen = {name: value for name, value in chosen.items() if value != getattr(self._value, name)}
        new = replace(self._value, **chosen)
        if not chosen:
            return
        self._value = new
        self._own |= chosen
        told = self.recover()
        if told is not None:
            self.not_kept.emit(told)
        if self._fault is None:
            try:
                kept = {"format": _FORMAT} | self._newer | self._own
                write_atomically(self._path, json.dumps(kept, indent=1).encode())
            except StorageError as error:
                self.not_kept.emit(error)
        self.changed.emit(self._value)

    def hub(self, wanted: str = "") -> str:
        """The address to sign in to: the locked one, else the one wanted, else the one set; "" for none.

        Raises `NotByPolicy` where the policy does not say for sure which it is, or who vouches for it.
        """
        self.refuse_if_closed("hub_url", tr("Sign-in is blocked by a faulty policy file."))
        self.refuse_if_closed("trusted_cas", tr("Sign-in is blocked by a faulty policy file."))
        return self._value.hub_url if self.locked("hub_url") else wanted or self._value.hub_url

    def refuse_if_closed(self, name: str, what: str) -> None:
        """Raises `NotByPolicy` (what: can't be done) where this setting is guarded and its entry can't be used."""
        fault = self.policy.closed.get(name)
        if fault is not None:
            file, words = str(self.policy.path), fault.words
            hint = tr("Tell your administrator: {fault}", fault=words if file in words else f"{file}: {words}")
            raise NotByPolicy(what, hint, safe=tr("Everything saved on this computer is safe."))


def open_settings(profile: Profile) -> SettingsModel:
    """The settings of a profile under the policy of this computer; from now on whom it trusts, and nobody else,
    vouches for servers."""
    settings = SettingsModel(profile.settings, read_policy(profile.policy, ENTRIES))
    trust_only(settings.value.trusted_cas if settings.locked("trusted_cas") else None)
    for fault in settings.policy.faults:
        _log.warning("the policy file: %s", f"{fault.where} {fault.text.format(**fault.values)}".lstrip())
    return settings


def _stored(path: Path) -> dict[str, Any]:
    """The file as it is, also as Windows Notepad saves it; {} for none. Raises `_Damaged` and OSError."""
    try:
        stored = parse(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except ValueError:
        raise _Damaged from None
    if not isinstance(stored, dict):
        raise _Damaged
    return stored


def _put_aside(path: Path) -> StorageError:
    """Rename the file; what to tell of it. Raises OSError."""
    aside = path.with_name(f"{path.stem}-aside-{datetime.now():%Y%m%d-%H%M%S-%f}{path.suffix}")
    path.replace(aside)
    return StorageError(
        tr("Your settings are damaged and can't be read; the default settings are used."),
        tr("The damaged file is kept as {file}. Set again what you had changed.", file=str(aside)),
        safe=tr("Drafts and reports are not affected."),
    )


def _unread(path: Path, cause: OSError) -> StorageError:
    return StorageError(
        tr("Your settings can't be read: {reason}", reason=cause.strerror or type(cause).__name__),
        tr("Until {file} can be read, changes of settings hold only until the program ends.", file=str(path)),
        safe=tr("The file was not changed."),
    )


def _newer(stored: Mapping[str, Any], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What only a newer version understands, a name or a value: it stays in the file for that one."""
    number = stored.get("format")
    if not isinstance(number, int) or number <= _FORMAT:
        return {}
    return {name: value for name, value in stored.items() if name not in chosen and name not in _NOT_OF_USERS}


def _chosen(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What the user has chosen, without what has the wrong type or is out of range."""
    chosen: dict[str, Any] = {}
    if stored.get("second_window") is True and "image_windows" not in stored:  # of versions that knew one window
        chosen["image_windows"] = {"": 1}
    built_in = Settings()
    for known in fields(Settings):
        value, default = stored.get(known.name), getattr(built_in, known.name)
        if isinstance(default, float) and type(value) is int:
            value = float(value)
        if type(value) is not type(default) or known.name in _NOT_OF_USERS:
            continue
        if value == default and "format" not in stored:
            continue
        try:
            change: dict[str, Any] = {known.name: value}
            replace(built_in, **change)
            chosen |= change
        except ValueError as wrong:
            _log.warning("a setting is not as it should be, its default is used: %s", wrong)
    return chosen
