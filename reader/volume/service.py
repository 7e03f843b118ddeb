"""Opening a series: the first picture at once, the rest while one can already scroll.

The key image and the stream of the whole series are asked for side by side. Parts are read as they arrive:
native 16-bit slices straight into their place in the one array, compressed ones decoded in threads. A cut line
goes on by instance; what can't be had or shown becomes a `Failure`, never the end of the series.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.core.machine import memory_budget
from reader.core.tasks import Pool, Progress, Scope, Tasks
from reader.study.model import Series, Study
from reader.study.opened import StudyModel
from reader.study.service import StudyService
from reader.volume.attention import Attention
from reader.volume.loading import Loading
from reader.volume.memory import Budget
from reader.volume.model import OpenedSeries, Stack, Volume


class VolumeService:
    """Main thread only.

    attention: what the user looks at, which decides what comes first. memory: the budget of all images of the
    program together.
    """

    def __init__(self, studies: StudyService, tasks: Tasks, memory: Budget | None = None) -> None:
        self._studies = studies
        self._tasks = tasks
        self.attention = Attention()
        self.memory = memory or Budget(memory_budget)

    def make_ready(self) -> None:
        """Have memory ready for the next volume, in the background: when the worklist is shown."""
        self._tasks.query(
            lambda progress: self.memory.reserve.make_ready(progress.check), lambda _: None, pool=Pool.COMPUTE
        )

    def wanted(self, image: Volume | Stack, k: int) -> None:
        """Slice or frame k of an image is on the screen: if it is not there yet, it is fetched next."""
        self.attention.wanted(image, k)

    def open_series(
        self,
        study: Study,
        series: Series,
        model: StudyModel,
        then: Callable[[OpenedSeries], None],
        failed: Callable[[BaseException], None] | None = None,
        scope: Scope | None = None,
    ) -> Progress:
        """Load a series. `then` gets its parts on the main thread as soon as the first picture is there.

        Their images go on filling and emit `filled`; `model` keeps how far it is, and at the end has the series
        with all its instances listed. `then` comes a second time, with other parts in place of the first ones,
        only where what was guessed from three slices of a long series, or told by an index, proves wrong.
        `failed` only hears it when nothing at all could be shown; where it broke off later, `tasks` hears why.
        Each ends in a state that `model` has, with its reason. Closing the scope ends it at once.
        """
        loading = Loading(self._studies, self._tasks, study, series, model, then, self.attention, self.memory)

        def broke(error: BaseException) -> None:
            if failed is None or loading.shown:
                raise error
            failed(error)

        key = self._tasks.query(loading.key_image, lambda _: None, failed=lambda _: None, scope=scope)
        progress = self._tasks.query(loading.run, lambda _: loading.keep(scope), failed=broke, scope=scope)
        progress.when_cancelled(key.cancel)
        loading.bind(progress, key, scope)
        return progress
