"""Signing with a key that stays on a token, a smart card or USB stick, by its library (OASIS PKCS #11 2.40).

The token gets the hash of what is signed and gives back a signature, which is checked before anything is done with
it. Which certificate on it is the user's is decided by name and identifiers, as for any signature. Calls go one
after the other.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from reader.core.errors import ReaderError
from reader.core.governed import SigningToken
from reader.core.text import tr
from reader.dicom.signatures.certificates import SigningKey, common_name, extension, identifiers
from reader.dicom.signatures.model import Signature
from reader.dicom.values import Person

_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
"""What precedes a SHA-256 in a signature by RSASSA-PKCS1-v1_5 (RFC 8017 9.2): every token can sign that by RSA."""
_LAST_TRY = 3
"""The wrong PIN at which most tokens lock, whether they announce it or not."""
_PATIENCE_S = 20.0
"""For a call before: what a library never answers holds up nothing but the token."""
_LAST_PATIENCE_S = 2.0
_calls = threading.RLock()


class TokenError(ReaderError):
    """A token can't sign: it is not there, locked, of somebody else, or does not answer."""

    def __init__(self, user_message: str, hint: str = "") -> None:
        safe = tr("Nothing was signed. Your text is saved on this computer.")
        super().__init__(user_message, hint, safe=safe)


class WrongPin(TokenError):
    """The token did not take the PIN, and can be asked again."""


class TokenKey:
    """An RSA key on a token. Any thread; blocks while the token works. Locked until `unlock`.

    keep_s: how long it stays unlocked, 0 for what is handed over at once.
    """

    def __init__(
        self, place: SigningToken, serial: bytes, label: str, key_id: bytes, public: rsa.RSAPublicKey
    ) -> None:
        self._place, self._serial, self._key_id, self._public = place, serial, key_id, public
        self.label = label
        self._session: Any = None
        self._private: Any = None
        self._until = 0.0
        self._wrong = 0

    def __eq__(self, other: object) -> bool:
        """The same key on the same token, whether it is unlocked or not."""
        return isinstance(other, TokenKey) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[SigningToken, bytes, bytes]:
        return self._place, self._serial, self._key_id

    @property
    def key_size(self) -> int:
        return self._public.key_size

    @property
    def keep_s(self) -> float:
        return self._place.pin_minutes * 60.0

    def public_key(self) -> rsa.RSAPublicKey:
        return self._public

    @property
    def unlocked(self) -> bool:
        """Whether it can sign without a PIN; once its time is over it is locked."""
        with _turn():
            if self._session is not None and time.monotonic() >= self._until:
                self.lock()
            return self._session is not None

    def is_last_try(self) -> bool | None:
        """Whether another wrong PIN locks the token; None where that is not known for sure, but most would.

        Raises `TokenError` where it is locked already, or gone.
        """
        import pkcs11

        with _turn(), _answering():
            flags = self._token().flags
            if flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
                raise _locked(self.label)
            if flags & pkcs11.TokenFlag.USER_PIN_FINAL_TRY:
                return True
            return None if self._wrong + 1 >= _LAST_TRY else False

    def unlock(self, pin: str) -> None:
        """Log in. Raises `WrongPin`, or `TokenError` where there is no other try."""
        import pkcs11

        with _turn(), _answering():
            self.lock()
            token = self._token()
            try:
                self._session = token.open(user_pin=pin)
            except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as cause:
                self._wrong += 1
                raise WrongPin(
                    tr("The token “{label}” did not accept this PIN.", label=self.label), tr("Enter it again.")
                ) from cause
            except pkcs11.PinLocked as cause:
                raise _locked(self.label) from cause
            self._wrong = 0
            self._until = time.monotonic() + max(self.keep_s, _ONE_HANDOVER_S)
            self._private = self._find_private()

    def sign_sha256(self, message: bytes) -> bytes:
        """The signature of a message, RSA PKCS#1 v1.5 with SHA-256. Raises `TokenError`."""
        import pkcs11

        with _turn():
            if not self.unlocked:
                raise TokenError(tr("The token is locked."), tr("Sign again and enter its PIN."))
            try:
                with _answering():
                    self._token()
                    digest = _SHA256 + hashlib.sha256(message).digest()
                    signature = bytes(self._private.sign(digest, mechanism=pkcs11.Mechanism.RSA_PKCS))
            except TokenError:
                self.lock()
                raise
        try:
            self._public.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature as cause:
            raise TokenError(
                tr("The key on the token does not fit its certificate."), tr("Tell your administrator.")
            ) from cause
        return signature

    def done(self) -> None:
        """What was handed over is signed: locked, unless it is kept for longer."""
        if not self.keep_s:
            self.lock()

    def lock(self) -> None:
        """Log out; also of a token that is gone. Of one that does not answer nothing more is asked."""
        with suppress(TokenError), _turn(_LAST_PATIENCE_S):
            session, self._session, self._private = self._session, None, None
            if session is not None:
                with suppress(*_trouble()):
                    session.close()

    def _token(self) -> Any:
        """As it is now. Raises `TokenError` where it is not plugged in."""
        found = next((token for token in _tokens(self._place) if token.serial == self._serial), None)
        if found is None:
            raise _gone(self.label)
        return found

    def _find_private(self) -> Any:
        import pkcs11

        wanted = {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY, pkcs11.Attribute.KEY_TYPE: pkcs11.KeyType.RSA,
            pkcs11.Attribute.ID: self._key_id,
        }  # fmt: skip
        found = list(self._session.get_objects(wanted))
        if not found:
            self.lock()
            raise TokenError(
                tr("The token “{label}” has a certificate of yours, but no key for it.", label=self.label),
                tr("Tell your administrator."),
            )
        return found[0]


_ONE_HANDOVER_S = 120.0
"""A report with its measurements and key images is signed in seconds; each asks the token once."""


def plugged_in(place: SigningToken) -> tuple[str, ...]:
    """The labels of the tokens that are there. Blocks. Raises `TokenError`."""
    with _turn(), _answering():
        return tuple(token.label for token in _tokens(place))


def find_key(place: SigningToken, person: Person) -> SigningKey:
    """The key of this person on a token that is plugged in. Blocks. Raises `TokenError`, which says what there is
    instead."""
    with _turn(), _answering():
        tokens = list(_tokens(place))
        if not tokens:
            raise _gone(place.label)
        held = [(token, *entry) for token in tokens for entry in _certificates(token)]
    own = [entry for entry in held if _is_of(entry[2], person)]
    if not own:
        names = tr(", ").join(dict.fromkeys(common_name(certificate) for _, _, certificate in held))
        if not names:
            label = tr(", ").join(token.label for token in tokens)
            raise TokenError(
                tr("The token “{label}” holds no certificate.", label=label), tr("Ask your administrator for one.")
            )
        raise TokenError(
            tr("The token holds the certificate of {name}, not yours.", name=names), tr("Plug in your own.")
        )
    fit = [entry for entry in own if _is_for_signing(entry[2])]
    newest = max(fit or own, key=lambda entry: entry[2].not_valid_after_utc)
    token, key_id, certificate = newest
    public = certificate.public_key()
    if not isinstance(public, rsa.RSAPublicKey):
        raise TokenError(
            tr("Your key on the token is not an RSA key. DICOM reports can be signed with RSA keys only."),
            tr("Ask your administrator for an RSA certificate."),
        )
    key = TokenKey(place, token.serial, token.label, key_id, public)
    try:
        return SigningKey(key, certificate)
    except ValueError as cause:
        raise TokenError(
            tr("Your key on the token is too short ({bits} bits; 2048 are needed).", bits=public.key_size),
            tr("Ask your administrator for a new certificate."),
        ) from cause


def _is_of(certificate: x509.Certificate, person: Person) -> bool:
    named = Signature(common_name(certificate), None, "", "", identifiers=identifiers(certificate))
    return named.is_of(person)


def _is_for_signing(certificate: x509.Certificate) -> bool:
    """Tokens hold a second key for encryption, often with the same name."""
    usage = extension(certificate, x509.KeyUsage)
    signs = usage is None or usage.digital_signature or usage.content_commitment
    return signs and isinstance(certificate.public_key(), rsa.RSAPublicKey)


def _tokens(place: SigningToken) -> Iterator[Any]:
    """Those that are plugged in, by the label of the policy where it gives one."""
    import pkcs11

    try:
        library = pkcs11.lib(place.library)
    except _unloadable() as cause:
        raise TokenError(
            tr("The program of the token can't be loaded: {file}", file=place.library),
            tr("Tell your administrator."),
        ) from cause
    for slot in library.get_slots(token_present=True):
        with suppress(*_trouble()):  # pulled out just now, or not readable
            token = slot.get_token()
            if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED and place.label in ("", token.label):
                yield token


def _certificates(token: Any) -> list[tuple[bytes, x509.Certificate]]:
    """(the ID by which its key is found, certificate) of each X.509 certificate that is there to be read."""
    import pkcs11

    found = []
    with token.open() as session:
        wanted = {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
            pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
        }
        for entry in session.get_objects(wanted):
            with suppress(ValueError, x509.InvalidVersion):
                certificate = x509.load_der_x509_certificate(bytes(entry[pkcs11.Attribute.VALUE]))
                found.append((bytes(entry[pkcs11.Attribute.ID]), certificate))
    return found


@contextmanager
def _turn(patience_s: float | None = None) -> Iterator[None]:
    """Raises `TokenError` where a call before does not end."""
    if not _calls.acquire(timeout=_PATIENCE_S if patience_s is None else patience_s):
        raise TokenError(tr("The token does not answer."), tr("Plug it in again, then try again."))
    try:
        yield
    finally:
        _calls.release()


@contextmanager
def _answering() -> Iterator[None]:
    """Whatever a library says of a token that can't be reached becomes one error, with what it said."""
    import pkcs11

    gone = (
        pkcs11.DeviceRemoved, pkcs11.TokenNotPresent, pkcs11.SlotIDInvalid, pkcs11.SessionHandleInvalid,
        pkcs11.SessionClosed, pkcs11.ObjectHandleInvalid, pkcs11.KeyHandleInvalid, pkcs11.DeviceError,
    )  # fmt: skip
    try:
        yield
    except _trouble() as cause:
        why = type(cause).__name__
        text = tr("The token reports an error ({why}).", why=why)
        if isinstance(cause, gone):
            text = tr("The token was pulled out, or it does not answer ({why}).", why=why)
        raise TokenError(text, tr("Plug it in again, then try again.")) from cause


def _gone(label: str) -> TokenError:
    hint = tr("Plug it in, then try again.")
    if label:
        return TokenError(tr("The token “{label}” is not plugged in.", label=label), hint)
    return TokenError(tr("No token is plugged in."), hint)


def _locked(label: str) -> TokenError:
    return TokenError(
        tr("The token “{label}” is locked: a wrong PIN was entered too often.", label=label),
        tr("Your administrator can unlock it."),
    )


def _unloadable() -> tuple[type[Exception], ...]:
    return (*_trouble(), OSError)


def _trouble() -> tuple[type[Exception], ...]:
    import pkcs11

    return (pkcs11.PKCS11Error, RuntimeError, MemoryError)
