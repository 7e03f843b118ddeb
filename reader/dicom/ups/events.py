"""The event channel of UPS-RS (PS3.18 11.13): a WebSocket that tells what changed, or else the clock.

A channel never fails: while the WebSocket can't be had, it says "polling" and calls for a look every 15 s. A
subscription can't be read back: until a channel has told its first event, it calls for looks as often.
"""

from __future__ import annotations

import logging
import queue
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit, urlunsplit

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from reader.core.certificates import tls_context
from reader.core.errors import ReaderError
from reader.dicom.json_model import Json, value
from reader.dicom.records import records
from reader.dicom.ups.client import UpsClient
from reader.dicom.validation import check

POLL_SECONDS = 15.0
RECHECK_SECONDS = 120.0
_UPS_CLASSES = frozenset({"1.2.840.10008.5.1.4.34.6.1", "1.2.840.10008.5.1.4.34.6.4"})

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class UpsEvent:
    """One event report. uid: the workitem it is about. data: the report's attributes."""

    uid: str
    type: int
    data: Json = field(compare=False, repr=False)


@dataclass(frozen=True)
class Heard:
    """What a wait brought. look: read the whole worklist again. mode: "live" or "polling" now."""

    events: tuple[UpsEvent, ...]
    look: bool
    mode: str


class EventChannel:
    """Listens for one client. `wait` blocks and belongs on a worker; the rest may be called on any thread.

    poll: seconds between two looks while there is no WebSocket. back_off: first and longest pause between
    two attempts to open it.
    """

    def __init__(
        self, ups: UpsClient, *, poll: float = POLL_SECONDS, back_off: tuple[float, float] = (1.0, 60.0)
    ) -> None:
        self._ups = ups
        self._poll = poll
        self._back_off = back_off
        self._queue: queue.SimpleQueue[UpsEvent | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._socket: ClientConnection | None = None
        self._thread: threading.Thread | None = None
        self._last_look = time.monotonic()
        self._proven = False
        self.mode = "polling"

    def start(self) -> None:
        """Begin to listen; a server without subscriptions is only polled."""
        if self._ups.dialect.live and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="reader-events", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End at once; the thread follows by itself."""
        self._stop.set()
        socket = self._socket
        if socket is not None:
            socket.close()
        self._queue.put(None)

    def wait(self, *, wanted: Callable[[], bool] = lambda: True) -> Heard:
        """Block until there is something to do, or `wanted` says no more; gathers what comes close together."""
        events: list[UpsEvent] = []
        mode = self.mode
        while wanted() and not self._stop.is_set():
            if self._look_is_due() or self.mode != mode:
                return self._heard(events, look=True)
            try:
                event = self._queue.get(timeout=0.1 if events else 0.25)
            except queue.Empty:
                if events:
                    break
                continue
            if event is None:
                return self._heard(events, look=True)
            events.append(event)
        return self._heard(events, look=False)

    def _heard(self, events: list[UpsEvent], *, look: bool) -> Heard:
        if look:
            self._last_look = time.monotonic()
        return Heard(tuple(events), look, self.mode)

    def _look_is_due(self) -> bool:
        pause = RECHECK_SECONDS if self.mode == "live" and self._proven else self._poll
        return time.monotonic() - self._last_look >= pause

    def _run(self) -> None:
        pause = self._back_off[0]
        while not self._stop.is_set():
            try:
                # Subscribing goes through the HTTP session, which renews an expired token before the upgrade.
                address = event_address(self._ups.root, self._ups.aet, self._ups.subscribe())
                with self._open(address) as socket:
                    self._socket = socket
                    pause = self._back_off[0]
                    self._proven = False
                    self.mode = "live"
                    self._queue.put(None)  # what happened while nobody listened
                    for message in socket:
                        self._take(message)
            except (ReaderError, WebSocketException, OSError, TimeoutError) as error:
                log.info("event channel: %s", type(error).__name__)
            self._socket = None
            self.mode = "polling"
            self._stop.wait(pause * random.uniform(0.75, 1.25))
            pause = min(pause * 2, self._back_off[1])

    def _open(self, address: str) -> ClientConnection:
        token = self._ups.http.bearer(address)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        tls = tls_context() if address.startswith("wss:") else None
        return connect(
            address, ssl=tls, additional_headers=headers, open_timeout=10, close_timeout=1, max_size=2**22
        )

    def _take(self, message: str | bytes) -> None:
        for event in events_from(message):
            self._proven = True
            self._queue.put(event)


def event_address(root: str, aet: str, offered: str) -> str:
    """Where to open the channel: the path that the server offered, on the hub's own scheme and host.

    Behind a TLS proxy servers offer ws:// addresses of machines that can't be reached from outside.
    """
    base = urlsplit(root)
    scheme = "wss" if base.scheme == "https" else "ws"
    offer = urlsplit(offered)
    if "/subscribers/" in offer.path and "/workitems/" not in offer.path:
        return urlunsplit((scheme, base.netloc, offer.path, offer.query, ""))
    return urlunsplit((scheme, base.netloc, f"{base.path.rstrip('/')}/subscribers/{quote(aet)}", "", ""))


def events_from(message: str | bytes) -> list[UpsEvent | None]:
    """The event reports in one WebSocket message, each alone. None for one that can't be read: what it was about is
    found by looking. What is no UPS event is passed over."""
    try:
        parsed = records(message if isinstance(message, bytes) else message.encode("utf-8", "surrogatepass"))
    except ValueError:
        log.warning("event channel: a message that is not JSON")
        return [None]
    found: list[UpsEvent | None] = []
    for entry in parsed:
        event = None
        if isinstance(entry, dict):
            told = check(entry, command=True).dataset
            sop, uid, kind = (value(told, tag) for tag in ("00000002", "00001000", "00001002"))
            if sop and sop not in _UPS_CLASSES:
                continue
            if sop and uid and isinstance(kind, int):
                event = UpsEvent(uid, kind, told)
        if event is None:
            log.warning("event channel: an event that can't be read")
        found.append(event)
    return found
