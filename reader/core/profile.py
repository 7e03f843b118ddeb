"""Where the program keeps its own things on this computer."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from reader.core.policy import policy_file
from reader.core.private import keep_to_owner

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


@dataclass(frozen=True)
class Profile:
    """One user's folder: settings, drafts, outbox, audit, logs and the image cache.

    policy: the file that decides for all users of this computer, whichever folder is theirs.
    """

    root: Path
    policy: Path = field(default_factory=policy_file)

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def database(self) -> Path:
        return self.root / "reader.sqlite"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets.json"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def updates(self) -> Path:
        return self.root / "update"

    @property
    def log(self) -> Path:
        return self.root / "log" / "reader.log"


def open_profile(root: Path | None = None, policy: Path | None = None) -> Profile:
    """The profile at `root`, else at $READER_PROFILE, else where the system keeps such data; made if absent.

    policy: in place of the computer's, for tests. Others can't read the profile, also one that an earlier version
    left open.
    """
    place = root or (Path(os.environ["READER_PROFILE"]) if "READER_PROFILE" in os.environ else None)
    place = place or Path(platformdirs.user_data_dir("reader", appauthor=False))
    keep_to_owner(place)
    return Profile(place, policy or policy_file())
