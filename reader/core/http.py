"""The one HTTP session: trust, proxy, token, time-outs, retry, and failures in the user's words.

`dicom/` and `delivery/` speak through it; nothing else imports requests.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reader.core.errors import ReaderError
from reader.core.text import tr

if TYPE_CHECKING:  # imported when something is sent: the sign-in window stands before that
    from requests import Response as Response
    from requests import Session

CONNECT_TIMEOUT = 5.0
READ_TIMEOUT = 30.0


class HubUnreachable(ReaderError):
    """No answer: the server is away, the line is down, or it stalled."""


class SessionExpired(ReaderError):
    """401: the token is no longer good and could not be renewed."""


class Forbidden(ReaderError):
    """403: this user may not do this."""


class HttpError(ReaderError):
    """Any other answer that was not asked for. status: the code; detail: the server's own words, shortened."""

    def __init__(self, status: int, url: str, detail: str) -> None:
        super().__init__(
            tr("The server answered {status} to {what}.", status=status, what=urlsplit(url).path),
            tr("Try again; if it goes on, tell the hub's operator."),
        )
        self.status = status
        self.detail = detail[:500]


Renew = Callable[[], str | None]


class Http:
    """Any thread may use it. A token goes to the origin it was given for and to no other."""

    def __init__(self, *, pool_size: int = 8) -> None:
        self._pool_size = pool_size
        self._tokens: dict[str, tuple[str, Renew | None]] = {}
        self._lock = threading.Lock()

    @cached_property
    def _session(self) -> Session:
        from requests import Session
        from requests.adapters import HTTPAdapter
        from urllib3.util.retry import Retry

        retry = Retry(
            total=2, connect=2, read=0, status=2, backoff_factor=0.2,
            status_forcelist=(502, 503, 504), allowed_methods=("GET", "HEAD"), raise_on_status=False,
        )  # fmt: skip
        adapter = HTTPAdapter(pool_connections=4, pool_maxsize=self._pool_size, max_retries=retry)
        session = Session()
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session

    def authorize(self, url: str, token: str, renew: Renew | None = None) -> None:
        """Send `token` as bearer to the origin of `url`; `renew` fetches a new one once after a 401."""
        self._tokens[origin(url)] = (token, renew)

    def forget(self, url: str) -> None:
        self._tokens.pop(origin(url), None)

    def bearer(self, url: str) -> str | None:
        """The token for that origin (for the WebSocket upgrade, which does not pass here)."""
        entry = self._tokens.get(origin(url.replace("ws", "http", 1)) if url.startswith("ws") else origin(url))
        return entry[0] if entry else None

    def request(
        self,
        method: str,
        url: str,
        *,
        ok: Collection[int] = (200,),
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        data: Any = None,
        json: Any = None,
        stream: bool = False,
        timeout: float = READ_TIMEOUT,
    ) -> Response:
        """Send and return the response if its status is in `ok`. `data` must be bytes or re-iterable.

        Raises `HubUnreachable`, `SessionExpired`, `Forbidden` or `HttpError`. timeout: seconds without a byte.
        """
        response = self._send(method, url, headers, params, data, json, stream, timeout)
        if response.status_code == 401 and 401 not in ok and self._renewed(url, response):
            response = self._send(method, url, headers, params, data, json, stream, timeout)
        if response.status_code in ok:
            return response
        detail = "" if stream else response.text
        response.close()
        if response.status_code == 401:
            raise SessionExpired(
                tr("Your sign-in has expired."),
                tr("Sign in again to go on."),
                safe=tr("What you typed is saved on this computer."),
            )
        if response.status_code == 403:
            raise Forbidden(tr("You are not allowed to do this."), tr("Ask the hub's operator for the right."))
        raise HttpError(response.status_code, url, detail)

    def close(self) -> None:
        if "_session" in vars(self):
            self._session.close()

    def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        params: Mapping[str, Any] | None,
        data: Any,
        json: Any,
        stream: bool,
        timeout: float,
    ) -> Response:
        from requests import RequestException

        sent = dict(headers or {})
        token = self._tokens.get(origin(url))
        if token is not None:
            sent["Authorization"] = f"Bearer {token[0]}"
        try:
            return self._session.request(
                method, url, headers=sent, params=params, data=data, json=json, stream=stream,
                timeout=(CONNECT_TIMEOUT, timeout), allow_redirects=method in ("GET", "HEAD"),
            )  # fmt: skip
        except RequestException as cause:
            raise unreachable(url) from cause

    def _renewed(self, url: str, refused: Response) -> bool:
        place = origin(url)
        entry = self._tokens.get(place)
        if entry is None or entry[1] is None:
            return False
        with self._lock:
            current = self._tokens[place]
            if f"Bearer {current[0]}" != refused.request.headers.get("Authorization"):
                return True  # another thread renewed it meanwhile
            token = entry[1]()
            if token is None:
                return False
            self._tokens[place] = (token, entry[1])
            return True


def unreachable(url: str) -> HubUnreachable:
    """The error for a server that does not answer, also for those who read a stream to its end."""
    return HubUnreachable(
        tr("{host} does not answer.", host=urlsplit(url).netloc),
        tr("Check the network; it is tried again by itself."),
        safe=tr("What you typed is saved on this computer and will be sent later."),
    )


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
