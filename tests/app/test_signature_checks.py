"""`reader doctor` on what a policy names for signatures: each as it works, and as it does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.app.doctor import Examined, State, examine, signatures
from reader.core.http import Http
from reader.core.profile import Profile
from tests.openssl import OpensslCa
from tests.review.conftest import Authority, make_authority
from tests.softhsm import LIBRARY, tokens
from tests.tsa import Tsa


def looked(folder: Path, text: str) -> list[tuple[State, str]]:
    policy = folder / "policy.toml"
    policy.write_text(f"[lock]\n{text}\n")
    policy.chmod(0o644)
    examined = Examined(Profile(folder / "profile", policy), Http(patience=0.3))
    return [(check.state, check.text) for check in examine((signatures,), examined)]


def test_lists_tokens_and_time_stamps(tmp_path: Path) -> None:
    authority: Authority = make_authority("Region of the test")
    ca = OpensslCa(tmp_path / "ca", authority.key, authority.certificate)
    tsa = Tsa(tmp_path / "tsa", authority.key, authority.certificate)
    assert looked(tmp_path, "") == []
    crl = ca.crl()
    old = ca.crl(datetime.now(UTC) - timedelta(days=9), datetime.now(UTC) - timedelta(days=2))
    [(state, text)] = looked(tmp_path, f'revocation_lists = ["{crl}", "{old}"]')
    assert state is State.OK and "“Region of the test” is valid until" in text
    [(state, text)] = looked(tmp_path, f'revocation_lists = ["{old}"]')
    assert state is State.PROBLEM and "was valid until" in text
    [(state, text)] = looked(tmp_path, 'revocation_lists = ["gone.crl"]')
    assert state is State.PROBLEM and "gone.crl" in text
    [(state, text)] = looked(tmp_path, 'revocation_lists = ["profile/.."]')
    assert state is State.PROBLEM
    made = tokens()["empty"]
    [(state, text)] = looked(tmp_path, f'signing_token = {{library = "{LIBRARY}", label = "{made.label}"}}')
    assert state is State.OK and "“empty”" in text
    [(state, text)] = looked(tmp_path, 'signing_token = {library = "/usr/bin/env"}')
    assert state is State.PROBLEM and "/usr/bin/env" in text
    with tsa.serving() as url:
        stamps = f'time_stamps = {{url = "{url}", cas = ["{tsa.folder}/ca.pem"]}}'
        [(state, text)] = looked(tmp_path, stamps)
        assert state is State.OK and url in text
        tsa.how = "nonsense"
        [(state, text)] = looked(tmp_path, stamps)
        assert state is State.PROBLEM and "can't be read" in text
