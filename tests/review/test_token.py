"""Keys on tokens of Debian's SoftHSM; dcmsign verifies what they sign."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pkcs11
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from reader.core.governed import SigningToken
from reader.dicom.signatures import token as tokens_of_the_program
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import VERIFICATION, Verdict
from reader.dicom.signatures.reading import read_signatures
from reader.dicom.signatures.signing import sign_object
from reader.dicom.signatures.token import TokenError, TokenKey, WrongPin, find_key
from reader.dicom.values import Person
from reader.review.ui.pin_dialog import PinDialog
from tests.review.conftest import LI, ZHOU, Authority
from tests.review.test_signature import Judge, report_bytes
from tests.softhsm import LIBRARY, OTHER_PIN, PIN, SoftToken, certificate_for, tokens


def prepared(label: str, authority: Authority, person: Person = ZHOU, *, bits: int = 2048) -> SoftToken:
    """A token with a key of its own and that person's certificate."""
    made = tokens()[label]
    made.put(certificate_for(made.new_key(bits), person, authority.key, authority.certificate))
    return made


@pytest.fixture(scope="module")
def own(authority: Authority) -> SoftToken:
    return prepared("own", authority)


def on_token(key: SigningKey) -> TokenKey:
    assert isinstance(key.private, TokenKey)
    return key.private


def test_it_signs_and_the_key_stays_on_the_token(own: SoftToken, authority: Authority, dcmsign: Judge) -> None:
    key = find_key(own.place, ZHOU)
    assert key.name == ZHOU.name.display and not on_token(key).unlocked
    with pytest.raises(TokenError, match="locked") as locked:
        sign_object(report_bytes(), key, VERIFICATION)
    assert "Nothing was signed" in locked.value.safe
    on_token(key).unlock(PIN)
    signed = sign_object(report_bytes(), key, VERIFICATION)
    twice = sign_object(signed, key, VERIFICATION)
    assert dcmsign(signed) == 0 and dcmsign(twice) == 0
    (signature,) = read_signatures(signed, authority.trust)
    assert signature.verdict is Verdict.VALID and signature.is_of(ZHOU)
    key.done()
    assert not on_token(key).unlocked
    with own.session() as session:
        private = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY)
        assert private[pkcs11.Attribute.SENSITIVE] and not private[pkcs11.Attribute.EXTRACTABLE]


def test_a_wrong_pin_is_said_and_the_last_try_before_it(own: SoftToken) -> None:
    key = on_token(find_key(own.place, ZHOU))
    said = []
    for _ in range(2):
        said.append(key.is_last_try())
        with pytest.raises(WrongPin, match="did not accept"):
            key.unlock(OTHER_PIN)
        assert not key.unlocked
    assert (*said, key.is_last_try()) == (False, False, None)  # SoftHSM announces nothing
    for impossible in ("1", ""):
        with pytest.raises(TokenError):
            key.unlock(impossible)
    key.unlock(PIN)
    assert key.unlocked and key.is_last_try() is False
    key.lock()


def test_what_the_token_announces_goes_first(own: SoftToken, monkeypatch: pytest.MonkeyPatch) -> None:
    """SoftHSM never locks a PIN, so its flags are those of a mock."""
    key = on_token(find_key(own.place, ZHOU))

    def mocked(flags: pkcs11.TokenFlag) -> None:
        mock = SimpleNamespace(flags=flags, serial=key._serial)
        monkeypatch.setattr(key, "_token", lambda: mock)

    mocked(pkcs11.TokenFlag.USER_PIN_COUNT_LOW | pkcs11.TokenFlag.USER_PIN_FINAL_TRY)
    assert key.is_last_try() is True
    mocked(pkcs11.TokenFlag.USER_PIN_LOCKED)
    with pytest.raises(TokenError, match="is locked") as locked:
        key.is_last_try()
    assert "administrator" in locked.value.hint


def test_it_stays_unlocked_for_the_time_of_the_policy(own: SoftToken, monkeypatch: pytest.MonkeyPatch) -> None:
    place = SigningToken(LIBRARY, own.label, 5)
    key = find_key(place, ZHOU)
    now = [1000.0]
    monkeypatch.setattr(tokens_of_the_program, "time", SimpleNamespace(monotonic=lambda: now[0]))
    on_token(key).unlock(PIN)
    key.done()
    now[0] += 299
    assert on_token(key).unlocked
    key.sign(b"text")
    now[0] += 2
    assert not on_token(key).unlocked
    with pytest.raises(TokenError):
        key.sign(b"text")


def test_a_library_that_never_answers_holds_up_nothing_else(
    own: SoftToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the calls of one library the next waits for the one before; not for ever."""
    key = find_key(own.place, ZHOU)
    on_token(key).unlock(PIN)
    monkeypatch.setattr(tokens_of_the_program, "_PATIENCE_S", 0.1)
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with tokens_of_the_program._calls:
            held.set()
            over.wait(30)

    busy = threading.Thread(target=hold)
    busy.start()
    held.wait(10)
    began = time.monotonic()
    with pytest.raises(TokenError, match="does not answer"):
        key.sign(b"text")
    on_token(key).lock()
    assert time.monotonic() - began < 8
    over.set()
    busy.join(10)
    on_token(key).lock()


def refused(place: SigningToken, words: str, person: Person = ZHOU) -> None:
    with pytest.raises(TokenError, match=words) as error:
        find_key(place, person)
    assert error.value.hint and "Nothing was signed" in error.value.safe


def test_who_may_not_sign_with_it_is_told_why(own: SoftToken, authority: Authority) -> None:
    refused(own.place, f"certificate of {ZHOU.name.display}, not yours", LI)
    refused(tokens()["empty"].place, "holds no certificate")
    refused(SigningToken(LIBRARY, "nobody's"), "“nobody's” is not plugged in")
    refused(SigningToken("/usr/lib/no-such-library.so"), "can't be loaded: /usr/lib/no-such-library.so")
    elliptic = ec.generate_private_key(ec.SECP256R1()).public_key()
    tokens()["elliptic"].put(certificate_for(elliptic, ZHOU, authority.key, authority.certificate))
    refused(tokens()["elliptic"].place, "RSA keys only")
    prepared("short", authority, bits=1024)
    refused(tokens()["short"].place, "1024 bits")
    keyless = tokens()["keyless"]
    keyless.put(find_key(own.place, ZHOU).certificate)
    with pytest.raises(TokenError, match="no key for it"):
        on_token(find_key(keyless.place, ZHOU)).unlock(PIN)


def test_the_own_one_of_two_tokens_is_found(own: SoftToken, authority: Authority) -> None:
    prepared("other", authority, LI)
    anywhere = SigningToken(LIBRARY)
    found = find_key(anywhere, LI)
    assert on_token(found).label == "other"
    assert found == find_key(anywhere, LI) != find_key(own.place, ZHOU)  # looked for again it is the same


def test_pulled_out_while_it_signs(authority: Authority) -> None:
    made = prepared("pulled", authority)
    key = find_key(made.place, ZHOU)
    on_token(key).unlock(PIN)
    assert key.sign(b"before")
    made.pull_out()
    with pytest.raises(TokenError) as gone:
        key.sign(b"after")
    assert "Nothing was signed" in gone.value.safe and gone.value.hint
    assert not on_token(key).unlocked
    key.lock()


@pytest.mark.parametrize(("last", "words"), [(False, ""), (True, "is the last try"), (None, "may be the last try")])
def test_the_dialog_warns(qtbot: QtBot, last: bool | None, words: str) -> None:
    dialog = PinDialog("own", why="wrong" if words else "", last=last)
    qtbot.addWidget(dialog)
    dialog.show()
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "own" in said and ("last try" in said) is bool(words) and words in said
    [field] = dialog.findChildren(QLineEdit)
    assert field.echoMode() is QLineEdit.EchoMode.Password and not dialog.go.isEnabled()
    field.setText(PIN)
    assert dialog.go.isEnabled()
    assert dialog.take_pin() == PIN and field.text() == ""
