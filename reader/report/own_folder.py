"""The templates that a user has made, each a file in one folder. Any thread; raises `StorageError`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from reader.core.errors import ReaderError
from reader.core.file_names import file_name
from reader.core.storage import reading_error, storage_error, write_atomically
from reader.core.text import tr
from reader.report.library import library
from reader.report.mrrt.checking import checked
from reader.report.mrrt.model import Template, TemplateError
from reader.report.mrrt.page import LARGEST, Fault
from reader.report.mrrt.reading import parse_template
from reader.report.mrrt.writing import written
from reader.report.template import decoded

_GONE, _UNSAVED = ".deleted", ".unsaved"
_KEPT_S = 30 * 24 * 3600.0


class NotTaken(ReaderError):
    """A file that can't be used as a template, or is there already. faults: what is wrong with it, by line."""

    def __init__(self, user_message: str, hint: str = "", faults: Sequence[Fault] = ()) -> None:
        super().__init__(user_message, hint)
        self.faults = tuple(faults)


class OwnFolder:
    """What is deleted stays beside the others under another name for 30 days, so that it can be brought back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def is_own(self, template: Template) -> bool:
        return bool(template.source) and Path(template.source).parent == self.folder

    def content(self, template: Template) -> bytes:
        """The file of one, to know later whether another program has changed it."""
        path = Path(template.source)
        try:
            return path.read_bytes()
        except OSError as cause:
            raise reading_error(path, cause) from cause

    def save(self, template: Template, before: bytes | None = None) -> Template:
        """In its own file, else in a new one; as it is there then. before: what that file held. Raises `NotTaken`
        where it holds something else by now."""
        path = Path(template.source) if self.is_own(template) else None
        if path is not None and before is not None and self._now(path) != before:
            raise NotTaken(
                tr("“{title}” was changed by another window or program.", title=template.title),
                tr("Nothing was overwritten. Save yours under another title as a copy."),
            )
        path = path or self._free(template.title)
        write_atomically(path, written(template).encode())
        return parse_template(written(template), path.stem, str(path))

    def keep_unsaved(self, template: Template | None) -> None:
        """What is being written, so that it is there after a kill; None where it is saved or given up."""
        path = self.folder / _UNSAVED
        if template is None:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            return
        name = Path(template.source).name if self.is_own(template) else ""
        write_atomically(path, f"{name}\n{written(template)}".encode())

    def unsaved(self) -> Template | None:
        """What was being written when the program ended; None for nothing that can be read."""
        try:
            name, _, text = (self.folder / _UNSAVED).read_bytes().decode("utf-8").partition("\n")
            source = self.folder / name
            return parse_template(text, "", str(source) if name and source.is_file() else "")
        except (OSError, UnicodeDecodeError, TemplateError):
            return None

    def delete(self, template: Template) -> Path:
        """Where it is now, to be brought back from."""
        path = Path(template.source)
        gone = self._unused(path.name + _GONE)
        try:
            path.replace(gone)
            gone.touch()
        except OSError as cause:
            raise storage_error(path, cause) from cause
        return gone

    def bring_back(self, gone: Path) -> Path:
        path = self.folder / gone.name.split(_GONE)[0]
        path = self._free(path.stem) if path.exists() else path
        try:
            gone.replace(path)
        except OSError as cause:
            raise storage_error(path, cause) from cause
        return path

    def purge(self) -> None:
        """Remove what was deleted long ago."""
        with suppress(OSError):
            for path in self.folder.glob(f"*{_GONE}*"):
                if time.time() - path.stat().st_mtime > _KEPT_S:
                    path.unlink()

    def take_in(self, path: Path) -> tuple[Template, tuple[Fault, ...]]:
        """Copy a template file, byte for byte; it, and what is wrong with it that does not keep it from being used.
        Raises `NotTaken`."""
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as cause:
            raise reading_error(path, cause) from cause
        if len(data) > LARGEST:
            raise NotTaken(tr("{file} is too large for a report template.", file=path.name))
        try:
            text = decoded(data, path.name)
            found = checked(text)
            template = None if found.grave else parse_template(text, path.stem)
        except TemplateError as error:
            raise NotTaken(error.user_message, error.hint) from error
        if template is None:
            said = tr("{file} is not used: it is no report template as IHE MRRT has it.", file=path.name)
            raise NotTaken(said, "", found.every)
        for other in library(self.folder).templates:
            if other.template_id == template.template_id and self.is_own(other):
                said = tr("You have this template already: “{title}”.", title=other.title)
                raise NotTaken(said, tr("Delete it first, then import again."))
        place = self._free(template.title)
        write_atomically(place, data)
        return parse_template(text, path.stem, str(place)), found.every

    def give_out(self, template: Template, path: Path) -> None:
        """As an IHE MRRT file; of one that has a file, that file byte for byte."""
        data = self.content(template) if template.source else written(template).encode()
        write_atomically(path, data)

    def _now(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as cause:
            raise reading_error(path, cause) from cause

    def _free(self, title: str) -> Path:
        names = (f"{file_name(title, '' if number == 1 else str(number))}.html" for number in count(1))
        return next(self.folder / name for name in names if not (self.folder / name).exists())

    def _unused(self, name: str) -> Path:
        names = (f"{name}{'' if number == 1 else number}" for number in count(1))
        return next(self.folder / one for one in names if not (self.folder / one).exists())
