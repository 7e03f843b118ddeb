"""What retrieval asks of an archive, however it is reached: DICOMweb, DIMSE, or files of a disc or folder.

Questions and answers are those of DICOMweb (PS3.18 §10): filters by tag ("00100020") or keyword, answers in
the DICOM JSON model, objects as Part 10 files in the transfer syntax that they are kept in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from reader.core.errors import ReaderError
from reader.dicom.archives.line import Line
from reader.dicom.archives.multipart import Part
from reader.dicom.json_model import Json

MEDIA = "media:"


class NotThere(ReaderError):
    """The archive does not have what was asked for. reason: why, in the user's words, where it is known."""

    reason: str = ""


class BadAnswer(ReaderError):
    """The archive answered, but not as the standard says."""


class NotOffered(ReaderError):
    """The archive has what was asked for, but does not give it in this way: ask for smaller pieces."""


class Stream(Protocol):
    """Objects that are still arriving."""

    def parts(self, check: Callable[[], None] = ...) -> Iterator[Part]:
        """Each object once, in the archive's order. check: called before each, may raise to stop."""

    def close(self) -> None:
        """Any thread; ends a read that waits."""

    def abort(self) -> None:
        """Wake a thread that waits for bytes; it sees the stream end. Any thread; returns at once."""


class Archive(Protocol):
    """Blocking; any thread but the main one. Every method may raise `HubUnreachable`, `NotThere`, `BadAnswer`."""

    base_url: str
    line: Line
    """The way to it; one that nothing was learnt of counts as fast."""

    def search_studies(
        self, filters: Mapping[str, str] | None = None, *, include: Sequence[str] = (), limit: int = 0
    ) -> list[Json]: ...

    def search_series(
        self, study: str, filters: Mapping[str, str] | None = None, *, include: Sequence[str] = ()
    ) -> list[Json]: ...

    def search_instances(
        self,
        study: str,
        series: str,
        filters: Mapping[str, str] | None = None,
        *,
        include: Sequence[str] = (),
        limit: int = 0,
        offset: int = 0,
    ) -> list[Json]: ...

    def metadata(self, study: str, series: str = "", instance: str = "") -> list[Json]:
        """All attributes but the bulk data."""

    def instance(self, study: str, series: str, uid: str, check: Callable[[], None] = ...) -> bytes:
        """One object as a Part 10 file."""

    def stream_series(self, study: str, series: str) -> Stream: ...

    def stream_instance(self, study: str, series: str, uid: str) -> Stream: ...
