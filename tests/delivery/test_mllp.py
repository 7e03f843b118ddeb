"""What a hospital's system answers, late, wrongly or not at all, over a real socket."""

from __future__ import annotations

import datetime
import ssl
import time
from collections.abc import Callable, Iterator
from functools import partial
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from reader.core.certificates import read_authority, trust_only
from reader.delivery.mllp import MessageRefused, NotNow, NotTaken, receiver_of, send
from reader.delivery.sender import for_good
from tests.delivery.receiver import Receiver, acknowledged
from tests.review.conftest import key_pem, pem

MESSAGE = "MSH|^~\\&|READER|C|||20260101||ORU^R01^ORU_R01|CONTROL7|P|2.5.1\rPID|1||7||李^娜\r".encode()


def test_what_is_taken_has_arrived_whole() -> None:
    for code in ("AA", "CA"):
        with Receiver(lambda message, code=code: acknowledged(message, code)) as his:  # type: ignore[misc]
            send(f"mllp://127.0.0.1:{his.port}", MESSAGE, 5)
            assert his.messages == [MESSAGE]


def with_error(message: bytes, code: str, number: str) -> bytes:
    """With the number of an error (table 0357) in ERR-3."""
    answer = acknowledged(message, code).removesuffix(b"\x1c\r")
    return answer + f"ERR||PID^1|{number}^what is wrong^HL70357|E\r".encode() + b"\x1c\r"


def test_only_what_is_wrong_with_the_message_is_refused_for_good() -> None:
    replies: dict[str, Callable[[bytes], bytes]] = {
        "Patient unknown (AE)": lambda message: acknowledged(message, "AE", text="Patient unknown"),
        "what is wrong (AE)": lambda message: with_error(message, "AE", "204"),
    }
    for said, reply in replies.items():
        with Receiver(reply) as his:
            with pytest.raises(MessageRefused) as refused:
                send(f"mllp://127.0.0.1:{his.port}", MESSAGE, 5)
            assert for_good(refused.value) and "hospital's system refused" in refused.value.user_message
            assert said in refused.value.user_message
    replies = {code: partial(acknowledged, code=code, text="Down") for code in ("AR", "CR", "CE")}
    replies |= {"AE 206": lambda m: with_error(m, "AE", "206"), "AE 207": lambda m: with_error(m, "AE", "207")}
    for said, reply in replies.items():
        with Receiver(reply) as his:
            with pytest.raises(NotNow) as later:
                send(f"mllp://127.0.0.1:{his.port}", MESSAGE, 5)
            assert not for_good(later.value), said
            assert "hospital's system does not take" in later.value.user_message


@pytest.mark.parametrize(
    "reply",
    [
        lambda message: acknowledged(message, control="ANOTHER"),
        lambda message: acknowledged(message, code="??"),
        lambda _: b"\x0bnonsense\x1c\r",
        lambda _: b"HTTP/1.1 400 Bad Request\r\n\r\n",
        lambda _: b"",
        lambda message: acknowledged(message)[:30],
        lambda _: b"\x0b" + b"x" * 1_100_000,
        lambda _: None,
    ],
    ids=["another message", "no code", "nonsense", "not MLLP", "closed", "half", "endless", "silent"],
)
def test_without_proof_it_is_sent_again_and_nobody_waits_for_ever(reply: Callable[[bytes], bytes | None]) -> None:
    begun = time.monotonic()
    with Receiver(reply) as his:
        with pytest.raises(NotTaken) as error:
            send(f"mllp://127.0.0.1:{his.port}", MESSAGE, 1.0)
        assert not for_good(error.value)
    assert time.monotonic() - begun < 5


def test_a_receiver_that_is_away() -> None:
    with Receiver(acknowledged) as his:
        port = his.port
    with pytest.raises(NotTaken):
        send(f"mllp://127.0.0.1:{port}", MESSAGE, 2)


@pytest.fixture
def certified(tmp_path: Path) -> Iterator[ssl.SSLContext]:
    """A server's context whose certificate the program trusts."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "HIS")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(1)).not_valid_after(now + datetime.timedelta(9))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(True, None), True).sign(key, hashes.SHA256())
    )  # fmt: skip
    (tmp_path / "his.pem").write_bytes(pem(made))
    (tmp_path / "key.pem").write_bytes(key_pem(key))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "his.pem", tmp_path / "key.pem")
    authority = read_authority(tmp_path / "his.pem")
    assert authority is not None
    trust_only((authority,))
    yield context
    trust_only(None)


def test_tls_only_with_who_is_trusted(certified: ssl.SSLContext) -> None:
    with Receiver(acknowledged, tls=certified) as his:
        send(f"mllps://127.0.0.1:{his.port}", MESSAGE, 5)
        assert his.messages == [MESSAGE]
        trust_only(None)
        with pytest.raises(NotTaken, match="secure"):
            send(f"mllps://127.0.0.1:{his.port}", MESSAGE, 5)


def test_addresses() -> None:
    assert receiver_of("mllp://his").port == 2575 and receiver_of("mllps://his:1").tls
    for wrong in ("his:2575", "http://his", "mllp://", "mllp://a@his", "mllp://his/path", "mllp://his:99999"):
        with pytest.raises(ValueError):
            receiver_of(wrong)
