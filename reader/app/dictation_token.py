"""What a speech program has to bring to the dictation port. Kept where the program keeps its secrets."""

from __future__ import annotations

import secrets

from reader.app.services import Services

_NAME = "dictation"
_BYTES = 24


def token_of(services: Services) -> str:
    """Made when it is first asked for. Raises `ReaderError`."""
    return services.secrets.keep(_NAME, lambda: secrets.token_urlsafe(_BYTES))


def new_token(services: Services) -> str:
    """Another one: those who know the one before are shut out, once the settings are followed. Raises
    `ReaderError`."""
    token = secrets.token_urlsafe(_BYTES)
    services.secrets.set(_NAME, token)
    return token
