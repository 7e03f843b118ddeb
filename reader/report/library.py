"""All report templates of this computer: those that come with the program, and the user's and the hospital's own
before them. Any thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from reader.core.text import counted, tr
from reader.report.mrrt.checking import checked
from reader.report.mrrt.model import Template, TemplateError
from reader.report.mrrt.page import Fault
from reader.report.mrrt.reading import parse_template
from reader.report.template import load_templates, text_of

MOST_FILES = 200
"""So many of a folder are used, in the order of their names."""


@dataclass(frozen=True)
class FileFault:
    """What is wrong with one of the own files, by line. used: whether it is used all the same."""

    file: Path
    faults: tuple[Fault, ...]
    used: bool


@dataclass(frozen=True)
class Library:
    """folders: where own ones may be put, the user's first."""

    templates: tuple[Template, ...]
    faults: tuple[FileFault, ...] = ()
    folders: tuple[Path, ...] = ()

    def template(self, template_id: str) -> Template | None:
        return next((template for template in self.templates if template.template_id == template_id), None)


def bundled() -> Library:
    return Library(load_templates())


def library(*folders: Path) -> Library:
    """Of those with one id that of the first folder is used, before a bundled one."""
    found: dict[str, Template] = {}
    faults: list[FileFault] = []
    for folder in folders:
        files = _files(folder)
        for file in files[:MOST_FILES]:
            template, wrong = _read(file)
            if template is not None and template.template_id in found:
                same = Path(found[template.template_id].source).name
                wrong = (*wrong, Fault(0, tr("{other} has the same id", other=same)))
                template = None
            if wrong:
                faults.append(FileFault(file, wrong, template is not None))
            if template is not None:
                found[template.template_id] = template
        if len(files) > MOST_FILES:
            many = counted("more than {count} file", "more than {count} files", MOST_FILES)
            faults.append(FileFault(folder, (Fault(0, many),), False))
    for template in load_templates():
        found.setdefault(template.template_id, template)
    return Library(tuple(found.values()), tuple(faults), folders)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in (".html", ".htm"))
    except OSError:
        return []


def _read(file: Path) -> tuple[Template | None, tuple[Fault, ...]]:
    try:
        about = file.stat()
        if not file.is_file():
            return None, (Fault(0, tr("it is no file")),)
    except OSError as cause:
        return None, (Fault(0, cause.strerror or str(cause)),)
    template, faults = _parsed(file, about.st_mtime_ns, about.st_size)
    return (replace(template, source=str(file)) if template is not None else None), faults


@lru_cache(maxsize=500)
def _parsed(file: Path, _modified: int, _size: int) -> tuple[Template | None, tuple[Fault, ...]]:
    """As it was when it was last changed."""
    try:
        text = text_of(file)
        wrong = checked(text)
        return (None if wrong.grave else parse_template(text, file.stem)), wrong.every
    except TemplateError as error:
        return None, (Fault(0, error.user_message),)
