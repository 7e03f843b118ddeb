"""Signing in: the password checked on a worker of its own, failures counted, closed doors said at once.

A hundred doctors who sign in at eight o'clock wait for each other and not the searches for them: hashing is done
by one thread that yields to the others.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from reader.core.audit import AuditEvent, AuditTrail
from reader.hub.answers import Refused
from reader.hub.attempts import Attempts, Closed
from reader.hub.tokens import Tokens, TokenStore
from reader.hub.users import Users

log = logging.getLogger(__name__)

_MOST_WAITING = 500


class SignIn:
    """`password` is for the event loop; `check` blocks."""

    def __init__(self, users: Users, tokens: TokenStore, attempts: Attempts, audit: AuditTrail) -> None:
        self._users = users
        self._tokens = tokens
        self._attempts = attempts
        self._audit = audit
        self._worker = ThreadPoolExecutor(1, "reader-hub-password", _yielding)
        self._waiting = 0

    async def password(self, name: str, password: str, address: str) -> Tokens | None:
        """Tokens, or None where the name or the password is wrong. 429 with Retry-After for an account or an
        address with too many failures, 503 where too many wait."""
        if self._waiting >= _MOST_WAITING:
            raise Refused(503, "too many are signing in at this moment", {"Retry-After": "5"})
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._worker, self.check, name, password, address)
        finally:
            self._waiting -= 1

    def check(self, name: str, password: str, address: str) -> Tokens | None:
        """The same, on the worker: guesses made at once are counted one by one."""
        closed = self._attempts.closed(name, address)
        if closed is not None:
            raise _too_many(closed)
        if self._users.check(name, password):
            self._attempts.succeeded(name)
            return self._tokens.issue(name)
        self._attempts.failed(name, address)
        closed = self._attempts.closed(name, address)
        reason = "wrong name or password" if closed is None else f"closed for {closed.seconds} s"
        log.warning("sign-in refused: %s, from %s", reason, address)
        self._audit.record(AuditEvent.LOGIN, name[:64], outcome=4 if closed is None else 8, reason=reason,
                           address=address)  # fmt: skip
        return None

    def close(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)


def _too_many(closed: Closed) -> Refused:
    what = "this account" if closed.account else "this computer's address"
    return Refused(
        429, f"too many failed sign-ins for {what}; try again in {closed.seconds} seconds",
        {"Retry-After": str(closed.seconds)},
    )  # fmt: skip


def _yielding() -> None:
    """Hash behind everything else, where the system can order threads."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
