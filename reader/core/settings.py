"""What a user can set: one frozen value, one model that announces its changes."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from psygnal import Signal

from reader.core.storage import write_atomically


@dataclass(frozen=True)
class Settings:
    """language: "en", "zh_CN", or "" for the system's. theme: "dark" or "light". sizes in bytes and pixels."""

    language: str = ""
    theme: str = "dark"
    hub_url: str = ""
    user: str = ""
    overlay_level: int = 2
    drag_down_brighter: bool = True
    certainty_threshold: int = 50
    panel_width: int = 380
    text_scale: float = 1.0
    cache_bytes: int = 20_000_000_000
    memory_bytes: int = 6_000_000_000


class SettingsModel:
    """The settings now. Main thread only."""

    changed = Signal(Settings)

    def __init__(self, path: Path) -> None:
        self._path = path
        self._value = _load(path)

    @property
    def value(self) -> Settings:
        return self._value

    def update(self, **changes: Any) -> None:
        """Change some settings, keep them on disk, tell who listens. Raises `StorageError`."""
        new = replace(self._value, **changes)
        if new == self._value:
            return
        self._value = new
        self.changed.emit(new)
        write_atomically(self._path, json.dumps(asdict(new), indent=1).encode())


def _load(path: Path) -> Settings:
    """Settings from disk; what can't be read or has the wrong type falls back to its default."""
    try:
        stored = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        logging.getLogger(__name__).warning("the settings file can't be read; the defaults are used")
        return Settings()
    default = Settings()
    known = {
        field.name: stored[field.name]
        for field in fields(Settings)
        if isinstance(stored, dict) and type(stored.get(field.name)) is type(getattr(default, field.name))
    }
    return replace(default, **known)
