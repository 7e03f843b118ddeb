"""What a user can set: one frozen value, one model that announces its changes."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from psygnal import Signal

from reader.core.machine import GB, memory_budget, memory_total
from reader.core.storage import StorageError, write_atomically


@dataclass(frozen=True)
class Settings:
    """language: "en", "zh_CN", or "" for the system's. theme: "dark" or "light". sizes in bytes and pixels.

    overlay_level: 0 no text on the images to 2 all of it. certainty_threshold: %. cache_days: images that were not
    used for so long are deleted, 0 never. prefetch: fetch the next exams before they are opened. memory_bytes: for
    images, all of them together; unless chosen, half of what the computer has. archives: by name, the addresses of
    other archives that are asked for earlier exams (https://…, dimse://CALLED@host:port?calling=AE). audit_syslog:
    where audit messages go (tls://host:6514?ca=FILE), "" for nowhere. leaving: what becomes of an exam that is left
    unfinished: "auto" releases it where nothing was written, "ask" asks, "keep" keeps it. second_window: a case has
    one, report_beside: with the findings and the report in it; window_places: by window, where they were, as Qt
    writes it in base64.

    Raises ValueError naming the fields that are out of range.
    """

    language: str = ""
    theme: str = "dark"
    hub_url: str = ""
    user: str = ""
    overlay_level: int = 2
    drag_down_brighter: bool = True
    certainty_threshold: int = 50
    panel_width: int = 380
    text_scale: float = 1.0
    cache_bytes: int = 20 * GB
    cache_days: int = 30
    prefetch: bool = True
    archives: dict[str, str] = field(default_factory=dict)
    audit_syslog: str = ""
    memory_bytes: int = field(default_factory=memory_budget)
    leaving: str = "auto"
    second_window: bool = False
    report_beside: bool = False
    window_places: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrong = [name for name, valid in _VALID.items() if not valid(getattr(self, name))]
        if wrong:
            raise ValueError(f"out of range: {', '.join(wrong)}")


def _between(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: low <= value <= high


def _texts(value: dict[Any, Any]) -> bool:
    return all(isinstance(text, str) for entry in value.items() for text in entry)


_VALID: dict[str, Callable[[Any], bool]] = {
    "theme": lambda value: value in ("dark", "light"),
    "overlay_level": _between(0, 2),
    "certainty_threshold": _between(0, 100),
    "panel_width": _between(100, 10_000),
    "text_scale": _between(0.5, 3.0),
    "cache_bytes": _between(GB // 10, 10_000 * GB),
    "cache_days": _between(0, 3650),
    "archives": _texts,
    "window_places": _texts,
    "leaving": lambda value: value in ("auto", "ask", "keep"),
    "memory_bytes": lambda value: 1_000_000 <= value <= memory_total(),
}


class SettingsModel:
    """The settings now. Main thread only. not_kept(StorageError): a change holds, but only until the program ends;
    whoever made it goes on with what they were doing."""

    changed = Signal(Settings)
    not_kept = Signal(object)

    def __init__(self, path: Path) -> None:
        self._path = path
        self._value = _load(path)

    @property
    def value(self) -> Settings:
        return self._value

    def update(self, **changes: Any) -> None:
        """Change some settings, keep them on disk, tell who listens. Raises ValueError where a value is out of
        range."""
        new = replace(self._value, **changes)
        if new == self._value:
            return
        self._value = new
        try:
            write_atomically(self._path, json.dumps(asdict(new), indent=1).encode())
        except StorageError as error:
            self.not_kept.emit(error)
        self.changed.emit(new)


def _load(path: Path) -> Settings:
    """Settings from disk; what can't be read, has the wrong type or is out of range falls back to its default."""
    try:
        stored = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        logging.getLogger(__name__).warning("the settings file can't be read; the defaults are used")
        return Settings()
    if not isinstance(stored, dict):
        return Settings()
    loaded = Settings()
    for known in fields(Settings):
        value, default = stored.get(known.name), getattr(loaded, known.name)
        if isinstance(default, float) and type(value) is int:
            value = float(value)
        if type(value) is not type(default):
            continue
        try:
            change: dict[str, Any] = {known.name: value}
            loaded = replace(loaded, **change)
        except ValueError as wrong:
            logging.getLogger(__name__).warning("a setting is not as it should be, its default is used: %s", wrong)
    return loaded
