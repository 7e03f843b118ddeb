"""Where the password and the token may go: to the hub that was named, and by no less safe a way."""

from __future__ import annotations

import pytest

from reader.app.session import _same_hub

TLS, PLAIN = "https://hub.example", "http://hub.example"


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
