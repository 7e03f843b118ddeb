"""The audit trail: whatever is done to it, the command finds it; its messages arrive at Debian's rsyslog."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from reader.__main__ import parser
from reader.app.anchoring import AnchorDisputed, send_anchor
from reader.app.audit import run_export, run_verify
from reader.app.auditing import Auditing, forward
from reader.app.records import Records, open_records
from reader.core.audit import AuditEvent, AuditTrail
from reader.core.audit_chain import Anchor, claim, digest, extended
from reader.core.audit_message import Source
from reader.core.http import Http
from reader.core.profile import Profile, open_profile
from reader.core.sealing import seal_of
from reader.core.secrets import Secrets
from reader.core.storage import Database, StorageError
from reader.core.syslog import SyslogError, framed, parse_server, send
from tests.servers import HubProcess

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")) as process:
        HUBS[:] = [process]
        yield process


def root(hub: HubProcess) -> str:
    return f"{hub.url}/audit"


def signed_in(hub: HubProcess) -> Http:
    http = Http()
    http.authorize(hub.url, hub.login("li"))
    return http


def records_of(profile: Profile) -> Records:
    return open_records(profile, Secrets(profile))


def morning(profile: Profile, hub: HubProcess | None, reads: int = 4) -> None:
    """Some records, and the hub told of them."""
    records = records_of(profile)
    records.audit.record(AuditEvent.APPLICATION_START, "")
    records.audit.record(AuditEvent.LOGIN, "li")
    for number in range(reads):
        records.audit.record(AuditEvent.INSTANCES_ACCESSED, "li", study=f"1.2.{number}", patient="00314")
    if hub is not None:
        http = signed_in(hub)
        send_anchor(http, root(hub), records.audit, records.key)
        http.close()
    records.database.close()


Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """`reader audit …`: exit status and what it says."""

    def run(*arguments: str) -> tuple[int, str]:
        options = parser().parse_args(["audit", *arguments])
        if options.audit_verb == "verify":
            status = run_verify(options.profile, options.hub, options.hub_data)
        else:
            status = run_export(options.profile, to=options.to, file=options.file, hub_data=options.hub_data)
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


def change(profile: Profile, *statements: str) -> None:
    database = sqlite3.connect(profile.database)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def rewrite(profile: Profile) -> None:
    """Somebody with all the keys of the workstation writes the same number of records anew, each one right."""
    records = records_of(profile)
    count = records.audit.anchor.count
    records.database.close()
    change(profile, "DELETE FROM audit")
    records = records_of(profile)
    for _ in range(count):
        records.audit.record(AuditEvent.INSTANCES_ACCESSED, "chen", study="9.9")
    records.database.close()


def damage(profile: Profile, name: str) -> None:
    secrets = json.loads(profile.secrets.read_text())
    profile.secrets.write_text(json.dumps(secrets | {name: "!abc"}))


def begin_anew(profile: Profile) -> None:
    """Somebody deletes the key of the records, and has a trail of their own in their place at the next sign-in."""
    secrets = json.loads(profile.secrets.read_text())
    del secrets["audit.key"], secrets["audit.unsigned"]
    profile.secrets.write_text(json.dumps(secrets))
    change(profile, "DELETE FROM audit")
    morning(profile, HUBS[0])


HUBS: list[HubProcess] = []
SUPPRESSING = (
    "CREATE TRIGGER kept_out BEFORE INSERT ON audit WHEN new.code = '110106' BEGIN SELECT RAISE(IGNORE); END"
)
RENUMBERED = "UPDATE audit SET number = number - 1 WHERE number > 3"
TAMPERINGS: dict[str, tuple[Callable[[Profile], None], str]] = {
    "field": (lambda p: change(p, "UPDATE audit SET user = 'chen' WHERE number = 3"), "Record 3 was changed."),
    "details": (lambda p: change(p, "UPDATE audit SET details = x'00' WHERE number = 5"), "Record 5 was changed."),
    "removed": (lambda p: change(p, "DELETE FROM audit WHERE number = 3"), "Record 3 was removed."),
    "first removed": (lambda p: change(p, "DELETE FROM audit WHERE number < 3"), "Records 1 to 2 were removed."),
    "removed and numbered anew": (
        lambda p: change(p, "DELETE FROM audit WHERE number = 3", RENUMBERED),
        "Record 3 was changed.",
    ),
    "not signed": (
        lambda p: change(p, "UPDATE audit SET signature = '' WHERE number = 4"), "Record 4 is not signed by this",
    ),
    "end cut": (lambda p: change(p, "DELETE FROM audit WHERE number > 4"), "records 5 to 6 are missing"),
    "everything gone": (lambda p: p.database.unlink(), "records 1 to 6 are missing"),
    "number below the first": (
        lambda p: change(p, "INSERT INTO audit SELECT -7, time, code, user, outcome, details, hash, signature "
                            "FROM audit WHERE number = 3"), "Record -7 was added",
    ),
    "number beyond all": (
        lambda p: change(p, f"UPDATE audit SET number = {2**63 - 1} WHERE number = 6"), "Records 6 to",
    ),
    "no text": (
        lambda p: change(p, "UPDATE audit SET user = CAST(x'ff' AS TEXT) WHERE number = 4"), "Record 4 was changed",
    ),
    "table dropped": (lambda p: change(p, "DROP TABLE audit"), "can't be read: no such table: audit"),
    "file cut": (
        lambda p: p.database.write_bytes(p.database.read_bytes()[:5000]), "reader.sqlite can't be read",
    ),
    "number of old records": (lambda p: damage(p, "audit.unsigned"), "audit.unsigned is not readable"),
    "key": (lambda p: damage(p, "audit.key"), "audit.key is not readable"),
    "trigger": (lambda p: change(p, SUPPRESSING), "table of the records was changed"),
    "conflicts ignored": (
        lambda p: change(p, "CREATE UNIQUE INDEX once ON audit (code, number)"), "table of the records was changed",
    ),
    "key deleted and another trail begun": (
        lambda p: begin_anew(p), "An earlier trail of this computer is missing: 6 records",
    ),
    "all rewritten": (rewrite, "Records 1 to 6 differ from those the hub has seen"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
def test_the_command_finds_it(name: str, hub: HubProcess, tmp_path: Path, command: Command) -> None:
    profile = open_profile(tmp_path / "profile")
    morning(profile, hub)
    tamper, words = TAMPERINGS[name]
    tamper(profile)
    status, said = command("verify", "--profile", str(profile.root), "--hub", hub.url)
    assert status == 1, said
    assert words in said


def test_what_is_kept_out_of_the_trail_is_an_error_at_once(tmp_path: Path) -> None:
    profile = open_profile(tmp_path / "profile")
    morning(profile, None)
    change(profile, SUPPRESSING)
    records = records_of(profile)
    records.audit.record(AuditEvent.LOGOUT, "li")
    with pytest.raises(StorageError, match="did not keep a record"):
        records.audit.record(AuditEvent.EXPORT, "li", study="1.2")
    records.database.close()


def test_an_intact_trail_and_what_could_not_be_checked(hub: HubProcess, tmp_path: Path, command: Command) -> None:
    profile = open_profile(tmp_path / "profile")
    morning(profile, hub)
    status, said = command("verify", "--profile", str(profile.root), "--hub", hub.url)
    assert (status, said) == (0, "6 records, each as it was written.\n")
    line = [sys.executable, "-m", "reader", "audit", "verify", "--profile", str(profile.root), "--hub", hub.url]
    assert subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60).stdout == said
    morning(profile, None, reads=1)
    status, said = command("verify", "--profile", str(profile.root), "--hub", hub.url)
    assert status == 0 and "has not seen the last 3 records" in said
    for hub_url in ("http://127.0.0.1:9", ""):
        status, said = command("verify", "--profile", str(profile.root), *(["--hub", hub_url] if hub_url else []))
        assert status == 2 and "Not compared with the hub" in said and "can't be detected" in said


def test_records_older_than_the_signatures_are_told(hub: HubProcess, tmp_path: Path, command: Command) -> None:
    profile = open_profile(tmp_path / "profile")
    old = AuditTrail(Database(profile.database))  # as earlier versions kept it: chained, open, not signed
    old.record(AuditEvent.LOGIN, "li")
    old.record(AuditEvent.INSTANCES_ACCESSED, "li", study="1.2")
    morning(profile, hub)
    status, said = command("verify", "--profile", str(profile.root), "--hub", hub.url)
    assert status == 0 and "2 of them are older" in said
    change(profile, "UPDATE audit SET user = 'chen' WHERE number = 1")
    assert command("verify", "--profile", str(profile.root), "--hub", hub.url)[0] == 1


def test_signatures_cannot_be_stripped(tmp_path: Path, command: Command) -> None:
    """Rewriting everything as if it was older than the key."""
    profile = open_profile(tmp_path / "profile")
    morning(profile, None)
    forged = AuditTrail(Database(tmp_path / "forged.sqlite"))
    for _ in range(6):
        forged.record(AuditEvent.LOGIN, "chen")
    rows = sqlite3.connect(tmp_path / "forged.sqlite").execute("SELECT * FROM audit").fetchall()
    database = sqlite3.connect(profile.database)
    database.executemany("INSERT OR REPLACE INTO audit VALUES (?,?,?,?,?,?,?,?)", rows)
    database.commit()
    database.close()
    assert command("verify", "--profile", str(profile.root))[0] == 1


# the hub's side --------------------------------------------------------------------------------------------


def anchor_post(hub: HubProcess, records: Records, start: Anchor, digests: list[str], key: object = None) -> int:
    newest = extended(start, digests)
    signer = key or records.key
    body = {
        "count": start.count, "hash": start.hash, "digests": digests,
        "signature": signer.sign(claim(records.key.station, newest)),  # type: ignore[attr-defined]
    }  # fmt: skip
    return requests.post(f"{root(hub)}/stations/{records.key.station}/anchor", json=body, timeout=20).status_code


def test_a_trail_that_is_not_the_one_the_hub_has_seen_is_told_to_who_works_there() -> None:
    recorded: list[AuditEvent] = []
    told: list[BaseException] = []
    audit = SimpleNamespace(record=lambda event, *_, **__: recorded.append(event))
    services = SimpleNamespace(tasks=None, audit=audit)
    auditing = Auditing(services, Http(), "http://hub/audit", told.append)  # type: ignore[arg-type]
    disputed = AnchorDisputed("records are missing")
    auditing._not_anchored(disputed)
    assert (recorded, told) == ([AuditEvent.SECURITY_ALERT], [disputed])


def test_an_anchor_only_grows(hub: HubProcess, tmp_path: Path) -> None:
    profile, other = open_profile(tmp_path / "profile"), open_profile(tmp_path / "other")
    morning(profile, hub)
    morning(other, None)
    records, stranger = records_of(profile), records_of(other)
    alerts = len([entry for entry in hub.audit() if entry["code"] == "110113"])
    there, more = records.audit.anchor, [digest("x")]
    before = Anchor(there.count - 1, records.audit.hash_of(there.count - 1) or "")
    assert anchor_post(hub, records, before, more) == 409  # another one in the place of the last
    assert anchor_post(hub, records, Anchor(), more) == 409  # back to the beginning
    assert anchor_post(hub, records, Anchor(there.count, "0" * 64), more) == 409  # another history
    assert anchor_post(hub, records, there, more, stranger.key) == 403  # signed by another workstation
    assert anchor_post(hub, stranger, Anchor(), more) == 404  # nobody signed in there
    assert anchor_post(hub, records, there, []) == 200  # the answer was lost
    assert anchor_post(hub, records, there, more) == 200
    assert [entry["outcome"] for entry in hub.audit() if entry["code"] == "110113"][alerts:] == [8, 8, 8]
    http = signed_in(hub)
    with pytest.raises(AnchorDisputed):
        send_anchor(http, root(hub), records.audit, records.key)
    http.close()
    stations = f"{root(hub)}/stations"
    assert requests.get(stations, timeout=20).status_code == 401
    assert requests.get(stations, headers=hub.headers("li"), timeout=20).status_code == 403
    listed = requests.get(stations, headers=hub.headers("admin"), timeout=20).json()
    [mine] = [entry for entry in listed if entry["station"] == records.key.station]
    assert (mine["count"], mine["user"], mine["name"]) == (7, "li", socket.gethostname())
    claimed = {"key": stranger.key.public, "name": "x"}
    url = f"{stations}/{records.key.station}"
    assert requests.put(url, json=claimed, headers=hub.headers("li"), timeout=20).status_code == 400
    assert requests.put(url, json={"key": records.key.public}, timeout=20).status_code == 401
    for wrong in (
        b"", b"[]", b"{", b'{"count": -1, "hash": ""}', b'{"count": 1, "hash": "", "digests": [1]}',
        b'{"count": 9223372036854775807, "hash": "", "digests": []}', b"[" * 20_000,
    ):  # fmt: skip
        assert requests.post(f"{url}/anchor", data=wrong, timeout=20).status_code == 400


# audit messages --------------------------------------------------------------------------------------------


def make_certificate(folder: Path) -> Path:
    """A server certificate for 127.0.0.1, its own authority, without key identifiers: key.pem, cert.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(5).not_valid_before(start).not_valid_after(start + timedelta(days=9))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), False)
    builder = builder.add_extension(x509.BasicConstraints(True, None), True)
    pem, none = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, none))
    (folder / "cert.pem").write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(pem))
    return folder / "cert.pem"


CONFIG = """
global(workDirectory="{folder}" maxMessageSize="64k" defaultNetstreamDriver="gtls"
    defaultNetstreamDriverCAFile="{folder}/cert.pem" defaultNetstreamDriverCertFile="{folder}/cert.pem"
    defaultNetstreamDriverKeyFile="{folder}/key.pem")
module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
input(type="imtcp" port="{port}" address="127.0.0.1" ruleset="audit")
template(name="line" type="string" string="%pri% %app-name% %msgid% %timestamp:::date-rfc3339%%msg%\\n")
ruleset(name="audit") {{ action(type="omfile" file="{folder}/received" template="line" asyncWriting="off") }}
"""


@contextmanager
def rsyslog(folder: Path, port: int) -> Iterator[Path]:
    """Debian's rsyslogd with its own configuration: the file where it writes what arrives over TLS.

    With GnuTLS: through OpenSSL 8.2302 writes a message to its client now and then, in place of the file.
    """
    program = shutil.which("rsyslogd") or "/usr/sbin/rsyslogd"
    (folder / "rsyslog.conf").write_text(CONFIG.format(folder=folder, port=port), "utf-8")
    arguments = ["-n", "-f", str(folder / "rsyslog.conf"), "-i", str(folder / "pid")]
    with subprocess.Popen([program, *arguments], stderr=subprocess.PIPE) as daemon:
        try:
            end = time.monotonic() + 20
            while time.monotonic() < end:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield folder / "received"
        finally:
            daemon.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def lines(file: Path, count: int) -> list[str]:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = file.read_text("utf-8").splitlines() if file.exists() else []
        if len(found) >= count:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not {count} lines: {found}")


def test_a_trail_that_needs_a_key_says_how_to_give_it(tmp_path: Path, command: Command) -> None:
    database = Database(tmp_path / "hub.sqlite")
    AuditTrail(database, seal_of(database, Secrets(Profile(tmp_path)))).record(AuditEvent.AUDIT_LOG_USED, "")
    database.close()
    for verb in (("verify",), ("export", "--file", str(tmp_path / "records.xml"))):
        said = command(*verb, "--hub-data", str(tmp_path))
        assert said[0] == 1 and "--key-file" in said[1], said


def test_audit_messages_reach_rsyslog_and_wait_while_it_is_away(tmp_path: Path, command: Command) -> None:
    profile, port = open_profile(tmp_path / "profile"), free_port()
    certificate = make_certificate(tmp_path)
    address = f"tls://127.0.0.1:{port}?ca={certificate}"
    morning(profile, None)
    status, said = command("export", "--profile", str(profile.root), "--to", address)
    assert status == 1 and "kept and sent later" in said
    with rsyslog(tmp_path, port) as received:
        status, said = command("export", "--profile", str(profile.root), "--to", address)
        assert (status, "6 records" in said) == (0, True)
        messages = [ET.fromstring(line[line.index("<AuditMessage") :]) for line in lines(received, 6)]
        heads = [line.split(" ")[:3] for line in lines(received, 6)]
        assert heads == [["85", "reader", "DICOM+RFC3881"]] * 6
        records = records_of(profile)
        times = [record.time for record in records.audit.records()]
        assert [m.find("EventIdentification").get("EventDateTime") for m in messages] == times[:6]  # type: ignore[union-attr]
        assert forward(records.audit, parse_server(address), Source("ct-1")) == 1  # that the log was used
        records.audit.record(AuditEvent.LOGIN, "li", outcome=4, reason="SignInRefused")
        forward(records.audit, parse_server(address), Source("ct-1"))
        records.database.close()
        assert [line.split(" ")[0] for line in lines(received, 8)][6:] == ["85", "84"]
    with rsyslog(tmp_path, port), pytest.raises(SyslogError, match="not trusted"):
        records = records_of(profile)
        records.audit.record(AuditEvent.LOGOUT, "li")
        forward(records.audit, parse_server(f"tls://127.0.0.1:{port}"), Source("ct-1"))
    assert records.audit.sent(f"127.0.0.1:{port}") == 8


def test_messages_are_not_sent_where_the_server_ends_with_something_else(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, tmp_path / "key.pem")
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = listening.accept()
        with context.wrap_socket(line, server_side=True) as tls:
            tls.recv(4096)
            os.write(tls.fileno(), b"85 reader DICOM+RFC3881 ")  # seen of rsyslog 8.2302 with OpenSSL
            with suppress(ConnectionResetError):
                while os.read(tls.fileno(), 4096):
                    pass

    with ThreadPoolExecutor() as pool, listening:
        served = pool.submit(serve)
        server = parse_server(f"tls://127.0.0.1:{listening.getsockname()[1]}?ca={certificate}")
        with pytest.raises(SyslogError, match="does not take"):
            send(server, [framed(b"<AuditMessage/>", "2026-11-28T18:00:00+00:00", failed=False)])
        served.result()


# By PS3.15 A.5.1.1: children in their order ("*" any number, "+" at least one), attributes ("?" optional).
CODED = {"csd-code", "codeSystemName", "originalText"}
SCHEMA: dict[str, tuple[str, set[str], set[str]]] = {
    "AuditMessage": (
        "EventIdentification ActiveParticipant+ AuditSourceIdentification ParticipantObjectIdentification*",
        set(), set(),
    ),
    "EventIdentification": (
        "EventID EventTypeCode* EventOutcomeDescription*", {"EventDateTime", "EventOutcomeIndicator"},
        {"EventActionCode"},
    ),
    "EventID": ("", CODED, set()), "EventTypeCode": ("", CODED, set()), "RoleIDCode": ("", CODED, set()),
    "ParticipantObjectIDTypeCode": ("", CODED, set()), "EventOutcomeDescription": ("", set(), set()),
    "ActiveParticipant": (
        "RoleIDCode*", {"UserID", "UserIsRequestor"}, {"NetworkAccessPointID", "NetworkAccessPointTypeCode"},
    ),
    "AuditSourceIdentification": ("AuditSourceTypeCode*", {"AuditSourceID"}, {"AuditEnterpriseSiteID"}),
    "AuditSourceTypeCode": ("", {"csd-code"}, set()),
    "ParticipantObjectIdentification": (
        "ParticipantObjectIDTypeCode Named ParticipantObjectDetail*", {"ParticipantObjectID"},
        {"ParticipantObjectTypeCode", "ParticipantObjectTypeCodeRole"},
    ),
    "ParticipantObjectName": ("", set(), set()), "ParticipantObjectQuery": ("", set(), set()),
    "ParticipantObjectDetail": ("", {"type", "value"}, set()),
}  # fmt: skip


def assert_valid(element: ET.Element) -> None:
    order, required, optional = SCHEMA[element.tag]
    assert required <= set(element.attrib) <= required | optional, element.tag
    tags = ["Named" if c.tag in ("ParticipantObjectName", "ParticipantObjectQuery") else c.tag for c in element]
    for part in order.split():
        name, count = part.rstrip("*+"), 0
        while tags and tags[0] == name:
            tags.pop(0)
            count += 1
        assert count == 1 or (count and part[-1] in "*+") or part[-1] == "*", f"{element.tag}: {part}"
    assert tags == []
    for child in element:
        assert_valid(child)


def test_every_event_is_a_message_of_the_standard(tmp_path: Path, command: Command) -> None:
    profile = open_profile(tmp_path / "profile")
    records = records_of(profile)
    for event in AuditEvent:
        records.audit.record(event, "li", study="1.2.3", patient="00314", report="1.2.4", state="signed",
                             archive="http://archive/dicom-web")  # fmt: skip
        records.audit.record(event, "", outcome=8, reason="王 & <x> \x00", query="PatientID=1", log="tls://a:1")
    records.database.close()
    status, said = command("export", "--profile", str(profile.root), "--file", str(tmp_path / "out.xml"))
    assert status == 0, said
    assert (tmp_path / "out.xml").stat().st_mode & 0o777 == 0o600
    messages = [ET.fromstring(line) for line in (tmp_path / "out.xml").read_bytes().splitlines()]
    assert len(messages) == 2 * len(AuditEvent)
    for message in messages:
        assert_valid(message)

    def first(path: str) -> ET.Element:
        return next(message for message in messages if message.find(f"EventIdentification/{path}") is not None)

    def roles(code: str) -> list[tuple[str | None, str | None]]:
        return [
            (one.get("UserID"), role.get("csd-code") if (role := one.find("RoleIDCode")) is not None else None)
            for one in first(code).iter("ActiveParticipant")
        ]

    # PS3.15 tables A.5.3.1-1, A.5.3.7-1, A.5.3.10-1
    assert roles("EventTypeCode[@csd-code='110120']") == [("li", "110151"), ("reader", "110150")]
    archive = "http://archive/dicom-web"
    assert roles("EventID[@csd-code='110104']") == [("li", None), ("reader", "110152"), (archive, "110153")]
    assert roles("EventID[@csd-code='110112']") == [("li", None), ("reader", "110153"), (archive, "110152")]

    login, read = first("EventTypeCode[@csd-code='110122']"), first("EventID[@csd-code='110103']")
    assert login.find("EventIdentification/EventID").get("csd-code") == "110114"  # type: ignore[union-attr]
    objects = {o.get("ParticipantObjectTypeCodeRole"): o.get("ParticipantObjectID") for o in read.iter(
        "ParticipantObjectIdentification"
    )}  # fmt: skip
    assert objects == {"1": "00314", "3": "1.2.3"}
