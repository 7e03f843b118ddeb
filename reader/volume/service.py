"""Opening a series: the first picture at once, the rest while one can already scroll.

The key image and the stream of the whole series are asked for side by side. Parts are read as they arrive:
native 16-bit slices straight into their place in the one array, compressed ones decoded in threads. A cut line
goes on by instance; what can't be had or shown becomes a `Failure`, never the end of the series.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.core.tasks import Progress, Scope, Tasks
from reader.study.model import Arrival, Series, SeriesState, Study, StudyModel
from reader.study.service import StudyService
from reader.volume.loading import Loading
from reader.volume.model import Stack, Volume


class VolumeService:
    """Main thread only."""

    def __init__(self, studies: StudyService, tasks: Tasks) -> None:
        self._studies = studies
        self._tasks = tasks

    def open_series(
        self,
        study: Study,
        series: Series,
        model: StudyModel,
        then: Callable[[Volume | Stack], None],
        failed: Callable[[BaseException], None] | None = None,
        scope: Scope | None = None,
    ) -> Progress:
        """Load a series. `then` gets its image on the main thread as soon as the first picture is there.

        Volume or Stack go on filling and emit `filled`; `model` keeps how far it is, and at the end has the
        series with all its instances listed. `then` comes a second time, with another image in place of the
        first, only where the geometry guessed from three slices of a long series proves wrong. `failed` only
        hears it when nothing at all could be shown. Closing the scope ends it at once.
        """
        model.set_state(series.series_uid, SeriesState(Arrival.LOADING, 0, series.expected))
        loading = Loading(self._studies, self._tasks, study, series, model, then)

        def ended(_: None) -> None:
            loading.finish()
            loading.keep(scope)

        def broke(error: BaseException) -> None:
            loading.give_up(error)
            if failed is not None:
                failed(error)

        key = self._tasks.query(loading.key_image, lambda _: None, failed=lambda _: None, scope=scope)
        progress = self._tasks.query(loading.run, ended, failed=broke, scope=scope)
        progress.when_cancelled(key.cancel)
        loading.bind(progress, key)
        return progress
