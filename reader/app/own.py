"""The profile of who starts the program, and the language to speak with them from then on."""

from __future__ import annotations

from pathlib import Path

from reader.core.profile import Profile, open_profile
from reader.core.qt.translation import use_language
from reader.core.settings import SettingsModel, open_settings
from reader.terms.languages import locales


def open_own(folder: Path | None) -> tuple[Profile, SettingsModel]:
    """The profile in `folder`, else the user's own, with its settings.

    Raises `NoProfile`, in the system's language.
    """
    use_language("", locales())
    profile = open_profile(folder)
    settings = open_settings(profile)
    use_language(settings.value.language, locales())
    return profile, settings
