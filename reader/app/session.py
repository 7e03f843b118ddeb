"""Who sits in front of the program, and the hub they work for.

Discovery is RFC 8414 (authorization server metadata), sign-in RFC 6749 §4.3 with refresh (§6); what the
hub says of the user comes from the OpenID Connect userinfo endpoint.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from json import dumps
from typing import Any
from urllib.parse import urljoin, urlsplit

from reader.core.clock import Drift, ahead_of
from reader.core.errors import ReaderError
from reader.core.http import TOKEN, Http, HttpError, origin, pause_asked
from reader.core.text import tr
from reader.dicom.values import Code, Person, PersonName
from reader.worklist.rights import ADMINISTRATOR, APPROVING, REPORTING, REVIEWING

_LONGEST_CLOSED_S = 24 * 3600.0


class SignInRefused(ReaderError):
    """Name or password are wrong, or this user may not use the workstation."""


@dataclass(frozen=True)
class Hub:
    """Where the services of one hub are, as its metadata document says."""

    url: str
    name: str
    token_endpoint: str
    userinfo_endpoint: str
    ups_root: str
    dicomweb_root: str
    est_root: str
    audit_root: str = ""
    statistics_root: str = ""
    notifiable_root: str = ""
    rereads_root: str = ""


@dataclass(frozen=True)
class Session:
    """One signed-in user. http: bears this user's token and never another's: what is still being sent when somebody
    else signs in at the same window is refused, or sent in the name of who began it. ahead_s: of this computer's
    clock, against the hub's, when the user signed in; 0 where the hub does not say."""

    hub: Hub
    user: Person
    roles: frozenset[str]
    http: Http
    ahead_s: float = 0.0
    drift: Drift = field(default_factory=Drift)

    @property
    def clock_ahead_s(self) -> float:
        """Of this computer, against the hub's, by now: somebody may have set it since."""
        return self.ahead_s + self.drift.seconds

    @property
    def may_review(self) -> bool:
        return bool(self.roles & {REVIEWING, APPROVING})

    @property
    def may_approve(self) -> bool:
        """As a chief: sign also what the hub wants one to sign."""
        return APPROVING in self.roles

    @property
    def may_read(self) -> bool:
        """Whether there is a worklist for this user."""
        return bool(self.roles & {REPORTING, REVIEWING, APPROVING})

    @property
    def may_compare(self) -> bool:
        """Whether the hub's statistics of everybody are for this user; a reporting doctor sees their own."""
        return bool(self.roles & {REVIEWING, APPROVING, ADMINISTRATOR})

    @property
    def may_audit(self) -> bool:
        return ADMINISTRATOR in self.roles


def discover(http: Http, url: str) -> Hub:
    """Ask a hub for its services. Raises a ReaderError where nothing there is a hub."""
    address = url.strip().rstrip("/")
    if "://" not in address:
        address = f"http://{address}"
    if urlsplit(origin(address)).scheme not in ("http", "https") or not urlsplit(origin(address)).netloc:
        raise ReaderError(tr("“{url}” is not the address of a hub.", url=url), tr("Type it like https://hub.example"))
    try:
        answer = http.request("GET", f"{address}/.well-known/oauth-authorization-server", kind=TOKEN).json()
        return Hub(
            url=address,
            name=str(answer.get("reader_name") or urlsplit(address).netloc),
            token_endpoint=_same_hub(address, answer["token_endpoint"]),
            userinfo_endpoint=_same_hub(address, answer["userinfo_endpoint"]),
            ups_root=_same_hub(address, answer["reader_ups_root"]),
            dicomweb_root=urljoin(address + "/", str(answer["reader_dicomweb_root"])),
            est_root=_same_hub(address, answer["reader_est_root"]),
            audit_root=_same_hub(address, answer["reader_audit_root"]) if "reader_audit_root" in answer else "",
            statistics_root=_same_hub(address, root) if (root := answer.get("reader_statistics_root")) else "",
            notifiable_root=_same_hub(address, root) if (root := answer.get("reader_notifiable_root")) else "",
            rereads_root=_same_hub(address, root) if (root := answer.get("reader_rereads_root")) else "",
        )
    except (HttpError, ValueError, KeyError, AttributeError, TypeError) as cause:
        raise ReaderError(
            tr("No hub found at {url}.", url=address), tr("Check the address with your administrator.")
        ) from cause


def sign_in(http: Http, hub: Hub, username: str, password: str) -> Session:
    """Get a token, keep it in `http` for the hub's origin (and renew it while it can be), learn who the user is.

    http: for this session alone.
    """
    tokens = _token(http, hub, {"grant_type": "password", "username": username, "password": password})
    http.authorize(hub.url, tokens["access_token"], _Renewal(http, hub, tokens))
    asked = datetime.now(UTC)
    answer = http.request("GET", hub.userinfo_endpoint, kind=TOKEN)
    ahead = ahead_of(answer, asked) or 0.0
    try:
        user, roles = _user(answer.json(), hub, username)
    except (ValueError, TypeError, AttributeError) as cause:
        http.forget(hub.url)
        raise _unreadable() from cause
    if not roles & {REPORTING, REVIEWING, APPROVING, ADMINISTRATOR}:
        http.forget(hub.url)
        raise SignInRefused(
            tr("This account has no role at this workstation."), tr("Ask your administrator for a role.")
        )
    return Session(hub, user, roles, http, ahead)


def _user(info: dict[str, Any], hub: Hub, username: str) -> tuple[Person, frozenset[str]]:
    """Who the hub says has signed in, and with which roles.

    Raises ValueError, TypeError or AttributeError where the answer is none, or of somebody else than who typed
    their name: a proxy may have kept another one's. Source: OpenID Connect Core 1.0, 5.3.2 (UserInfo).
    """
    dumps(info, ensure_ascii=False).encode()  # half a surrogate pair stands in no certificate and no report
    subject = str(info["sub"]) if info.get("sub") else username
    if _plain(str(info.get("preferred_username") or subject)) != _plain(username):
        raise ValueError("the hub tells of another user")
    roles = info.get("roles") or []
    if not isinstance(roles, list):
        raise TypeError("roles are a list")
    code = info.get("person_code") or {}
    name = str(info.get("name_pn") or info.get("name") or username)
    said = Code(
        str(code.get("value") or subject),
        str(code.get("scheme") or "99READER"),
        str(code.get("meaning") or info.get("name") or username),
    )
    organisation = str(info.get("organisation") or hub.name)
    return Person(PersonName.parse(name), organisation, said, subject), frozenset(map(str, roles))


def _plain(name: str) -> str:
    """As the hub compares names: without case, width and space around."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


class _Renewal:
    """Fetches a new access token with the refresh token; called by `Http` under its lock."""

    def __init__(self, http: Http, hub: Hub, tokens: dict[str, Any]) -> None:
        self._http, self._hub = http, hub
        self._refresh = tokens.get("refresh_token")

    def __call__(self) -> str | None:
        if not self._refresh:
            return None
        try:
            tokens = _token(self._http, self._hub, {"grant_type": "refresh_token", "refresh_token": self._refresh})
        except SignInRefused:
            return None
        self._refresh = tokens.get("refresh_token", self._refresh)
        return str(tokens["access_token"])


def _token(http: Http, hub: Hub, form: dict[str, Any]) -> dict[str, Any]:
    response = http.request("POST", hub.token_endpoint, kind=TOKEN, data=form, ok=(200, 400, 401, 429))
    if response.status_code == 429:
        seconds = round(pause_asked(response.headers.get("Retry-After", ""), longest=_LONGEST_CLOSED_S)) or 60
        raise SignInRefused(
            tr("Too many failed sign-ins for this account or this place."),
            tr("Try again in {seconds} s, or ask your administrator for a new password.", seconds=seconds),
        )
    if response.status_code != 200:
        raise SignInRefused(tr("Wrong user name or password."), tr("Try again; check Caps Lock."))
    try:
        tokens = dict(response.json())
        if not isinstance(tokens["access_token"], str) or not tokens["access_token"].isascii():
            raise TypeError("no token")
    except (ValueError, KeyError, TypeError) as cause:
        raise _unreadable() from cause
    return tokens


def _unreadable() -> ReaderError:
    return ReaderError(tr("The hub's answer to the sign-in can't be read."), tr("Tell your administrator."))


def _same_hub(address: str, url: object) -> str:
    """Only the hub's own host may get the password and the token, and over TLS where the hub has that."""
    absolute = urljoin(address + "/", str(url))
    here, there = urlsplit(address), urlsplit(absolute)
    if there.netloc != here.netloc:
        raise ValueError(f"the hub names another host: {there.netloc}")
    if there.scheme not in ("https", here.scheme):
        raise ValueError(f"the hub names an address without TLS: {there.scheme}")
    return absolute.rstrip("/")
