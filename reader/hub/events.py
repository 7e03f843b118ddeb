"""Who wants to hear of which workitem, and the WebSockets that tell them (PS3.18 11.10 to 11.14).

Subscriptions are in the database and outlive the hub. Events go to those that are connected at the time: who
connects later looks at the worklist itself, as the standard has it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import count

from anyio import to_thread
from starlette.datastructures import QueryParams
from starlette.websockets import WebSocket, WebSocketDisconnect

from reader.core.storage import StorageError
from reader.dicom.json_model import Json, element
from reader.hub.answers import Refused
from reader.hub.matching import Query, parse_query
from reader.hub.ups import Notice
from reader.hub.vault import Vault

GLOBAL, FILTERED = "1.2.840.10008.5.1.4.34.5", "1.2.840.10008.5.1.4.34.5.1"
UPS_EVENT = "1.2.840.10008.5.1.4.34.6.4"

_MIGRATIONS = (
    """CREATE TABLE subscription (aet TEXT NOT NULL, workitem TEXT NOT NULL, keys TEXT NOT NULL,
        deletion_lock INTEGER NOT NULL, suspended INTEGER NOT NULL, PRIMARY KEY (aet, workitem))""",
)
_MOST_WAITING = 1000
_GOING_AWAY, _NOT_ALLOWED = 1001, 1008  # RFC 6455 7.4.1
_TOKENS_CHECKED_S = 2.0

log = logging.getLogger(__name__)


def valid_aet(text: str) -> bool:
    """An AE title (PS3.5 6.2): 1 to 16 printable characters, no backslash."""
    return 0 < len(text.strip()) <= 16 and text.isascii() and text.isprintable() and "\\" not in text


@dataclass(frozen=True)
class _Subscription:
    """keys: the query string of a filtered one. lock: it keeps workitems from being deleted."""

    keys: str
    query: Query
    lock: bool
    suspended: bool = False


class Subscriptions:
    """Any thread. A row for GLOBAL or FILTERED covers what comes; a row for a workitem covers that one."""

    def __init__(self, vault: Vault) -> None:
        self._vault, self._database = vault, vault.database
        self._database.migrate("events", _MIGRATIONS)
        self._lock = threading.Lock()
        self._of_items: dict[str, dict[str, bool]] = {}
        self._wide: dict[tuple[str, str], _Subscription] = {}
        for row in self._database.read("SELECT * FROM subscription"):
            keys = vault.opened(row["keys"], "subscription", row["aet"])
            try:
                query = parse_query(QueryParams(keys))
            except Refused as refused:  # kept by an older hub that took more
                log.warning("a subscription of %s is passed over: %s", row["aet"], refused)
                continue
            kept = _Subscription(str(keys), query, bool(row["deletion_lock"]), bool(row["suspended"]))
            self._keep(row["aet"], row["workitem"], kept)

    def subscribe(self, aet: str, uid: str, keys: str, deletion_lock: bool) -> None:
        """keys: the query string of a filtered subscription. 400 where it is none."""
        kept = _Subscription(keys, parse_query(QueryParams(keys)), deletion_lock)
        with self._lock:
            with self._database.write() as db:
                secret = self._vault.sealed(keys, "subscription", aet)  # they may name a patient
                row = (aet, uid, secret, int(deletion_lock))
                db.execute("INSERT OR REPLACE INTO subscription VALUES (?,?,?,?,0)", row)
            self._keep(aet, uid, kept)

    def unsubscribe(self, aet: str, uid: str) -> None:
        """End one; ending the global one ends all of that subscriber. 404 where there is none."""
        with self._lock:
            ended = [key for key in self._of_subscriber(aet) if key == uid or uid in (GLOBAL, FILTERED)]
            if not ended:
                raise Refused(404, "there is no such subscription")
            with self._database.write() as db:
                db.executemany(
                    "DELETE FROM subscription WHERE aet = ? AND workitem = ?", [(aet, key) for key in ended]
                )
            for key in ended:
                self._wide.pop((aet, key), None)
                self._of_items.get(key, {}).pop(aet, None)

    def suspend(self, aet: str, uid: str, existing: Callable[[Query], list[str]]) -> None:
        """No more new workitems; those that are there stay subscribed (CC.2.3.3). existing: the UIDs that match."""
        with self._lock:
            suspended = self._wide.get((aet, uid))
            if suspended is None:
                raise Refused(404, "there is no such subscription")
            if suspended.suspended:
                return
            there = existing(suspended.query)
            with self._database.write() as db:
                db.execute("UPDATE subscription SET suspended = 1 WHERE aet = ? AND workitem = ?", (aet, uid))
                db.executemany(
                    "INSERT OR IGNORE INTO subscription VALUES (?,?,'',?,0)",
                    [(aet, item, int(suspended.lock)) for item in there],
                )
            self._wide[(aet, uid)] = replace(suspended, suspended=True)
            for item in there:
                self._of_items.setdefault(item, {}).setdefault(aet, suspended.lock)

    def subscribers(self, uid: str, item: Json) -> set[str]:
        """The AE titles that hear of this workitem."""
        with self._lock:
            found = set(self._of_items.get(uid, ()))
            wide = [(aet, kept) for (aet, _), kept in self._wide.items() if not kept.suspended]
        matches: dict[str, bool] = {}  # hundreds may have the same keys
        for aet, kept in wide:
            if kept.keys not in matches:
                matches[kept.keys] = kept.query.matches(item)
            if matches[kept.keys]:
                found.add(aet)
        return found

    def locked(self, uid: str, item: Callable[[], Json]) -> bool:
        """Whether somebody keeps it from being deleted. item: gives the workitem."""
        with self._lock:
            if any(self._of_items.get(uid, {}).values()):
                return True
            locks = [kept for kept in self._wide.values() if kept.lock and not kept.suspended]
        return bool(locks) and any(kept.query.matches(item()) for kept in locks)

    def _of_subscriber(self, aet: str) -> list[str]:
        wide = [uid for owner, uid in self._wide if owner == aet]
        return [*wide, *(uid for uid, owners in self._of_items.items() if aet in owners)]

    def _keep(self, aet: str, uid: str, kept: _Subscription) -> None:
        if uid in (GLOBAL, FILTERED):
            self._wide[(aet, uid)] = kept
        else:
            self._of_items.setdefault(uid, {})[aet] = kept.lock


@dataclass(frozen=True, eq=False)
class _Channel:
    """One open WebSocket. token: the digest of the access token it was opened with; queue: messages, or the code
    to close it with."""

    token: str
    queue: asyncio.Queue[str | int] = field(default_factory=asyncio.Queue)


class Channels:
    """The open WebSockets by AE title. `publish` may be called on any thread; the rest runs on the event loop.

    alive: which of some access tokens, by digest, still let somebody in; blocks. A channel ends within seconds
    after its token has expired or was revoked, or its user was disabled.
    """

    def __init__(self, subscriptions: Subscriptions, alive: Callable[[Iterable[str]], set[str]]) -> None:
        self._subscriptions = subscriptions
        self._alive = alive
        self._open: dict[str, set[_Channel]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watch: asyncio.Task[None] | None = None
        self._numbers = count(1)

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._watch = asyncio.create_task(self._end_the_revoked())

    def stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
        for channels in self._open.values():
            for channel in channels:
                channel.queue.put_nowait(_GOING_AWAY)

    def publish(self, notice: Notice) -> None:
        if self._loop is None or self._loop.is_closed():
            return
        aets = self._subscriptions.subscribers(notice.uid, notice.item)
        if aets:
            message = json.dumps(event_json(notice, next(self._numbers)), ensure_ascii=False)
            self._loop.call_soon_threadsafe(self._deliver, aets, message)

    def _deliver(self, aets: set[str], message: str) -> None:
        for aet in aets:
            for channel in self._open.get(aet, ()):
                full = channel.queue.qsize() >= _MOST_WAITING
                # too slow to follow: it is closed, connects again and looks itself
                channel.queue.put_nowait(_GOING_AWAY if full else message)

    async def _end_the_revoked(self) -> None:
        while True:
            await asyncio.sleep(_TOKENS_CHECKED_S)
            held = [channel for channels in self._open.values() for channel in channels]
            if not held:
                continue
            try:
                alive = await to_thread.run_sync(self._alive, {channel.token for channel in held})
            except StorageError as error:
                log.error("tokens of channels: %s", error)
                continue
            for channel in held:
                if channel.token not in alive:
                    channel.queue.put_nowait(_NOT_ALLOWED)

    async def serve(self, socket: WebSocket, aet: str, token: str) -> None:
        """Send events until either side ends it. token: the digest of the access token it was opened with."""
        channel = _Channel(token)
        queue = channel.queue
        self._open.setdefault(aet, set()).add(channel)
        listening = asyncio.create_task(_drained(socket))
        try:
            await socket.accept()
            waiting: asyncio.Task[str | int] | None = None
            while True:
                waiting = waiting or asyncio.create_task(queue.get())
                await asyncio.wait({waiting, listening}, return_when=asyncio.FIRST_COMPLETED)
                if not waiting.done():
                    waiting.cancel()
                    return
                message, waiting = waiting.result(), None
                if isinstance(message, int):
                    await socket.close(message)
                    return
                await socket.send_text(message)
        except (WebSocketDisconnect, RuntimeError):
            return  # the client is gone
        finally:
            listening.cancel()
            self._open[aet].discard(channel)
            if not self._open[aet]:
                del self._open[aet]


async def _drained(socket: WebSocket) -> None:
    """Read and forget what a client sends; ends when it leaves."""
    while socket.client_state.name == "CONNECTING":
        await asyncio.sleep(0.01)
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


def event_json(notice: Notice, message_id: int) -> Json:
    """An event report as DICOM JSON (PS3.18 11.14)."""
    return {
        "00000002": element("UI", UPS_EVENT),
        "00000110": element("US", message_id % 65536),
        "00001000": element("UI", notice.uid),
        "00001002": element("US", int(notice.kind)),
        **notice.attributes,
    }
