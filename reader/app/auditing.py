"""What else happens with audit records: their end goes to the hub, they go to a syslog server. No Qt."""

from __future__ import annotations

import logging
from collections.abc import Callable

from reader.app.anchoring import AnchorDisputed, send_anchor
from reader.app.services import Services
from reader.core.audit import AuditEvent, AuditTrail
from reader.core.audit_message import Source, message, this_computer
from reader.core.http import Http
from reader.core.syslog import SyslogServer, framed, parse_server, send
from reader.core.tasks import Pool, Tasks

_AT_ONCE = 500
_HASTE = 0.2
_DISPUTED = "the audit trail of this computer is not the one that the hub has seen"
_log = logging.getLogger(__name__)


def forward(trail: AuditTrail, server: SyslogServer, source: Source) -> int:
    """Send the records that were not sent there yet, oldest first: how many. Blocks. Raises `SyslogError`.

    What was sent in a connection that broke is sent again: a record arrives at least once.
    """
    count = 0
    while records := trail.records(trail.sent(server.name), _AT_ONCE):
        send(server, [framed(message(r, source), r.time, failed=r.outcome > 0) for r in records])
        trail.note_sent(server.name, records[-1].number)
        count += len(records)
    return count


class _Chore:
    """Work that is done again after every record; on a network thread, one at a time. Main thread."""

    def __init__(self, tasks: Tasks, work: Callable[[], object], failed: Callable[[BaseException], None]) -> None:
        self._tasks = tasks
        self._work = work
        self._report = failed
        self._under_way = self._again = False

    def run(self) -> None:
        if self._under_way:
            self._again = True
            return
        self._under_way, self._again = True, False
        self._tasks.query(lambda _: self._work(), lambda _: self._ended(), failed=self._failed, pool=Pool.NETWORK)

    def _failed(self, error: BaseException) -> None:
        self._under_way = False  # the next record tries again
        self._report(error)

    def _ended(self) -> None:
        self._under_way = False
        if self._again:
            self.run()


class Auditing:
    """Started once somebody is signed in, for as long as the program runs. Main thread.

    http: bears the token of who is signed in. root: of the hub's audit service, "" where it has none. tell: what
    the user has to know.
    """

    def __init__(self, services: Services, http: Http, root: str, tell: Callable[[BaseException], None]) -> None:
        self._services, self._tell = services, tell
        self._http = http
        self._root = root
        self._disputed = self._reached = self._ended = False
        self._anchor = _Chore(services.tasks, self.anchor_now, self._not_anchored)
        self._syslog = _Chore(services.tasks, self._forward, self._not_forwarded)

    def start(self) -> None:
        self._services.audit.recorded = lambda: self._services.tasks.deliver(self._recorded)
        self._recorded()

    def stop(self) -> None:
        """The program ends: one last try, at most a second where the hub does not answer. Raises `ReaderError`."""
        self._services.audit.recorded = lambda: None
        self._ended = True
        if self._root and self._reached and not self._disputed:
            hasty = Http(patience=_HASTE)
            try:
                send_anchor(hasty, self._root, self._services.audit, self._services.station)
            finally:
                hasty.close()

    def anchor_now(self) -> None:
        """On this thread. Raises `ReaderError`."""
        if self._root and not self._disputed:
            send_anchor(self._http, self._root, self._services.audit, self._services.station)
            self._reached = True

    def _recorded(self) -> None:
        if self._ended:
            return  # written by what closes; `stop` tells the hub of it
        self._anchor.run()
        if self._services.settings.value.audit_syslog:
            self._syslog.run()

    def _forward(self) -> None:
        server = parse_server(self._services.settings.value.audit_syslog)
        forward(self._services.audit, server, this_computer(self._services.station.station))

    def _not_anchored(self, error: BaseException) -> None:
        self._reached = False
        _log.info("the end of the audit trail was not told to the hub: %s", type(error).__name__)
        if isinstance(error, AnchorDisputed):
            self._disputed = True  # for people to look into; said once
            self._services.audit.record(AuditEvent.SECURITY_ALERT, "", outcome=8, reason=_DISPUTED)
            self._tell(error)

    def _not_forwarded(self, error: BaseException) -> None:
        _log.info("audit messages wait for the syslog server: %s", type(error).__name__)
