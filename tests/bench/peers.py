"""What benches measure against: curl for the bytes, SimpleITK for the files; and this process's memory."""

from __future__ import annotations

import gc
import subprocess
import time
from pathlib import Path

import SimpleITK

from tests.memory import memory
from tests.orthanc import Orthanc
from tests.synthetic import CtSeries

ACCEPT = 'multipart/related; type="application/dicom"; transfer-syntax=*'


class Peak:
    """The most memory above what was there at the start: the kernel's high-water mark, which costs nothing."""

    def __enter__(self) -> Peak:
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")  # the mark goes down to what there is now
        self._base, self._highest = memory("VmRSS"), 0
        return self

    def __exit__(self, *_: object) -> None:
        self._highest = memory("VmHWM")

    @property
    def bytes(self) -> int:
        """So far, or until the end."""
        return (self._highest or memory("VmHWM")) - self._base


def curl_seconds(server: Orthanc, series: CtSeries) -> float:
    """The same bytes as one stream, thrown away."""
    url = f"{server.dicomweb_url}/studies/{series.study_uid}/series/{series.series_uid}"
    begun = time.perf_counter()
    subprocess.run(["curl", "-s", "-o", "/dev/null", "-H", f"Accept: {ACCEPT}", url], check=True)
    return time.perf_counter() - begun


def simpleitk_seconds(series: CtSeries) -> float:
    """The same files from local disk into one image, sorted by GDCM."""
    begun = time.perf_counter()
    reader = SimpleITK.ImageSeriesReader()
    folder = str(series.files[0].parent)
    reader.SetFileNames(SimpleITK.ImageSeriesReader.GetGDCMSeriesFileNames(folder))
    reader.Execute()
    return time.perf_counter() - begun
