"""The port at which a speech program on this computer delivers text: 127.0.0.1 only, one request a connection."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QHostAddress, QTcpServer, QTcpSocket

from reader.app.dictation_request import LONGEST_BODY, LONGEST_HEAD, Asked, Incoming, Refused, answer
from reader.core.text import tr

DEADLINE_MS = 5_000
"""In which a request has to be there."""
_LAST_WORDS_MS = 2_000
_MOST_AT_ONCE = 8
_MOST, _IN_S = 40, 10.0
"""So many texts in so many seconds."""


class Target(Protocol):
    """Where text goes. Main thread."""

    def place(self) -> object:
        """What is open now, to know later whether it is still that."""

    def state(self) -> dict[str, object]:
        """For a client that asks before it delivers."""

    def deliver(self, text: str, accession: str, place: object) -> dict[str, object]:
        """Insert it, and say where. place: what was open when the request began. Raises `Refused`."""


class DictationPort(QObject):
    """Main thread; nothing here waits. token: what every request has to bring."""

    def __init__(self, target: Target, token: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._target, self._token = target, token
        self._server = QTcpServer(self)
        self._server.newConnection.connect(self._connected)
        self._open: set[QTcpSocket] = set()
        self._lately: deque[float] = deque()
        self.clock: Callable[[], float] = time.monotonic

    @property
    def port(self) -> int:
        """0 while it is closed."""
        return int(self._server.serverPort())

    def open(self, port: int) -> str:
        """Why it can't be opened, in the system's words; "" where it is open. port: 0 for any that is free."""
        if self._server.listen(QHostAddress(QHostAddress.SpecialAddress.LocalHost), port):
            return ""
        return self._server.errorString()

    def close(self) -> None:
        self._server.close()
        for socket in tuple(self._open):
            socket.abort()

    def _connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            if len(self._open) >= _MOST_AT_ONCE:
                socket.abort()
                socket.deleteLater()
                continue
            self._open.add(socket)
            socket.setReadBufferSize(LONGEST_HEAD + LONGEST_BODY + 1024)
            incoming, place = Incoming(self.port, self._token), self._target.place()
            deadline = QTimer(socket, singleShot=True, interval=DEADLINE_MS)
            deadline.timeout.connect(partial(self._too_late, socket))
            socket.disconnected.connect(partial(self._gone, socket))
            socket.readyRead.connect(partial(self._read, socket, incoming, place))
            deadline.start()
            self._read(socket, incoming, place)

    def _read(self, socket: QTcpSocket, incoming: Incoming, place: object) -> None:
        if socket.property("answered"):
            socket.readAll()  # what a refused client goes on sending
            return
        try:
            asked = incoming.feed(bytes(socket.readAll().data()))
            if asked is not None:
                self._answer(socket, answer(200, **self._done(asked, place)))
        except Refused as refused:
            self._refuse(socket, refused)

    def _done(self, asked: Asked, place: object) -> dict[str, object]:
        if asked.text is None:
            return self._target.state()
        now = self.clock()
        while self._lately and now - self._lately[0] > _IN_S:
            self._lately.popleft()
        if len(self._lately) >= _MOST:
            raise Refused(429, "too_many", tr("Too many texts in a short time. Try again in a moment."))
        self._lately.append(now)
        return self._target.deliver(asked.text, asked.accession, place)

    def _too_late(self, socket: QTcpSocket) -> None:
        if socket.property("answered"):
            socket.abort()
        else:
            self._refuse(socket, Refused(408, "too_slow", tr("The request was not complete in time.")))

    def _refuse(self, socket: QTcpSocket, refused: Refused) -> None:
        self._answer(socket, answer(refused.status, error=refused.code, reason=refused.reason))

    def _answer(self, socket: QTcpSocket, data: bytes) -> None:
        socket.setProperty("answered", True)
        socket.write(data)
        socket.disconnectFromHost()  # once it is written
        QTimer.singleShot(_LAST_WORDS_MS, socket, socket.abort)

    def _gone(self, socket: QTcpSocket) -> None:
        self._open.discard(socket)
        socket.deleteLater()
