"""What a policy can decide: one entry each. A setting that is to be governed too gets a line here."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from reader.core.certificates import Authority, read_authority
from reader.core.guarded import loose
from reader.core.hours import hours_from
from reader.core.json_text import NotJson, parse
from reader.core.key_sets import MOUSE, NotAKeySet, as_settings, bundled, read_file
from reader.core.log import LEVELS
from reader.core.machine import GB
from reader.core.policy import Entry, Unusable
from reader.core.profile import RESOURCES
from reader.core.text import mark

_KEY_BYTES = 32  # Ed25519, RFC 8032 5.1.5
_MOST_CACHE_GB = 10_000
_MOST_PIN_MINUTES = 480
_MOST_MONITORS = 10_000_000
"""Bytes."""


def _hub(value: object, _: Path) -> str:
    return _web_address(value).rstrip("/")


def _web_address(value: object) -> str:
    """Raises `Unusable` for what is not http or https to a host."""
    if not isinstance(value, str) or not value.isprintable() or " " in value:
        raise Unusable()
    try:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.port == 0:
            raise Unusable()
    except ValueError as cause:
        raise Unusable() from cause
    return value


def _authorities(value: object, folder: Path) -> tuple[Authority, ...]:
    """PEM files; paths from the policy's own folder. Also they may be changed by administrators only."""
    if not isinstance(value, list) or not value or not all(isinstance(name, str) and name for name in value):
        raise Unusable()
    found = []
    for name in value:
        path = folder / name
        why = loose(path)
        if why is not None:
            raise Unusable(why[0], path=why[1])
        authority = read_authority(path)
        if authority is None:
            raise Unusable(mark("{path} holds no certificate in PEM."), path=path)
        found.append(authority)
    return tuple(found)


def _cache(value: object, _: Path) -> int:
    if type(value) is not int or not 1 <= value <= _MOST_CACHE_GB:
        raise Unusable()
    return value * GB


def _language(value: object, _: Path) -> str:
    if not isinstance(value, str) or not value.replace("_", "").isalnum():
        raise Unusable()
    if value != "en" and not (RESOURCES / "translations" / f"reader_{value}.qm").is_file():
        raise Unusable()
    return value


def _source(value: object, folder: Path) -> str:
    """An https address, or a folder by its full path (a file share, too)."""
    if not isinstance(value, str) or not value.isprintable():
        raise Unusable()
    if "://" in value:
        return _web_address(value).rstrip("/")
    if value and not Path(value).is_absolute():
        raise Unusable()
    return value


def _keys(value: object, _: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise Unusable()
    for key in value:
        try:
            if not isinstance(key, str) or len(base64.b64decode(key, validate=True)) != _KEY_BYTES:
                raise Unusable()
        except binascii.Error as cause:
            raise Unusable() from cause
    return tuple(value)


def _receiver(value: object, _: Path) -> str:
    """ "mllp://host:port" or "mllps://host:port"."""
    if not isinstance(value, str) or not value.isprintable():
        raise Unusable()
    try:
        parts = urlsplit(value)
        if parts.scheme not in ("mllp", "mllps") or not parts.hostname or parts.username or parts.port == 0:
            raise Unusable()
    except ValueError as cause:
        raise Unusable() from cause
    if parts.path.strip("/") or parts.query:
        raise Unusable()
    return value


def _receivers(value: object, folder: Path) -> dict[str, str]:
    """By hospital; "" for none."""
    if not isinstance(value, dict) or not value:
        raise Unusable()
    if not all(isinstance(site, str) and site.strip() for site in value):
        raise Unusable()
    return {site: _receiver(address, folder) if address != "" else "" for site, address in value.items()}


def _level(value: object, _: Path) -> str:
    if not isinstance(value, str) or value not in LEVELS:
        raise Unusable()
    return value


def _key_set(value: object, _: Path) -> str:
    if not isinstance(value, str) or value not in bundled():
        raise Unusable()
    return value


def _key_file(value: object, folder: Path) -> dict[str, str]:
    """The keys in a file that was exported from the program."""
    if not isinstance(value, str) or not value:
        raise Unusable()
    try:
        return as_settings(read_file(folder / value)[0])["keys"]
    except NotAKeySet as cause:
        raise Unusable() from cause


def _mouse(value: object, _: Path) -> dict[str, str]:
    if not isinstance(value, dict) or any(does not in MOUSE.get(part, ()) for part, does in value.items()):
        raise Unusable()
    return value


def _monitors(value: object, folder: Path) -> dict[str, str]:
    """A JSON file by the device, as `Settings.display_records` has it, or with the records as objects."""
    if not isinstance(value, str) or not value:
        raise Unusable()
    path = folder / value
    with path.open("rb") as file:
        content = file.read(_MOST_MONITORS + 1)
    try:
        found = parse(content) if len(content) <= _MOST_MONITORS else None
    except NotJson as cause:
        raise Unusable() from cause
    if not isinstance(found, dict) or not all(isinstance(record, str | dict) for record in found.values()):
        raise Unusable()
    return {
        device: record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
        for device, record in found.items()
    }


def _phrases(value: object, _: Path) -> str:
    """Read at every sign-in, from a file share too: a policy that is read at the start does not wait for that."""
    if not isinstance(value, str) or not value.isprintable() or not Path(value).is_absolute():
        raise Unusable()
    return value


def _revocation_lists(value: object, folder: Path) -> tuple[str, ...]:
    """Files and folders. Their authority has signed what is in them, so who may write there is no matter; they are
    read when they are needed, from a file share too."""
    if not isinstance(value, list) or not value:
        raise Unusable()
    if not all(isinstance(name, str) and name and name.isprintable() for name in value):
        raise Unusable()
    return tuple(str(folder / name) for name in value)


@dataclass(frozen=True)
class SigningToken:
    """What reports are signed with. library: the PKCS#11 library of the tokens; label: of the token, "" for any;
    pin_minutes: how long it stays unlocked, 0 for one report."""

    library: str
    label: str = ""
    pin_minutes: int = 0


def _signing_token(value: object, folder: Path) -> SigningToken:
    """The library becomes a part of the program, so only administrators may be able to change it."""
    if not isinstance(value, dict) or not {"library"} <= value.keys() <= {"library", "label", "pin_minutes"}:
        raise Unusable()
    library, label, minutes = value["library"], value.get("label", ""), value.get("pin_minutes", 0)
    if not isinstance(library, str) or not Path(library).is_absolute() or not isinstance(label, str):
        raise Unusable()
    if type(minutes) is not int or not 0 <= minutes <= _MOST_PIN_MINUTES:
        raise Unusable(mark("\"pin_minutes\" has to be a number, 0 to {most}."), most=_MOST_PIN_MINUTES)
    why = loose(folder / library)
    if why is not None:
        raise Unusable(why[0], path=why[1])
    return SigningToken(library, label, minutes)


@dataclass(frozen=True)
class TimeStamps:
    """Who says when a report was signed (RFC 3161). url: of the authority; authorities: the certificates above its
    own; required: nothing is signed without."""

    url: str
    authorities: tuple[Authority, ...]
    required: bool = True


def _time_stamps(value: object, folder: Path) -> TimeStamps:
    if not isinstance(value, dict) or not {"url", "cas"} <= value.keys() <= {"url", "cas", "required"}:
        raise Unusable()
    required = value.get("required", True)
    if not isinstance(required, bool):
        raise Unusable()
    return TimeStamps(_web_address(value["url"]), _authorities(value["cas"], folder), required)


def _hours(value: object, _: Path) -> str:
    if not isinstance(value, str):
        raise Unusable()
    try:
        hours_from(value)
    except ValueError as cause:
        raise Unusable() from cause
    return value


def _yes_or_no(value: object, _: Path) -> bool:
    if not isinstance(value, bool):
        raise Unusable()
    return value


ENTRIES = (
    Entry("hub", "hub_url", _hub, mark("It has to be an address like \"https://hub.example\"."), guards=True),
    Entry(
        "trusted_cas", "trusted_cas", _authorities, mark("It has to be a list of PEM files, at least one."),
        guards=True, theirs=True,
    ),
    Entry(
        "update_source", "update_source", _source,
        mark("It has to be an address, the full path of a folder, or \"\" for none."), guards=True,
    ),
    Entry(
        "update_keys", "update_keys", _keys, mark("It has to be a list of Ed25519 keys in base64, at least one."),
        guards=True, theirs=True,
    ),
    Entry(
        "hl7_receiver", "hl7_receiver", _receiver,
        mark("It has to be an address like \"mllps://his.hospital.example:2575\"."), guards=True, theirs=True,
    ),
    Entry(
        "hl7_receivers", "hl7_receivers", _receivers,
        mark("It has to be a table like: \"Qingshan Hospital\" = \"mllps://his.hospital.example:2575\"."),
        guards=True, theirs=True,
    ),
    Entry(
        "revocation_lists", "revocation_lists", _revocation_lists,
        mark("It has to be a list of files or folders with revocation lists, at least one."),
        guards=True, theirs=True,
    ),
    Entry(
        "signing_token", "signing_token", _signing_token,
        mark("It has to be a table like: library = \"/usr/lib/opensc-pkcs11.so\" (a full path), label = \"\"."),
        guards=True, theirs=True,
    ),
    Entry(
        "time_stamps", "time_stamps", _time_stamps,
        mark("It has to be a table like: url = \"http://tsa.example\", cas = [\"tsa.pem\"], required = true."),
        guards=True, theirs=True,
    ),
    Entry(
        "preliminary_reports", "preliminary_reports", _hours,
        mark("It has to be hours like \"17:30-08:00\", or \"always\"."), theirs=True,
    ),
    Entry("cache_gb", "cache_bytes", _cache, mark("It has to be a number of GB, 1 to 10000.")),
    Entry("language", "language", _language, mark("It has to be a language of this program, like \"zh_CN\".")),
    Entry("key_set", "key_set", _key_set, mark("It has to be a set of keys of this program, like \"weasis\".")),
    Entry("keys", "keys", _key_file, mark("It has to be a file of keys that was exported from the program.")),
    Entry("mouse", "mouse", _mouse, mark("It has to be a table like: right = \"window\".")),
    Entry(
        "monitors", "display_records", _monitors, mark("It has to be the path of a JSON file with monitors."),
    ),
    Entry("phrases", "phrase_file", _phrases, mark("It has to be the full path of a JSON file with phrases.")),
    Entry("dictation", "dictation", _yes_or_no, mark("It has to be true or false.")),
    Entry("displays_checked", "displays_checked", _yes_or_no, mark("It has to be true or false.")),
    Entry("log_level", "log_level", _level, mark("It has to be \"debug\", \"info\", \"warning\" or \"error\".")),
)  # fmt: skip
"""In the order in which the settings dialog and `reader doctor` tell them."""
