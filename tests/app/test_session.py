"""Where the password and the token may go: to the hub that was named, and by no less safe a way."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from reader.app.session import Hub, _same_hub, discover, sign_in
from reader.core.clock import ahead_of
from reader.core.errors import ReaderError
from reader.core.http import Answer, Http
from tests.canned import CannedServer, Said

TLS, PLAIN = "https://hub.example", "http://hub.example"


@pytest.mark.parametrize("typed", ["http://[::1", "ftp://hub.example", "http:///x", "[", ""])
def test_what_is_no_address_of_a_hub_is_said(typed: str) -> None:
    with pytest.raises(ReaderError, match="is not the address of a hub"):
        discover(Http(), typed)


@pytest.mark.parametrize(
    ("address", "endpoint", "goes_to"),
    [
        (TLS, "/oauth/token", f"{TLS}/oauth/token"), (TLS, f"{TLS}/oauth/token", f"{TLS}/oauth/token"),
        (PLAIN, "/oauth/token", f"{PLAIN}/oauth/token"), (PLAIN, f"{TLS}/oauth/token", f"{TLS}/oauth/token"),
        (TLS, f"{PLAIN}/oauth/token", ""), (TLS, "https://other.example/token", ""),
        (TLS, "//other.example/token", ""), (TLS, "https://hub.example:8443/token", ""),
        (TLS, "https://li@hub.example/token", ""), (TLS, "javascript:token", ""),
        (TLS, "ftp://hub.example/token", ""),
    ],
)  # fmt: skip
def test_endpoints_of_a_hub(address: str, endpoint: str, goes_to: str) -> None:
    if goes_to:
        assert _same_hub(address, endpoint) == goes_to
        return
    with pytest.raises(ValueError, match=r"another host|without TLS"):
        _same_hub(address, endpoint)


LI = {"sub": "li", "name": "Li Na", "name_pn": "Li^Na=李^娜", "roles": ["reporting"]}


class Lying:
    """A hub whose answer about the user is `told`."""

    def __init__(self) -> None:
        self.told: Any = LI
        self.server = CannedServer(self._answer)
        root = self.server.origin
        self.hub = Hub(root, "Hub", f"{root}/oauth/token", f"{root}/oauth/userinfo", root, root, root)

    def _answer(self, path: str) -> Said:
        what = {"access_token": "t"} if path == "/oauth/token" else self.told
        return 200, "application/json", json.dumps(what).encode()


@pytest.fixture
def lying() -> Iterator[Lying]:
    made = Lying()
    yield made
    made.server.close()


def test_how_far_the_clock_is_from_the_hubs(lying: Lying) -> None:
    """As the hub dates its answers; not at all where it does not."""
    now = datetime.now(UTC)
    assert abs(sign_in(Http(), lying.hub, "li", "demo").clock_ahead_s) < 3
    for header, ahead in (
        (format_datetime(now - timedelta(days=400), usegmt=True), 400 * 86_400),
        (format_datetime(now + timedelta(hours=3), usegmt=True), -3 * 3600), ("soon", None), ("", None),
    ):  # fmt: skip
        found = ahead_of(Answer(200, "", {"Date": header}, b"", 0.1), now)
        assert found == (None if ahead is None else pytest.approx(ahead, abs=3))


def test_a_clock_that_is_set_after_sign_in_is_noticed(lying: Lying, monkeypatch: pytest.MonkeyPatch) -> None:
    session, real = sign_in(Http(), lying.hub, "li", "demo"), time.time
    monkeypatch.setattr(time, "time", lambda: real() + 7200)
    assert session.clock_ahead_s == pytest.approx(7200, abs=3)


@pytest.mark.parametrize("typed", ["li", "Li ", "ｌｉ"])
def test_who_typed_their_name_is_signed_in(lying: Lying, typed: str) -> None:
    user = sign_in(Http(), lying.hub, typed, "demo").user
    assert (user.username, user.name.native) == ("li", "李娜")


@pytest.mark.parametrize(
    "told",
    [
        LI | {"sub": "zhou", "name_pn": "Zhou^Wei=周^伟"}, LI | {"preferred_username": "zhou"}, [], None, "li", 1,
        LI | {"roles": 5}, LI | {"roles": "reporting"}, LI | {"person_code": "D1001"},
        LI | {"name_pn": "\ud842^Na"},
    ],
)  # fmt: skip
def test_an_answer_about_somebody_else_or_none_signs_nobody_in(lying: Lying, told: Any) -> None:
    lying.told = told
    http = Http()
    with pytest.raises(ReaderError, match="can't be read"):
        sign_in(http, lying.hub, "li", "demo")
    http.request("GET", f"{lying.hub.url}/after")
    assert lying.server.asked[-1] == ("/after", ""), "the token is given to nobody"
