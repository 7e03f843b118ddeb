"""Associations with an archive (PS3.8, PS3.7): the address, presentation contexts, TLS, and refusals in words.

pynetdicom speaks the protocol. Its own log of identifiers is switched off: they are of patients.
"""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pynetdicom import AE, _config, build_context, build_role, evt
from pynetdicom.association import Association
from pynetdicom.presentation import (
    AllStoragePresentationContexts,
    PresentationContext,
    StoragePresentationContexts,
)

from reader.core.certificates import reason, tls_context
from reader.core.errors import ReaderError
from reader.core.http import HubUnreachable
from reader.core.text import tr
from reader.dicom.header import DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE
from reader.dicom.pixels.codecs import CODECS, VIDEO

CONNECT_S, ANSWER_S = 5.0, 60.0
MOST_CONTEXTS = 126
PDU = 256 * 1024
SYNTAXES = (EXPLICIT_LITTLE, IMPLICIT_LITTLE, *CODECS, *sorted(VIDEO), DEFLATED, EXPLICIT_BIG)
"""Every transfer syntax in which an image may come; the easy ones first."""

_config.LOG_REQUEST_IDENTIFIERS = False
_config.LOG_RESPONSE_IDENTIFIERS = False
logging.getLogger("pynetdicom").setLevel(logging.CRITICAL)


class Refused(ReaderError):
    """The archive was reached and says no: asking again does not help, its administrator does."""


@dataclass(frozen=True)
class Address:
    """`dimse://CALLED@host:port?calling=AE&get=1&move=PORT&tls=1&ca=FILE&cert=FILE&key=FILE&charset=TERM`.

    get: by C-GET; move: the port on which this computer takes what a C-MOVE sends, 0 for none. Both: C-MOVE
    where C-GET is refused. charset: of the queries (0008,0005) where the archive does not know UTF-8.
    """

    called: str
    host: str
    port: int
    calling: str = "READER"
    get: bool = True
    move: int = 0
    tls: bool = False
    ca: str = ""
    cert: str = ""
    key: str = ""
    charset: str = "ISO_IR 192"

    @classmethod
    def parse(cls, url: str) -> Address:
        """Raises `ReaderError` where it is no such address."""
        wrong = ReaderError(
            tr("“{url}” is not the address of an archive.", url=url),
            tr("Write it like dimse://CALLED@host:104?calling=READER"),
        )
        try:
            parts = urlsplit(url)
            asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            called, port = unquote(parts.username or ""), parts.port or 104
            move = int(asked.get("move", "0"))
        except ValueError as cause:
            raise wrong from cause
        calling = asked.get("calling", "READER")
        titles = _is_title(called) and _is_title(calling)
        if parts.scheme != "dimse" or not parts.hostname or not titles or not 0 <= move < 65536:
            raise wrong
        return cls(
            called, parts.hostname, port, calling,
            get=asked.get("get", "0" if move else "1") == "1", move=move,
            tls=asked.get("tls") == "1", ca=asked.get("ca", ""), cert=asked.get("cert", ""),
            key=asked.get("key", ""), charset=asked.get("charset", "ISO_IR 192"),
        )  # fmt: skip

    @property
    def shown(self) -> str:
        return f"{self.called} ({self.host}:{self.port})"


def _is_title(title: str) -> bool:
    return 0 < len(title.strip()) <= 16 and title.isascii() and "\\" not in title


def storage_contexts(classes: Iterable[str]) -> list[PresentationContext]:
    """For C-GET: each class in each syntax as a context of its own, so that nothing has to be transcoded.

    Without a class, or with more than fit, every class of the standard with all syntaxes in one.
    """
    wanted = sorted(set(classes))
    if wanted and len(wanted) * len(SYNTAXES) <= MOST_CONTEXTS:
        return [build_context(uid, syntax) for uid in wanted for syntax in SYNTAXES]
    known = [str(context.abstract_syntax) for context in StoragePresentationContexts]
    chosen = list(dict.fromkeys([*wanted, *known]))[:MOST_CONTEXTS]
    return [build_context(uid, list(SYNTAXES)) for uid in chosen]


def accepting_contexts() -> list[PresentationContext]:
    """For C-MOVE: what this computer takes as a storage SCP."""
    return [build_context(str(c.abstract_syntax), list(SYNTAXES)) for c in AllStoragePresentationContexts]


def client_tls(address: Address) -> tuple[ssl.SSLContext, str] | None:
    """TLS 1.2 or later, the server's certificate checked (PS3.15 B.9). Raises `Refused` on wrong files."""
    if not address.tls:
        return None
    try:
        context = tls_context(address.ca)
        if address.cert:
            context.load_cert_chain(address.cert, address.key or None)
    except (OSError, ssl.SSLError) as cause:
        raise Refused(
            tr("The certificates for {archive} can’t be read.", archive=address.shown),
            tr("Check the files listed in its address."),
        ) from cause
    return context, address.host


def associate(address: Address, contexts: Sequence[PresentationContext], storage: bool = False) -> Association:
    """Connect. storage: also take objects on it (C-GET). Raises `HubUnreachable` or `Refused`."""
    tls = client_tls(address)
    machine = AE(ae_title=address.calling)
    machine.connection_timeout = CONNECT_S
    machine.acse_timeout = 2 * CONNECT_S
    machine.dimse_timeout = ANSWER_S
    machine.network_timeout = ANSWER_S
    roles = [build_role(uid, scp_role=True) for uid in dict.fromkeys(_stored_classes(contexts))] if storage else []
    opened: list[bool] = []

    def connected(event: Any) -> None:
        opened.append(True)
        without_delay(event)

    def ask() -> Association:
        try:
            return machine.associate(
                address.host,
                address.port,
                contexts=list(contexts),
                ae_title=address.called,
                max_pdu=PDU,
                ext_neg=list(roles),
                tls_args=tls,
                evt_handlers=[(evt.EVT_CONN_OPEN, connected)],
            )
        except (OSError, RuntimeError, ValueError) as cause:
            raise unreachable(address) from cause

    link = ask()
    if link.is_aborted and opened and not link.rejected_contexts:
        link = ask()  # once in some hundred refusals the end of the connection overtakes the reason
    if link.is_established:
        return link
    if link.is_rejected:
        raise _refusal(address, link)
    if link.is_aborted and link.rejected_contexts:
        raise _not_offered(address)
    raise (_tls_trouble(address, tls[0]) if tls else None) or unreachable(address)


def _tls_trouble(address: Address, context: ssl.SSLContext) -> Refused | None:
    """What is wrong with the certificates, which pynetdicom does not tell; None where it is not they."""
    try:
        with (
            socket.create_connection((address.host, address.port), CONNECT_S) as plain,
            context.wrap_socket(plain, server_hostname=address.host) as line,
        ):
            line.settimeout(1.0)
            line.recv(1)  # with TLS 1.3 a refused certificate is told after the handshake
    except ssl.SSLCertVerificationError as error:
        return Refused(
            tr(
                "The certificate of {archive} is not trusted ({reason}); nothing was sent.",
                archive=address.shown, reason=reason(error),
            ),
            tr("Check with its administrator which authority has signed it (ca in its address)."),
        )  # fmt: skip
    except ssl.SSLError:
        return Refused(
            tr("The archive {archive} and this computer don’t agree on encryption.", archive=address.shown),
            tr("Ask its administrator whether it takes TLS there, and this computer’s certificate."),
        )
    except OSError:
        return None
    return None


def without_delay(event: Any) -> None:
    """Send what is short at once: a question is two small pieces, and the second would wait 40 ms for an answer."""
    line = event.assoc.dul.socket
    if line is not None and line.socket is not None:
        with suppress(OSError):
            line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def unreachable(address: Address) -> HubUnreachable:
    return HubUnreachable(
        tr("The archive {archive} does not answer.", archive=address.shown),
        tr("Check the network. Retried automatically."),
    )


def broken(address: Address) -> HubUnreachable:
    return HubUnreachable(
        tr("The archive {archive} broke off the transfer.", archive=address.shown),
        tr("Images received so far are kept; the rest are requested again."),
    )


def _stored_classes(contexts: Sequence[PresentationContext]) -> list[str]:
    return [str(c.abstract_syntax) for c in contexts if ".5.1.4.1.2." not in str(c.abstract_syntax)]


def _not_offered(address: Address) -> Refused:
    return Refused(
        tr("The archive {archive} does not offer the required service.", archive=address.shown),
        tr("Ask its administrator for query and retrieve (C-FIND with C-GET or C-MOVE, study root)."),
    )


def _refusal(address: Address, link: Association) -> ReaderError:
    """A-ASSOCIATE-RJ in the user's words (PS3.8 9.3.4)."""
    answer = link.acceptor.primitive
    source = getattr(answer, "result_source", 0)
    why = getattr(answer, "diagnostic", 0)
    if getattr(answer, "result", 1) == 2 or source == 3:
        return unreachable(address)  # for the moment only
    if source == 1 and why == 3:
        return Refused(
            tr("The archive {archive} does not know this workstation.", archive=address.shown),
            tr("Ask its administrator to add the AE title {title}.", title=address.calling),
        )
    if source == 1 and why == 7:
        return Refused(
            tr(
                "No archive called {title} at {host}:{port}.",
                host=address.host, port=address.port, title=address.called,
            ),
            tr("Check the AE title in the settings."),
        )  # fmt: skip
    return Refused(
        tr("The archive {archive} refused the connection.", archive=address.shown),
        tr("Ask its administrator whether {title} may connect.", title=address.calling),
    )
