"""Pictures for the series of an exam that nobody has opened yet, one after another. Main thread."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from numpy import uint8
from numpy.typing import NDArray

from reader.app.case import Case
from reader.app.key_image import series_picture
from reader.app.workplace import CasePlace
from reader.core.tasks import Pool
from reader.study.model import Arrival, Series, Study

SIZE = 144
"""Pixels: twice what the series column shows, for screens of high resolution."""
MOST = 60
"""So many series have one; an exam of more is of phantoms."""

log = logging.getLogger(__name__)


class Previews:
    """A series that can't be had or drawn goes without."""

    def __init__(self, place: CasePlace) -> None:
        self._place = place

    def fetch(self, case: Case, study: Study) -> None:
        """study: the exam, or a prior, with its series listed."""
        self._next(case, study, iter(study.series[:MOST]))

    # inside

    def _next(self, case: Case, study: Study, rest: Iterator[Series]) -> None:
        series = next((one for one in rest if self._lacks(case, one)), None)
        if series is None or case.scope.closed:
            return
        place = self._place

        def drawn(picture: NDArray[uint8] | None) -> None:
            if picture is not None:
                case.study.put_preview(series.series_uid, picture)
            self._next(case, study, rest)

        def failed(error: BaseException) -> None:
            log.info("no preview of a series: %s", type(error).__name__)
            self._next(case, study, rest)

        place.services.tasks.query(
            lambda progress: series_picture(place.studies, study, series, SIZE, progress), drawn,
            failed=failed, pool=Pool.DECODE, scope=case.scope,
        )  # fmt: skip

    def _lacks(self, case: Case, series: Series) -> bool:
        begun = case.study.state(series.series_uid).arrival is not Arrival.ABSENT
        return series.is_image and not begun and series.series_uid not in case.study.previews
