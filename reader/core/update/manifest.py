"""What new versions there are: a signed list, `reader-updates.json`, made by packaging/release.py.

    {"list": "…", "signatures": {"<public key>": "<signature>", …}}     both in base64, Ed25519 (RFC 8032)

`list` is JSON in a string, so that what is signed is exactly what is read: `SIGNED_AS` before it, so that nothing
else signed with the same key passes for a list. Plain values, any thread.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from reader.core.errors import ReaderError
from reader.core.text import tr

FILE = "reader-updates.json"
MOST_BYTES = 1_000_000
SIGNED_AS = b"reader list of updates 1\n"
_FORMAT = 1
_VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){1,3}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,127}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST_ARTEFACT = 4 * 10**9
_CLOCK = timedelta(hours=1)
"""How much the clocks of makers and users may disagree."""


class UpdateRefused(ReaderError):
    """A list or a file of the update source is not as it has to be: nothing was changed."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what, hint or tr("Tell your administrator."), safe=tr("The program was not changed."))


@dataclass(frozen=True, order=True)
class Version:
    """As in `reader.__version__`: two to four numbers. "1.2" and "1.2.0" are the same."""

    numbers: tuple[int, ...]
    text: str = field(compare=False)

    @classmethod
    def parse(cls, text: object) -> Version:
        """Raises ValueError."""
        if not isinstance(text, str) or not _VERSION.fullmatch(text) or not text.isascii():
            raise ValueError(f"not a version: {text!r}")
        numbers = [int(number) for number in text.split(".")]
        return cls(tuple(numbers + [0] * (4 - len(numbers))), text)

    def __str__(self) -> str:
        return self.text


def is_file_name(name: str) -> bool:
    """Whether a file of an update source may be called so: never a path."""
    return _NAME.fullmatch(name) is not None


@dataclass(frozen=True)
class Artefact:
    """One file that installs a version on one kind of system.

    name: of the file beside the list. size in bytes; sha256 in lower-case hex. needs: the oldest version that it
    may replace. notes: by locale, what is new.
    """

    name: str
    version: Version
    system: str
    size: int
    sha256: str
    needs: Version
    notes: Mapping[str, str]


@dataclass(frozen=True)
class Manifest:
    """number: higher in each list that is made. expires: when it is too old to be believed."""

    number: int
    made: datetime
    expires: datetime
    artefacts: tuple[Artefact, ...]


def read_manifest(data: bytes, keys: Collection[str]) -> Manifest:
    """The list, if one of `keys` (base64) signed it. Raises `UpdateRefused`; nothing unsigned is looked at."""
    if len(data) > MOST_BYTES:
        raise UpdateRefused(tr("The list of updates is too large."))
    try:
        outer = json.loads(data)
        listed, signatures = outer["list"].encode(), dict(outer["signatures"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
        raise UpdateRefused(tr("The list of updates can't be read.")) from cause
    if not any(_signed(listed, key, signatures.get(key)) for key in keys):
        raise UpdateRefused(tr("The list of updates is not signed by a trusted key."))
    try:
        return _manifest(json.loads(listed))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as cause:
        raise UpdateRefused(tr("The list of updates is not as this version expects it.")) from cause


def _signed(listed: bytes, key: str, signature: object) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not isinstance(signature, str):
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), SIGNED_AS + listed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _manifest(told: Any) -> Manifest:
    if told["format"] != _FORMAT:
        raise ValueError("another format")
    number = told["number"]
    if type(number) is not int or number < 1:
        raise ValueError("the number")
    made, expires = (datetime.fromisoformat(told[name]) for name in ("made", "expires"))
    if made.tzinfo is None or expires.tzinfo is None or expires <= made:
        raise ValueError("the times")
    return Manifest(number, made, expires, tuple(_artefact(one) for one in told["artefacts"]))


def _artefact(told: Any) -> Artefact:
    name, system, size, digest = told["name"], told["system"], told["size"], told["sha256"]
    if not is_file_name(name) or not is_file_name(system) or not _DIGEST.fullmatch(digest):
        raise ValueError("a name or a digest")
    if type(size) is not int or not 0 < size <= _MOST_ARTEFACT:
        raise ValueError("a size")
    notes = {str(locale): str(text) for locale, text in dict(told["notes"]).items()}
    return Artefact(name, Version.parse(told["version"]), system, size, digest, Version.parse(told["needs"]), notes)


def refuse_stale(manifest: Manifest, newest_seen: int, now: datetime) -> None:
    """Raise `UpdateRefused` for a list that is out of date, or older than one that was here before (a replay)."""
    if manifest.number < newest_seen:
        raise UpdateRefused(tr("The list of updates is older than one seen before."))
    if manifest.expires <= now:
        raise UpdateRefused(
            tr("The list of updates expired on {date}.", date=f"{manifest.expires.astimezone():%Y-%m-%d}"),
            tr("Check this computer's clock, or tell your administrator."),
        )
    if manifest.made > now + _CLOCK:
        hint = tr("Check this computer's clock, or tell your administrator.")
        raise UpdateRefused(tr("The list of updates is from the future."), hint)


def choose(manifest: Manifest, system: str, current: Version, declined: Version | None = None) -> Artefact | None:
    """The newest version for this kind of system that is newer than the current one and may replace it.

    declined: what was rolled back; only a newer one is taken. None where there is none. Raises `UpdateRefused`
    where the list has nothing for this system at all, or wants a version in between first that it does not have.
    """
    ours = [one for one in manifest.artefacts if one.system == system]
    if not ours:
        raise UpdateRefused(tr("The list of updates has nothing for this system ({system}).", system=system))
    least = max(current, declined) if declined is not None else current
    newer = [one for one in ours if one.version > least]
    fitting = [one for one in newer if one.needs <= current]
    if newer and not fitting:
        needed = min(one.needs for one in newer)
        raise UpdateRefused(
            tr("Version {new} can't replace {current}.", new=max(one.version for one in newer), current=current),
            tr("Ask your administrator to install version {needed} first.", needed=needed),
        )
    return max(fitting, key=lambda one: one.version) if fitting else None
