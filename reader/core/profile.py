"""Where the program keeps its own things on this computer."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from reader.core.errors import ReaderError
from reader.core.policy import policy_file
from reader.core.private import keep_to_owner
from reader.core.text import tr

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


class NoProfile(ReaderError):
    """The folder of a profile can't be made or entered."""


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
    """The profile at `root`, else in the user's `own_folder`; made if absent.

    policy: in place of the computer's, for tests. Others can't read the profile, also one that an earlier version
    left open. Raises `NoProfile`.
    """
    place = root or own_folder()
    try:
        keep_to_owner(place)
        os.listdir(place)
    except OSError as cause:
        raise NoProfile(
            tr("The folder for settings and drafts can't be used: {folder} ({reason}).",
               folder=place, reason=cause.strerror or cause),
            tr("Check the disk and the permissions of the folder, or name another one with --profile."),
        ) from cause  # fmt: skip
    return Profile(place, policy or policy_file())


def own_folder() -> Path:
    """The user's: $READER_PROFILE, else where the system keeps such data."""
    if "READER_PROFILE" in os.environ:
        return Path(os.environ["READER_PROFILE"])
    return Path(platformdirs.user_data_dir("reader", appauthor=False))
