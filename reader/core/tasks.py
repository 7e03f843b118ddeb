"""Work off the main thread: `query` reads, `change` writes.

Work runs in one of four pools and gets a `Progress`; its result lands on the main thread. A query may carry
a topic: a newer query on the same topic cancels the older one and drops its answer. A query may belong to a
`Scope` (a case, a window): when the scope closes, its queries are cancelled and dropped. A change is never
dropped: what was written is always reported back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import Enum
from os import cpu_count
from typing import TypeVar

from reader.core.alarms import Alarms
from reader.core.errors import Cancelled

T = TypeVar("T")
Deliver = Callable[[Callable[[], None]], None]


class Pool(Enum):
    """Where work runs; the value is the number of threads."""

    NETWORK = "network"
    DECODE = "decode"
    COMPUTE = "compute"
    STORAGE = "storage"


_THREADS = {Pool.NETWORK: 6, Pool.DECODE: max(2, cpu_count() or 2), Pool.COMPUTE: 1, Pool.STORAGE: 1}


class Progress:
    """How far a piece of work is, and whether it is still wanted. Every method may be called on any thread."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._state: tuple[int, int, str] = (0, 0, "")
        self._on_cancel: list[Callable[[], None]] = []

    def report(self, done: int, total: int, label: str = "") -> None:
        self._state = (done, total, label)

    @property
    def state(self) -> tuple[int, int, str]:
        """(done, total, label); total 0 while unknown."""
        return self._state

    def cancel(self) -> None:
        self._cancelled.set()
        for call in list(self._on_cancel):
            call()

    def when_cancelled(self, call: Callable[[], None]) -> None:
        """Also do this when the work is called off, such as ending a read that waits for bytes. Must not block."""
        self._on_cancel.append(call)
        if self._cancelled.is_set():
            call()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise `Cancelled` when the work is no longer wanted; long work calls it often."""
        if self._cancelled.is_set():
            raise Cancelled


class Scope:
    """Owns the queries of something that can be left, such as a case. Main thread only."""

    def __init__(self) -> None:
        self.closed = False
        self._running: set[Progress] = set()

    def add(self, progress: Progress) -> None:
        if self.closed:
            progress.cancel()
        self._running.add(progress)

    def remove(self, progress: Progress) -> None:
        self._running.discard(progress)

    def close(self) -> None:
        self.closed = True
        for progress in list(self._running):
            progress.cancel()


class Tasks:
    """The pools and the way back. Make and call it on the main thread, but for what says any thread.

    deliver: runs a callable soon on the main thread (`core/qt/main_thread.py`, or a queue in tests).
    on_error: hears every failure that the asker did not take itself.
    """

    def __init__(self, deliver: Deliver, on_error: Callable[[BaseException], None]) -> None:
        self._deliver = deliver
        self._on_error = on_error
        self._pools = {
            pool: ThreadPoolExecutor(count, thread_name_prefix=f"reader-{pool.value}")
            for pool, count in _THREADS.items()
        }
        self._topics: dict[Hashable, Progress] = {}
        self._all: set[Progress] = set()
        self._alarms = Alarms()
        self._closed = False
        self.decode_threads = _THREADS[Pool.DECODE]

    def query(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], None],
        *,
        failed: Callable[[BaseException], None] | None = None,
        pool: Pool = Pool.NETWORK,
        topic: Hashable | None = None,
        scope: Scope | None = None,
    ) -> Progress:
        """Read something: `then` gets the answer on the main thread, unless it is no longer asked for. `failed`
        hears what went wrong, in `then` too."""
        progress = Progress()
        if self._closed:
            progress.cancel()
            return progress
        if topic is not None:
            previous = self._topics.get(topic)
            if previous is not None:
                previous.cancel()
            self._topics[topic] = progress
        if scope is not None:
            scope.add(progress)

        def land(result: T | None, error: BaseException | None) -> None:
            self._all.discard(progress)
            if scope is not None:
                scope.remove(progress)
            if topic is not None and self._topics.get(topic) is progress:
                del self._topics[topic]
            if progress.cancelled or isinstance(error, Cancelled):
                return
            if error is None:
                try:
                    then(result)  # type: ignore[arg-type]
                except Exception as broken:  # noqa: BLE001 - whoever asked has to hear an end of it
                    error = broken
            if error is not None:
                (failed or self._on_error)(error)

        self._submit(pool, work, progress, land)
        return progress

    def change(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], None] | None = None,
        *,
        failed: Callable[[BaseException], None] | None = None,
        pool: Pool = Pool.STORAGE,
    ) -> Progress:
        """Write something: never dropped, its outcome always reported on the main thread."""
        progress = Progress()

        def land(result: T | None, error: BaseException | None) -> None:
            self._all.discard(progress)
            if error is not None:
                (failed or self._on_error)(error)
            elif then is not None:
                then(result)  # type: ignore[arg-type]

        self._submit(pool, work, progress, land)
        return progress

    def deliver(self, call: Callable[[], None]) -> None:
        """Run a callable soon on the main thread. Any thread; for news from work that is still going on."""
        self._deliver(call)

    def later(self, seconds: float, call: Callable[[], None]) -> Progress:
        """Run a callable on the main thread after a while, unless the returned `Progress` is cancelled before. Any
        thread."""
        progress = Progress()

        def land() -> None:
            self._all.discard(progress)
            if not progress.cancelled:
                call()

        self._all.add(progress)
        progress.when_cancelled(self._alarms.set(seconds, lambda: self._deliver(land)))
        progress.when_cancelled(lambda: self._all.discard(progress))  # it never lands
        return progress

    def beside(self, work: Callable[[], T], name: str) -> Future[T]:
        """Run part of a query in a thread of its own, as the query's pool may have none left. Any thread.

        It ends with the query, whose `Progress` it checks.
        """
        future: Future[T] = Future()

        def run() -> None:
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001 - for whoever waits for the answer
                future.set_exception(error)
            else:
                future.set_result(result)

        threading.Thread(target=run, name=f"reader-{name}", daemon=True).start()
        return future

    def executor(self, pool: Pool) -> ThreadPoolExecutor:
        """The threads of a pool, for work that fans out (decoding the frames of one series)."""
        return self._pools[pool]

    def close(self) -> None:
        """Cancel what is under way and wait for changes that have begun. What is asked after that has no answer."""
        self._closed = True
        for progress in list(self._all):
            progress.cancel()
        self._alarms.close()
        for pool, executor in self._pools.items():
            executor.shutdown(wait=pool is Pool.STORAGE, cancel_futures=pool is not Pool.STORAGE)

    def _submit(
        self,
        pool: Pool,
        work: Callable[[Progress], T],
        progress: Progress,
        land: Callable[[T | None, BaseException | None], None],
    ) -> None:
        def run() -> T:
            progress.check()
            return work(progress)

        def done(future: Future[T]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            result = None if error is not None else future.result()
            self._deliver(lambda: land(result, error))

        self._all.add(progress)
        self._pools[pool].submit(run).add_done_callback(done)
