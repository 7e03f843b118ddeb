"""The one HTTP session: trust, proxy, token, how long and how large, retry, and failures in the user's words.

`dicom/` and `delivery/` speak through it; nothing else imports requests. A time is that of the whole request,
from its first byte to the last of its answer, however slowly bytes come. Streams of images are the exception: a
large series takes as long as it takes, so there only a stall ends it, and whoever reads it.

Whatever answers but is not the server that was asked (a web page, a redirection to a sign-in, a proxy that wants
one, an answer of another kind) is told apart from the server's own answers: nothing is concluded from it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from json import loads
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from reader.core.certificates import is_limited, reason, tls_context
from reader.core.errors import ReaderError
from reader.core.refusals import HEADER, refusal_from
from reader.core.text import tr

if TYPE_CHECKING:  # imported when something is sent: the sign-in window stands before that
    from requests import Response as Response
    from requests import Session

KB, MB = 1024, 1024 * 1024
CONNECT_TIMEOUT = 5.0
STALL_TIMEOUT = 30.0
LONGEST_PAUSE = 300.0
"""The longest that a server's Retry-After is kept to, in seconds."""
_DETAIL = 64 * KB
_HOPS = 5
_PIECE = 64 * KB
_SLOWEST_LINE = 16 * KB
"""Bytes a second that sending something large is given at least."""
_HTML = ("text/html", "application/xhtml+xml")
_JSON = ("application/dicom+json", "application/json")


@dataclass(frozen=True)
class Kind:
    """What is asked for. seconds: for the whole request; most: bytes of its answer, unpacked.

    media: the media types that a body may have, () for any but a web page. body: whether an answer of 200 has one.
    """

    seconds: float
    most: int
    media: tuple[str, ...] = ()
    body: bool = True


TOKEN = Kind(10.0, 256 * KB, _JSON)
CERTIFICATES = Kind(20.0, 2 * MB)
DATASET = Kind(30.0, 16 * MB, _JSON)
LIST = Kind(60.0, 128 * MB, _JSON)
CHANGE = Kind(30.0, 4 * MB, body=False)
STAMP = Kind(15.0, 256 * KB, ("application/timestamp-reply",))
STORED = Kind(60.0, 16 * MB, _JSON)
STREAM = Kind(30.0, 16 * MB)
"""Until the headers are there."""


class HubUnreachable(ReaderError):
    """No answer: the server is away, the line is down, or it stalled. sent: the request may have reached it."""

    sent = True


class NotTheHub(HubUnreachable):
    """Something answered, but not as the server that was asked: nothing is known of what became of the request."""


class OutcomeUnknown(ReaderError):
    """A change was sent, and no proof has come that it was made or refused: it is asked for again by itself."""

    def __init__(self, why: ReaderError | None = None) -> None:
        super().__init__(
            tr("The hub has not confirmed it yet."),
            why.user_message if why is not None else tr("Retried automatically."),
            safe=tr("Your text is saved on this computer and will be sent later."),
        )


class SessionExpired(ReaderError):
    """401: the token is no longer good and could not be renewed; or a server that was given none asks for one."""


class Forbidden(ReaderError):
    """403: this user may not do this. reason: the one that the hub named, None where it named none.

    own: it is the hub's own answer, not that of something on the way to it.
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.reason = refusal_from(headers.get(HEADER))
        self.own = self.reason is not None or _of_a_service(headers)
        super().__init__(
            self.reason.translated if self.reason else tr("You are not allowed to do this."),
            self.reason.hint if self.reason else tr("Ask your administrator for permission."),
            safe=tr("Your text is saved on this computer."),
        )


class HttpError(ReaderError):
    """Any other answer that was not asked for. status: the code; detail: the server's own words, shortened.

    own: it carries a Warning of code 299, as refusals of DICOMweb services do (PS3.18 8.7.1). pause: seconds that
    the server asks to wait, at most `LONGEST_PAUSE`; 0 where it asks for none.
    """

    def __init__(self, status: int, url: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        found = headers or {}
        self.pause = pause_asked(found.get("Retry-After", ""))
        what = tr("The server answered {status} to {what}.", status=status, what=urlsplit(url).path)
        hint = tr("Try again; if it continues, tell your administrator.")
        if status == 507:  # RFC 4918 11.5
            what = tr("The server’s disk is full.")
            hint = tr("Tell your administrator.")
        elif self.pause:
            what = tr("The server is busy ({status}).", status=status)
            hint = tr("It asks to wait {seconds} s. Retried automatically.", seconds=round(self.pause))
        super().__init__(what, hint)
        self.status = status
        self.detail = detail[:500]
        self.own = _of_a_service(found)


def _of_a_service(headers: Mapping[str, str]) -> bool:
    """It carries a Warning of code 299, as refusals of DICOMweb services do (PS3.18 8.7.1)."""
    return headers.get("Warning", "").lstrip().startswith("299")


@dataclass(frozen=True)
class Answer:
    """A whole answer. headers: their names in any case. seconds: until its headers were there."""

    status_code: int
    url: str
    headers: Mapping[str, str]
    content: bytes
    seconds: float

    @property
    def media_type(self) -> str:
        return _media_type(self.headers)

    def json(self) -> Any:
        """Raises `NotTheHub` for what is no JSON, though it said so."""
        try:
            return loads(self.content)
        except (ValueError, RecursionError) as cause:
            raise not_the_hub(self.url, tr("an answer that can't be read")) from cause


Renew = Callable[[], str | None]


class Http:
    """Any thread may use it. A token goes to the origin it was given for and to no other.

    patience: a factor for all times, for tests.
    """

    def __init__(self, *, pool_size: int = 8, patience: float = 1.0) -> None:
        self._pool_size = pool_size
        self._patience = patience
        self._tokens: dict[str, tuple[str, Renew | None]] = {}
        self._expired: set[str] = set()
        self._authorized: set[str] = set()
        self._lock = threading.Lock()
        self._connecting = threading.Lock()
        self._sessions: dict[str, Session] = {}

    def _session(self, scheme: str) -> Session:
        """One for each scheme: the authorities are read where they are needed only."""
        with self._connecting:
            if scheme not in self._sessions:
                self._sessions[scheme] = self._new_session(scheme)
            return self._sessions[scheme]

    def _new_session(self, scheme: str) -> Session:
        from requests import Session
        from requests.adapters import HTTPAdapter
        from urllib3.util.retry import Retry

        from reader.core.deadline import POOLS

        class InTime(HTTPAdapter):
            def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
                if scheme == "https":
                    options["ssl_context"] = tls_context()
                super().init_poolmanager(*arguments, **options)
                self.poolmanager.pool_classes_by_scheme = POOLS

            def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
                manager = super().proxy_manager_for(proxy, ssl_context=tls_context(), **options)
                if not proxy.lower().startswith("socks"):
                    manager.pool_classes_by_scheme = POOLS
                return manager

            def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
                if not is_limited():
                    super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
                    return
                # not what requests does: it adds certifi's authorities, or those that the environment names
                conn.cert_reqs, conn.ca_certs, conn.ca_cert_dir = "CERT_REQUIRED", None, None

        retry = Retry(
            total=2, connect=2, read=1, status=2, redirect=0, other=0, backoff_factor=0.2 * self._patience,
            status_forcelist=(502, 503, 504), allowed_methods=("GET", "HEAD"), raise_on_status=False,
            respect_retry_after_header=False,
        )  # fmt: skip
        adapter = InTime(pool_connections=4, pool_maxsize=self._pool_size, max_retries=retry)
        session = Session()
        session.mount(f"{scheme}://", adapter)
        return session

    def authorize(self, url: str, token: str, renew: Renew | None = None) -> None:
        """Send `token` as bearer to the origin of `url`; `renew` fetches a new one once after a 401."""
        self._tokens[origin(url)] = (token, renew)
        self._authorized.add(origin(url))
        self._expired.discard(origin(url))

    def authorize_as(self, other: Http) -> None:
        """Bear the tokens of `other` from now on: its user has signed in again."""
        self._tokens.update(other._tokens)
        self._authorized |= other._authorized
        self._expired.clear()

    def forget(self, url: str) -> None:
        self._tokens.pop(origin(url), None)

    def expired(self, url: str) -> bool:
        """Whether its origin takes the token no longer, and has given no other one. Any thread."""
        return origin(url) in self._expired

    def bearer(self, url: str) -> str | None:
        """The token for that origin (for the WebSocket upgrade, which does not pass here)."""
        entry = self._tokens.get(origin(url.replace("ws", "http", 1)) if url.startswith("ws") else origin(url))
        return entry[0] if entry else None

    def request(
        self,
        method: str,
        url: str,
        *,
        kind: Kind = DATASET,
        ok: Collection[int] = (200,),
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        data: Any = None,
    ) -> Answer:
        """Send, and return the whole answer if its status is in `ok` and it is of the kind. data: bytes or a form.

        Raises `HubUnreachable`, `NotTheHub`, `SessionExpired`, `Forbidden` or `HttpError`. A redirection is
        followed for GET alone, and only on the same host.
        """
        from reader.core.deadline import Span, within

        size = len(data) if isinstance(data, bytes) else 0
        seconds = (kind.seconds + size / _SLOWEST_LINE) * self._patience
        with within(Span(seconds, STALL_TIMEOUT * self._patience, kind.most)):
            response = self._ask(method, url, ok, headers, params, data, same_host=True)
            good = response.status_code in ok
            try:
                body = _whole(response, kind.most if good else _DETAIL, url)
            finally:
                response.close()
        found = _media_type(response.headers)
        if found in _HTML and response.status_code < 500:
            raise not_the_hub(url, tr("a web page"))
        if not good:
            raise self._refusal(response, url, body)
        if body and kind.media and found and found not in kind.media:
            raise not_the_hub(url, tr("an answer of another kind ({kind})", kind=found[:60]))
        if not body and kind.body and response.status_code in (200, 206):
            raise not_the_hub(url, tr("an empty answer"))
        spent = response.elapsed.total_seconds()
        return Answer(response.status_code, url, response.headers, body, spent)

    def stream(
        self, url: str, *, ok: Collection[int] = (200,), headers: Mapping[str, str] | None = None
    ) -> Response:
        """GET something large and return as soon as its headers are there; the caller reads and closes it.

        From then on only a stall ends it. Image servers may redirect to a store of their own, which gets no token.
        """
        from reader.core.deadline import Span, within

        with within(Span(STREAM.seconds * self._patience, STALL_TIMEOUT * self._patience, STREAM.most)) as span:
            response = self._ask("GET", url, ok, headers, None, None, same_host=False)
            if response.status_code in ok:
                if _media_type(response.headers) in _HTML:
                    response.close()
                    raise not_the_hub(url, tr("a web page"))
                span.open_ended()
                return response
            try:
                raise self._refusal(response, url, b"")
            finally:
                response.close()

    def close(self) -> None:
        for session in list(self._sessions.values()):
            session.close()

    def _ask(
        self,
        method: str,
        url: str,
        ok: Collection[int],
        headers: Mapping[str, str] | None,
        params: Mapping[str, Any] | None,
        data: Any,
        *,
        same_host: bool,
    ) -> Response:
        """The answer, its body unread, after the token was renewed once and redirections were followed."""
        place = url
        for _ in range(_HOPS):
            response = self._send(method, place, headers, params, data)
            if response.status_code == 401 and 401 not in ok and self._renewed(place, response):
                response.close()
                response = self._send(method, place, headers, params, data)
            if response.status_code == 401 and 401 not in ok:
                self._expired.add(origin(place))
            if response.status_code in (407, 511):
                response.close()
                raise not_the_hub(url, tr("a proxy that requires a sign-in"))
            if not 300 <= response.status_code < 400 or response.status_code in ok:
                return response
            response.close()
            try:
                target = urljoin(place, response.headers.get("Location", ""))
                before, after = urlsplit(place), urlsplit(target)
            except ValueError as cause:
                raise not_the_hub(url, tr("a redirection to {place}", place="?")) from cause
            moved = after.hostname != before.hostname
            if method != "GET" or "Location" not in response.headers or (moved and same_host):
                raise not_the_hub(url, tr("a redirection to {place}", place=after.netloc or "?"))
            if after.scheme not in ("http", "https") or (before.scheme == "https" and after.scheme == "http"):
                raise not_the_hub(url, tr("a redirection to {place}", place=after.netloc or "?"))
            place, params = target, None
        raise not_the_hub(url, tr("endless redirections"))

    def _send(
        self, method: str, url: str, headers: Mapping[str, str] | None, params: Mapping[str, Any] | None, data: Any
    ) -> Response:
        from requests import RequestException

        sent = dict(headers or {})
        token = self._tokens.get(origin(url))
        if token is not None:
            sent["Authorization"] = f"Bearer {token[0]}"
        try:
            return self._session("https" if url[:6].lower() == "https:" else "http").request(
                method, url, headers=sent, params=params, data=data, stream=True, allow_redirects=False,
                timeout=(CONNECT_TIMEOUT * self._patience, STALL_TIMEOUT * self._patience),
            )  # fmt: skip
        except (RequestException, OSError, ValueError) as cause:
            raise _failed(url, cause) from cause

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

    def _refusal(self, response: Response, url: str, body: bytes) -> ReaderError:
        """What a status that was not asked for means."""
        safe = tr("Your text is saved on this computer.")
        if response.status_code == 401 and origin(response.url) in self._authorized:
            return SessionExpired(tr("Your sign-in has expired."), tr("Sign in again to go on."), safe=safe)
        if response.status_code == 401:
            what = tr("{host} requires a sign-in.", host=_host(response.url))
            return SessionExpired(what, tr("Ask your administrator for access."), safe=safe)
        if response.status_code == 403:
            return Forbidden(response.headers)
        return HttpError(response.status_code, url, body.decode("utf-8", "replace"), response.headers)


def unreachable(url: str, *, sent: bool = True) -> HubUnreachable:
    """The error for a server that does not answer, also for those who read a stream to its end."""
    error = HubUnreachable(
        tr("{host} does not answer.", host=_host(url)),
        tr("Check the network. Retried automatically."),
        safe=tr("Your text is saved on this computer and will be sent later."),
    )
    error.sent = sent
    return error


def not_the_hub(url: str, what: str, *, sent: bool = True) -> NotTheHub:
    """The error for an answer that is not the server's. what: it is, in words ("a web page")."""
    error = NotTheHub(
        tr("This is not the hub: {host} answered with {what}.", host=_host(url), what=what),
        tr("Check the network for a sign-in page or a proxy. Retried automatically."),
        safe=tr("Your text is saved on this computer and will be sent later."),
    )
    error.sent = sent
    return error


def in_doubt(error: ReaderError) -> bool:
    """Whether a change that ended so may have been made all the same."""
    if isinstance(error, HttpError):
        return error.status in (408, 500, 502, 504)
    return isinstance(error, OutcomeUnknown) or (isinstance(error, HubUnreachable) and error.sent)


def pause_asked(header: str, longest: float = LONGEST_PAUSE) -> float:
    """Seconds that a Retry-After header asks for (RFC 9110 10.2.3), between 0 and `longest`."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), longest)
    with suppress(ValueError, TypeError, OverflowError):
        moment = parsedate_to_datetime(text)
        left = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)
        return min(max(left, timedelta()).total_seconds(), longest)
    return 0.0


def origin(url: str) -> str:
    """Scheme and host, "" of what is no URL ("http://[::1/"): tasks and servers state such."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def _host(url: str) -> str:
    return origin(url).partition("://")[2] or url


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _whole(response: Response, most: int, url: str) -> bytes:
    """The body, unpacked. Raises `NotTheHub` where it is larger than `most` or can't be unpacked."""
    from urllib3.exceptions import DecodeError, HTTPError

    from reader.core.deadline import TooMuch

    body = bytearray()
    try:
        for piece in response.raw.stream(_PIECE, decode_content=True):
            body += piece
            if len(body) > most:
                raise not_the_hub(url, tr("an endless answer"))
    except DecodeError as cause:
        raise not_the_hub(url, tr("an answer that can't be read")) from cause
    except (HTTPError, OSError, ValueError, AttributeError) as cause:
        if isinstance(cause, TooMuch) or isinstance(cause.__context__, TooMuch):
            raise not_the_hub(url, tr("an endless answer")) from cause
        raise unreachable(url) from cause
    return bytes(body)


def _of_tls(cause: BaseException) -> str:
    """What is wrong with a TLS connection that was not made, in words."""
    import ssl

    error: BaseException | None = cause
    while error is not None and not isinstance(error, ssl.SSLError):
        inner = error.args[0] if error.args else None
        inner = getattr(inner, "reason", inner)
        error = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
    if isinstance(error, ssl.SSLCertVerificationError):
        return tr("a certificate that is not trusted here: {reason}", reason=reason(error))
    said = (error.reason or "") if isinstance(error, ssl.SSLError) else ""
    return tr("something that is not TLS ({reason})", reason=said.lower().replace("_", " ") or type(cause).__name__)


def _failed(url: str, cause: Exception) -> HubUnreachable:
    """What the failure of a request means, and whether any of it was sent."""
    from requests.exceptions import ConnectTimeout, ProxyError, SSLError
    from urllib3.exceptions import NewConnectionError

    if isinstance(cause, SSLError):
        return not_the_hub(url, _of_tls(cause), sent=False)
    if isinstance(cause, ProxyError) and "407" in str(cause):
        return not_the_hub(url, tr("a proxy that requires a sign-in"), sent=False)
    why = getattr(cause.args[0] if cause.args else None, "reason", None)
    nothing_sent = isinstance(cause, ConnectTimeout | ProxyError) or isinstance(why, NewConnectionError)
    return unreachable(url, sent=not nothing_sent)
