"""`reader update`: what there is, have it for the next start, or go back to the version before."""

from __future__ import annotations

import sys
from pathlib import Path

from reader.app.own import open_own
from reader.core.errors import ReaderError
from reader.core.http import Http
from reader.core.qt.translation import resolve_language
from reader.core.streams import complain
from reader.core.text import tr
from reader.core.update.installation import installation
from reader.core.update.service import Updates, updates_of
from reader.terms.languages import locales


def run(profile_folder: Path | None, *, check: bool = False, rollback: bool = False) -> int:
    """check: only say what there is. Exit status 1 where it failed; then nothing was changed."""
    http = Http()
    try:
        profile, settings = open_own(profile_folder)
        if rollback:
            Updates(profile.updates, None, (), installation()).roll_back()
            _say(tr("The previous version will run from the next start."))
            return 0
        updates = updates_of(settings, profile.updates, http)
        found = updates.check()
        if found is None:
            _say(tr("{version} is the newest version.", version=updates.current))
            return 0
        notes = found.notes.get(resolve_language(settings.value.language, locales())) or found.notes.get("en", "")
        what = tr("Version {new} is available; this is {current}.", new=found.version, current=updates.current)
        _say(what, notes)
        if updates.installed.installer is None:
            _say(tr("An administrator has to install it: {name}", name=found.name))
        elif not check:
            updates.download(found, lambda: None)
            _say(tr("It is downloaded and will be installed at the next start."))
    except ReaderError as error:
        complain(error)
        return 1
    finally:
        http.close()
    return 0


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines if line))
    sys.stdout.flush()
