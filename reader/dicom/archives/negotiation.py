"""In which transfer syntax to ask for images: the one that is on the screen first, and never a lossy one.

Only asked for where it changes nothing but the packing: grey values of 8 to 16 bits that were never compressed
with loss. Everything else comes as it is kept. One syntax is asked for at a time, because servers differ in which
of several they take (Orthanc 1.10: the last); the server that refuses is asked for what it keeps.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from reader.dicom.attributes import Attributes, text, whole

ANY = "*"
IMPLICIT, EXPLICIT = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"
JPEG_LOSSLESS, JPEG_LS = "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80"
JPEG_2000, HTJ2K = "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201"
RLE = "1.2.840.10008.1.2.5"


@dataclass(frozen=True)
class Packing:
    """size: compressed bytes for each raw byte of a CT. decode: raw bytes a second on one thread (DESIGN.md)."""

    size: float
    decode: float


PACKINGS = {
    EXPLICIT: Packing(1.0, 4e9),
    IMPLICIT: Packing(1.0, 4e9),
    JPEG_LS: Packing(0.43, 103e6),
    JPEG_LOSSLESS: Packing(0.46, 170e6),
    "1.2.840.10008.1.2.4.57": Packing(0.47, 170e6),
    HTJ2K: Packing(0.47, 293e6),
    RLE: Packing(0.75, 400e6),
    JPEG_2000: Packing(0.42, 13.6e6),
}
ASKED_FOR = (JPEG_LS, JPEG_LOSSLESS, HTJ2K, EXPLICIT)
TRANSCODE = 35e6
"""Raw bytes a second that a server encodes, measured with Orthanc 1.10: JPEG-LS 41, JPEG lossless 58 million."""
WORTH_IT = 0.8


@dataclass(frozen=True)
class Stored:
    """What is known of a series before its images. syntaxes: Available Transfer Syntax UID (0008,3002), or ()."""

    syntaxes: tuple[str, ...] = ()
    samples: int = 0
    bits: int = 0
    lossy: bool = False

    @property
    def may_be_repacked(self) -> bool:
        known = all(syntax in PACKINGS for syntax in self.syntaxes)
        return known and self.samples == 1 and self.bits in (8, 16) and not self.lossy


def stored_from(source: Attributes) -> Stored:
    """From the metadata of one instance. Says `lossy` also where that is not known to be false."""
    photometric = text(source, 0x00280004)
    return Stored(
        syntaxes=tuple(syntax for syntax in source.texts(0x00083002) if syntax),
        samples=whole(source, 0x00280002) if photometric.startswith("MONOCHROME") else 0,
        bits=whole(source, 0x00280100),
        lossy=text(source, 0x00282110) not in ("", "00"),
    )


def choose(
    stored: Stored | None,
    bandwidth: float,
    *,
    refused: Collection[str] = (),
    threads: int = 2,
    transcode: float = TRANSCODE,
) -> str:
    """The transfer syntax to ask for, or `ANY` for the one that it is kept in.

    bandwidth: bytes a second of the line. refused: syntaxes that this server did not give. threads: that decode
    here. transcode: raw bytes a second that the server can encode; to decode what it keeps costs it besides.
    """
    if stored is None or not stored.may_be_repacked:
        return ANY
    kept = stored.syntaxes or (EXPLICIT,)

    def cost(syntax: str) -> float:
        """Seconds for each raw byte: line, decoder and server work side by side, the slowest decides."""
        packing = PACKINGS[syntax]
        work = 0.0
        if syntax not in kept:
            work = 1 / PACKINGS[kept[0]].decode + (1 / transcode if packing.size < 1 else 0)
        return max(packing.size / bandwidth, 1 / (packing.decode * threads), work)

    candidates = [s for s in (*ASKED_FOR, *kept) if s not in refused and s != kept[0]]
    best = min(candidates, key=cost, default=ANY)
    return best if best != ANY and cost(best) < WORTH_IT * cost(kept[0]) else ANY
