"""From an address to the archive behind it."""

from __future__ import annotations

from reader.core.http import Http
from reader.dicom.archives.archive import MEDIA, Archive
from reader.dicom.archives.media import MediaArchive
from reader.dicom.archives.web import DicomWeb

DIMSE = "dimse:"


def open_archive(base_url: str, http: Http) -> Archive:
    """The archive behind an address, by its scheme: http(s), `media:` + path, `dimse://CALLED@host:port?…`."""
    if base_url.startswith(MEDIA):
        return MediaArchive(base_url)
    if base_url.startswith(DIMSE):
        from reader.dicom.archives.dimse import DimseArchive  # 0.2 s, for few sites

        return DimseArchive(base_url)
    return DicomWeb(http, base_url)
