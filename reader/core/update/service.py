"""Updates of the program: asked for, downloaded, verified, installed at the next start, and taken back.

Whatever goes wrong leaves the program as it is. A file is handed to the system's installer only after list,
signature, size and digest were checked again at that moment, with the keys that hold then.
"""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from reader import __version__
from reader.core.http import Http
from reader.core.json_text import parse
from reader.core.settings import SettingsModel
from reader.core.storage import write_atomically
from reader.core.text import tr
from reader.core.update.installation import Installation, installation, nothing_before
from reader.core.update.keys import KEYS
from reader.core.update.manifest import (
    Artefact,
    Manifest,
    UpdateRefused,
    Version,
    choose,
    read_manifest,
    refuse_stale,
)
from reader.core.update.source import Source, fetch, is_artefact, source_at

RECORD = "updates.json"
_MOST_TRIES = 3
"""How often an installer is started for one version before it is given up."""


@dataclass(frozen=True)
class Record:
    """What is remembered from one start to the next. newest: the highest number of a list seen. ready: the signed
    list, in base64, and the version of it that is downloaded; tries: how often its installation was begun.
    declined: the version that was rolled back."""

    newest: int = 0
    ready: str = ""
    version: str = ""
    tries: int = 0
    declined: str = ""


class Updates:
    """One computer's updates for one user. Any thread, one at a time; all but `ready_version` blocks.

    folder: where the record and, in `files`, downloads are kept. source: None where there is nowhere to look.
    """

    def __init__(
        self,
        folder: Path,
        source: Source | None,
        keys: Collection[str],
        installed: Installation,
        current: str = __version__,
    ) -> None:
        self._file, self._files = folder / RECORD, folder / "files"
        self._source, self._keys, self.installed = source, keys, installed
        self.current = Version.parse(current)
        self._list = b""

    @property
    def is_on(self) -> bool:
        """Whether there is anything to ask, and somebody to trust."""
        return self._source is not None and bool(self._keys) and bool(self.installed.system)

    def check(self, now: datetime | None = None) -> Artefact | None:
        """The version that this one can be replaced by, None for none. Raises a ReaderError."""
        if self._source is None:
            raise UpdateRefused(tr("No update source is set."), tr("Your administrator can set one in the policy."))
        if not self._keys:
            raise UpdateRefused(tr("This program trusts no key for updates."))
        if not self.installed.system:
            raise UpdateRefused(
                tr("This copy of the program does not update itself."), tr("Update it the way you got it.")
            )
        data = self._source.manifest()
        manifest = read_manifest(data, self._keys)
        record = self._record()
        refuse_stale(manifest, record.newest, now or datetime.now(UTC))
        if manifest.number > record.newest:
            self._keep(replace(record, newest=manifest.number))
        self._list = data
        if self._is_withdrawn(manifest):
            self._forget()
        declined = Version.parse(record.declined) if record.declined else None
        return choose(manifest, self.installed.system, self.current, declined)

    def download(self, artefact: Artefact, wanted: Callable[[], None]) -> None:
        """After `check`: have the file, verified, for the next start. wanted: raises `Cancelled` when it is not."""
        assert self._source is not None and self._list
        fetch(self._source, artefact, self._files, wanted)
        ready = base64.b64encode(self._list).decode()
        record = self._record()
        if record.version != str(artefact.version):
            record = replace(record, tries=0)
        self._keep(replace(record, ready=ready, version=str(artefact.version)))

    def ready_version(self) -> str:
        """The version that the next start installs, "" for none."""
        record = self._record()
        newer = record.version and Version.parse(record.version) > self.current
        return record.version if record.ready and newer and record.tries < _MOST_TRIES else ""

    def install_ready(self, arguments: Sequence[str], now: datetime | None = None) -> None:
        """Hand what is ready to the system's installer; does not return where that is done. arguments: of the
        command line, for the new version. What is ready by a list that has expired is forgotten.

        Raises a ReaderError where what is ready is not, or no longer, as it was signed: it is forgotten then.
        """
        record, installer = self._record(), self.installed.installer
        if not record.ready or installer is None:
            return
        if not self.ready_version():
            self._forget()
            if record.tries >= _MOST_TRIES:
                raise UpdateRefused(tr("Version {version} could not be installed.", version=record.version))
            return
        try:
            manifest = read_manifest(base64.b64decode(record.ready), self._keys)
        except UpdateRefused:
            self._forget()
            raise
        if manifest.expires <= (now or datetime.now(UTC)):  # who has not heard since can't know that it still holds
            self._forget()
            return
        fitting = self._fitting(manifest, record.version)
        if not fitting or not is_artefact(self._files / fitting[0].name, fitting[0]):
            self._forget()
            raise UpdateRefused(
                tr("The download of version {version} is damaged.", version=record.version),
                tr("It will be downloaded again."),
            )
        self._keep(replace(record, tries=record.tries + 1))
        installer.install(self._files / fitting[0].name, arguments)

    def roll_back(self) -> None:
        """Back to the version before, from the next start on; the one left is not offered again."""
        if self.installed.installer is None:
            raise nothing_before()
        self.installed.installer.roll_back()
        self._forget(declined=str(self.current))

    def _fitting(self, manifest: Manifest, version: str) -> list[Artefact]:
        """Those of this version for this kind of system."""
        system = self.installed.system
        return [one for one in manifest.artefacts if str(one.version) == version and one.system == system]

    def _is_withdrawn(self, manifest: Manifest) -> bool:
        """What is ready is not in this list, or is another file there."""
        record = self._record()
        if not record.ready:
            return False
        try:
            ready = self._fitting(read_manifest(base64.b64decode(record.ready), self._keys), record.version)
        except UpdateRefused:
            return True
        offered = {one.sha256 for one in self._fitting(manifest, record.version)}
        return not any(one.sha256 in offered for one in ready)

    def _forget(self, declined: str = "") -> None:
        """What is downloaded, and where it is from, so that nothing of it is installed."""
        record = self._record()
        self._keep(Record(record.newest, declined=declined or record.declined))
        shutil.rmtree(self._files, ignore_errors=True)

    def _record(self) -> Record:
        try:
            record = Record(**parse(self._file.read_text("utf-8")))
            for version in filter(None, (record.version, record.declined)):
                Version.parse(version)
            base64.b64decode(record.ready, validate=True)
            return Record(int(record.newest), record.ready, record.version, int(record.tries), record.declined)
        except (OSError, ValueError, TypeError):
            return Record()

    def _keep(self, record: Record) -> None:
        write_atomically(self._file, json.dumps(asdict(record)).encode())


def updates_of(settings: SettingsModel, folder: Path, http: Http) -> Updates:
    """Those that the settings allow. Raises `NotByPolicy` where the policy does not say for sure where from, or
    signed by whom."""
    for name in ("update_source", "update_keys"):
        settings.refuse_if_closed(name, tr("Updates are blocked by a faulty policy file."))
    place, keys = settings.value.update_source, settings.value.update_keys or KEYS
    return Updates(folder, source_at(place, http) if place else None, keys, installation())
