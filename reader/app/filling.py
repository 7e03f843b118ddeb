"""What fills the free viewports of a layout: the series and images of the exam that are not on the screen, in their
order. Main thread."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import partial

from reader.app.hanging import Open
from reader.study.model import Arrival
from reader.study.opened import StudyModel
from reader.views.hanging.matching import BY_IMAGE, Candidate, pictured
from reader.views.hanging.showing import image_in
from reader.views.model import ViewsModel
from reader.views.viewport import Viewport
from reader.volume.model import OpenedSeries, Stack


class Filling:
    """Of one case."""

    def __init__(self, views: ViewsModel, study: StudyModel) -> None:
        self._views, self._study = views, study
        self._open: Open = lambda study, series, then: None
        self._targets: dict[tuple[str, str], tuple[int, Hashable]] = {}
        views.panes.room_made.connect(self._fill)

    def ask_for_series(self, open_series: Open) -> None:
        """Who opens a series of the exam and hands it over."""
        self._open = open_series

    # inside

    def _fill(self, screen: int, movement: Hashable) -> None:
        """What is on its way to a layout before this one comes into this one."""
        for viewport_id, wanted in zip(self._views.panes.free(screen), self._left_over(screen), strict=False):
            coming = wanted.key in self._targets and self._is_loading(wanted)
            self._targets[wanted.key] = (viewport_id, movement)
            if not coming:
                self._open(wanted.study, wanted.series, partial(self._opened, wanted))

    def _is_loading(self, wanted: Candidate) -> bool:
        return self._study.state(wanted.series.series_uid).arrival is Arrival.LOADING

    def _goes_elsewhere(self, wanted: Candidate, screen: int) -> bool:
        """It is on its way to another screen."""
        viewport_id, _ = self._targets.get(wanted.key, (0, None))
        number = self._views.number_of(viewport_id)
        return number is not None and self._views.screen_of(number) != screen and self._is_loading(wanted)

    def _left_over(self, screen: int) -> Iterator[Candidate]:
        shown = {_key(viewport) for viewport in self._views.viewports}
        exam = self._study.study
        for series in pictured(exam):
            by_image = series.modality in BY_IMAGE and len(series.pictures) > 1
            for instance in series.pictures if by_image else (None,):
                candidate = Candidate(exam, series, instance)
                there = candidate.key in shown or (series.series_uid, "") in shown
                if not there and not self._goes_elsewhere(candidate, screen):
                    yield candidate

    def _opened(self, wanted: Candidate, opened: OpenedSeries) -> None:
        viewport_id, movement = self._targets.pop(wanted.key, (0, None))
        views, uid = self._views, wanted.series.series_uid
        content = views.parts.content(wanted.study, wanted.series, opened, prior=False)
        part, index = content.part_number, None
        image = wanted.instance.sop_instance_uid if wanted.instance is not None else ""
        if (found := image_in(opened, image)) is not None:
            part, index = found
        there = (c for c in views.contents() if (c.series.series_uid, c.part_number) == (uid, part))
        content.part_number = part
        views.panes.fill(viewport_id, next(there, content), index, movement)


def _key(viewport: Viewport) -> tuple[str, str]:
    """(series, image) that it shows; the image "" where that is not hung by itself."""
    content = viewport.content
    if content is None:
        return ("", "")
    image, series = content.image, content.series
    if isinstance(image, Stack) and series.modality in BY_IMAGE and len(series.pictures) > 1:
        return (series.series_uid, image.frames[viewport.index][0])
    return (series.series_uid, "")
