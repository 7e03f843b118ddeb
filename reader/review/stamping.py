"""Time stamps for what is signed here: asked of the authority that the policy names."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from reader.core.errors import ReaderError
from reader.core.http import STAMP, Http
from reader.core.text import tr
from reader.dicom.signatures.timestamps import StampError, request, token_of
from reader.dicom.signatures.trust import Trust


@dataclass
class Stamper:
    """Any thread; blocks while the authority is asked. trust: by which its time stamps are checked. required:
    without one nothing is signed; else it is signed without, and `missed` says why."""

    http: Http
    url: str
    trust: Trust
    required: bool
    missed: str = ""

    def stamp(self, signature: bytes) -> bytes | None:
        """The token over a signature's value, checked; None where there is none and none is needed. Raises
        `StampError`."""
        asked = request(signature)
        try:
            answer = self.http.request(
                "POST", self.url, kind=STAMP, data=asked.der,
                headers={"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"},
            )  # fmt: skip
            token, _ = token_of(answer.content, asked, self.trust)
        except ReaderError as error:
            why = error.user_message if isinstance(error, StampError) else tr(
                "The time stamp authority {url} does not answer as it should.", url=self.url
            )
            logging.getLogger(__name__).warning("no time stamp: %s", type(error).__name__)
            self.missed = why
            if self.required:
                raise StampError(
                    tr("Without a time stamp nothing may be signed. {why}", why=why),
                    tr("Try again later, or tell your administrator."),
                    safe=tr("Nothing was signed. Your text is saved on this computer."),
                ) from error
            return None
        self.missed = ""
        return token
