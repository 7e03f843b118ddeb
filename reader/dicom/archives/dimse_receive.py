"""Objects that arrive by C-GET or C-MOVE (PS3.4 C.4.2, C.4.3), handed on while they come.

Every object goes as it was received, undecoded, into a short queue; when nobody reads on, the archive waits.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, ClassVar

from pydicom.dataset import Dataset
from pynetdicom import AE, evt
from pynetdicom.association import Association
from pynetdicom.sop_class import (  # type: ignore[attr-defined]
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
)

from reader.core.errors import ReaderError
from reader.core.text import tr
from reader.dicom.archives.archive import BadAnswer, NotThere
from reader.dicom.archives.dimse_link import (
    ANSWER_S,
    PDU,
    Address,
    Refused,
    accepting_contexts,
    broken,
    without_delay,
)
from reader.dicom.archives.multipart import Part
from reader.dicom.header import BrokenObject, MoreNeeded, read_header

GET = str(StudyRootQueryRetrieveInformationModelGet)
MOVE = str(StudyRootQueryRetrieveInformationModelMove)
_PENDING = frozenset({0xFF00, 0xFF01})
_WAITING_OBJECTS = 12
_CANCEL_S = 0.3
_NO_MORE = 0xA700  # out of resources: the archive may stop sending
_log = logging.getLogger(__name__)
_message_ids = itertools.count(1)


def next_message_id() -> int:
    """1 to 65535, another one each time: it tells whose C-MOVE an object belongs to."""
    return next(_message_ids) % 65535 + 1


class Inbox:
    """Where the objects of one request wait. The protocol's threads fill it, one reader empties it."""

    def __init__(self) -> None:
        self._objects: queue.Queue[bytearray | BaseException | None] = queue.Queue(_WAITING_OBJECTS)
        self.stopped = threading.Event()
        self.received = 0

    def put(self, entry: bytearray | BaseException | None) -> bool:
        """Wait for room; False where nobody wants it any more. None: that was all."""
        while not self.stopped.is_set():
            try:
                self._objects.put(entry, timeout=0.1)
            except queue.Full:
                continue
            self.received += isinstance(entry, bytearray)
            return True
        return False

    def take(self) -> bytearray | BaseException | None:
        """The next object; None at the end or once stopped. Waits 0.1 s at most, then raises `queue.Empty`."""
        if self.stopped.is_set():
            return None
        return self._objects.get(timeout=0.1)


class DimseStream:
    """A `Stream` of one request. transfer: runs it to its end, in a thread of its own.

    cut: breaks it off; hears of an event that says that it has ended by itself.
    """

    def __init__(
        self,
        inbox: Inbox,
        address: Address,
        transfer: Callable[[], None],
        cut: Callable[[threading.Event], None],
    ) -> None:
        self._inbox, self._cut = inbox, cut
        self._ended = threading.Event()

        def run() -> None:
            outcome: BaseException | None = broken(address)  # also where pynetdicom raises what nobody expects
            try:
                transfer()
                outcome = None
            except ReaderError as error:
                outcome = error
            except (RuntimeError, ValueError, OSError):
                _log.info("an association ended within a transfer", exc_info=True)
            finally:
                self._ended.set()
                inbox.put(outcome)

        threading.Thread(target=run, name="reader-dimse", daemon=True).start()

    def parts(self, check: Callable[[], None] = lambda: None) -> Iterator[Part]:
        while True:
            check()
            try:
                entry = self._inbox.take()
            except queue.Empty:
                continue
            if entry is None:
                return
            if isinstance(entry, BaseException):
                raise entry
            yield Part({}, None, len(entry), entry)

    def close(self) -> None:
        self.abort()

    def abort(self) -> None:
        self._inbox.stopped.set()
        if not self._ended.is_set():
            threading.Thread(target=self._cut, args=(self._ended,), name="reader-dimse-cut", daemon=True).start()


class Recent(DimseStream):
    """Objects that were fetched a moment ago for their headers, as a stream."""

    def __init__(self, objects: list[bytearray]) -> None:
        self._kept = objects

    def parts(self, check: Callable[[], None] = lambda: None) -> Iterator[Part]:
        while self._kept:
            check()
            data = self._kept.pop(0)
            yield Part({}, None, len(data), data)

    def close(self) -> None:
        self._kept = []

    def abort(self) -> None:
        self._kept = []


def part10(sop_class: str, uid: str, syntax: str, dataset: bytes | memoryview) -> bytearray:
    """A Part 10 file (PS3.10 7.1) around the bytes of a dataset."""
    meta = b"".join(
        (
            b"\x02\0\x01\0OB\0\0\x02\0\0\0\0\x01",
            _element(0x02, sop_class),
            _element(0x03, uid),
            _element(0x10, syntax),
            _element(0x12, "2.25.197355441635105327112064711553184253190"),
        )
    )
    head = bytes(128) + b"DICM" + b"\x02\0\0\0UL\x04\0" + len(meta).to_bytes(4, "little") + meta
    whole = bytearray(len(head) + len(dataset))
    whole[: len(head)] = head
    whole[len(head) :] = dataset
    return whole


def _element(number: int, uid: str) -> bytes:
    value = uid.encode("ascii", "replace")
    value += b"\0" * (len(value) % 2)
    return b"\x02\0" + bytes((number, 0)) + b"UI" + len(value).to_bytes(2, "little") + value


def received(event: Any) -> bytearray:
    """The object of a C-STORE request as a Part 10 file, its bytes as they came."""
    request = event.request
    with request.DataSet.getbuffer() as dataset:
        return part10(
            str(request.AffectedSOPClassUID),
            str(request.AffectedSOPInstanceUID),
            str(event.context.transfer_syntax),
            dataset,
        )


# C-GET -------------------------------------------------------------------------------------------------------


def get(link: Association, address: Address, keys: Dataset, done: Callable[[Association], None]) -> DimseStream:
    """Ask for objects on an association that takes them. done: hears of an association that can be used again."""
    inbox = Inbox()
    message_id = next_message_id()

    def store(event: Any) -> int:
        return 0x0000 if inbox.put(received(event)) else _NO_MORE

    link.bind(evt.EVT_C_STORE, store)

    def transfer() -> None:
        status = 0
        for answer, _ in link.send_c_get(keys, GET, msg_id=message_id):
            status = getattr(answer, "Status", -1)
            if status not in _PENDING:
                _judge(status, answer, address, inbox)
        link.unbind(evt.EVT_C_STORE, store)
        if not inbox.stopped.is_set():
            done(link)

    return DimseStream(inbox, address, transfer, lambda ended: cut(link, message_id, GET, ended))


def cut(link: Association, message_id: int, model: str, ended: threading.Event) -> None:
    """C-CANCEL, then, as many archives don't hear it, the end of the association."""
    with suppress(RuntimeError, ValueError, OSError, AttributeError):  # it is given up, whatever is wrong with it
        if not ended.is_set():
            link.send_c_cancel(message_id, query_model=model)
            ended.wait(_CANCEL_S)
        link.abort()


def _judge(status: int, answer: Dataset, address: Address, inbox: Inbox, *, moving: bool = False) -> None:
    """Raises what a final status means (PS3.4 tables C.4-2, C.4-3); what is missing is found by the reader."""
    if inbox.stopped.is_set() or status in (0x0000, 0xFE00):
        return
    if status == -1:
        raise broken(address)
    failed = int(getattr(answer, "NumberOfFailedSuboperations", 0) or 0)
    if status == 0xB000 or (failed and inbox.received):
        return  # some of them: those that did not come are asked for one by one
    unknown_here = moving and status >> 12 == 0xC and not inbox.received  # what Orthanc says instead of A801
    if status == 0xA801 or unknown_here:
        raise Refused(
            tr("The archive {archive} does not know where to send the images.", archive=address.shown),
            tr(
                "Ask its administrator to add {title} with this computer’s address and port {port}.",
                title=address.calling,
                port=address.move,
            ),
        )
    if status == 0x0122:
        raise Refused(
            tr("The archive {archive} does not support this way of retrieval.", archive=address.shown),
            tr("Ask its administrator for C-GET or C-MOVE."),
        )
    if status == 0xA702 or failed:
        raise NotSent(
            tr("The archive {archive} could not send the images.", archive=address.shown),
            tr("Ask its administrator; the reason is in its log."),
        )
    raise BadAnswer(
        tr("The archive {archive} reported the error {status}.", archive=address.shown, status=f"{status:04X}"),
        tr("Try again; if it continues, tell its administrator."),
    )


class NotSent(NotThere):
    """The archive tried to send it and failed."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.reason = tr("the archive could not send it")


# C-MOVE ------------------------------------------------------------------------------------------------------


class Listener:
    """This computer as a storage SCP; takes only what it has asked for. One for each port and AE title."""

    _all: ClassVar[dict[tuple[int, str], Listener]] = {}
    _guard: ClassVar = threading.Lock()

    def __init__(self, port: int, title: str) -> None:
        self._waiting: dict[int, tuple[str, str, Inbox]] = {}
        machine = AE(ae_title=title)
        machine.supported_contexts = accepting_contexts()
        machine.maximum_pdu_size = PDU
        machine.network_timeout = ANSWER_S
        machine.require_called_aet = True
        handlers: list[Any] = [(evt.EVT_CONN_OPEN, without_delay), (evt.EVT_C_STORE, self._store)]
        server = machine.start_server(("", port), block=False, evt_handlers=handlers)
        # pynetdicom collects garbage here, on its own thread; see `core.qt.garbage` for what comes of that
        server.service_actions = lambda: None  # type: ignore[method-assign, union-attr]

    @classmethod
    def at(cls, port: int, title: str) -> Listener:
        """The one on that port, started where there is none. Raises `Refused` where the port is taken."""
        with cls._guard:
            if (port, title) not in cls._all:
                try:
                    cls._all[port, title] = cls(port, title)
                except OSError as cause:
                    raise Refused(
                        tr("Images can’t be received: port {port} is in use.", port=port),
                        tr("Close the other program that receives images, or choose another port in the settings."),
                    ) from cause
            return cls._all[port, title]

    def expect(self, message_id: int, study: str, series: str, inbox: Inbox) -> None:
        self._waiting[message_id] = (study, series, inbox)

    def forget(self, message_id: int) -> None:
        self._waiting.pop(message_id, None)

    def _store(self, event: Any) -> int:
        """Refuse (0124, not authorised) what nobody asked for, or asked for another exam."""
        request = event.request
        data = received(event)
        asked = self._waiting.get(int(request.MoveOriginatorMessageID or 0))
        study, series = _uids(data)
        if asked is None or (study, series) != asked[:2]:
            # some archives leave the message ID out or write another one; then the exam tells
            fitting = [entry for entry in list(self._waiting.values()) if entry[:2] == (study, series)]
            if (request.MoveOriginatorMessageID and asked is not None) or len(fitting) != 1:
                return 0x0124
            asked = fitting[0]
        return 0x0000 if asked[2].put(data) else _NO_MORE


def _uids(data: bytearray) -> tuple[str, str]:
    size = 16 * 1024
    while True:
        try:
            header = read_header(memoryview(data)[:size], whole=size >= len(data))
        except MoreNeeded:
            size *= 4
            continue
        except BrokenObject:
            return "", ""
        return (header.texts(0x0020000D) or [""])[0], (header.texts(0x0020000E) or [""])[0]


def move(link: Association, address: Address, keys: Dataset, done: Callable[[Association], None]) -> DimseStream:
    """Ask the archive to send objects to this computer. Raises `Refused` where it can't listen."""
    listener = Listener.at(address.move, address.calling)
    inbox = Inbox()
    message_id = next_message_id()
    listener.expect(message_id, str(keys.StudyInstanceUID), str(keys.SeriesInstanceUID), inbox)

    def transfer() -> None:
        try:
            status = 0
            for answer, _ in link.send_c_move(keys, address.calling, MOVE, msg_id=message_id):
                status = getattr(answer, "Status", -1)
                if status not in _PENDING:
                    _judge(status, answer, address, inbox, moving=True)
            if not inbox.stopped.is_set():
                done(link)
        finally:
            listener.forget(message_id)

    def cut_off(ended: threading.Event) -> None:
        listener.forget(message_id)
        cut(link, message_id, MOVE, ended)

    return DimseStream(inbox, address, transfer, cut_off)


