#!/usr/bin/env python3
"""Sign the list of updates that `reader` looks for: reader-updates.json, beside the artefacts that it names.

    release.py key FILE                            make a key; its public half is printed, FILE is the secret one
    release.py list FOLDER --key FILE [--days 90]  the artefacts of a folder, described in its release.toml

release.toml says of each artefact what its file does not:

    version = "0.2.0"
    needs = "0.1.0"  # the oldest version that may be replaced by it
    [artefacts]
    "linux-x86_64-run" = "reader-0.2.0-x86_64.run"
    "windows-x86_64" = "reader-0.2.0-setup.exe"
    [notes]
    en = "What is new."
    zh_CN = "新增内容。"

Run it with the Python that has the program's libraries. FOLDER is the update source then, as it is or behind a web
address. The list is renewed before it expires, also without a new version: run it again. Several --key sign it
together, while one is about to be replaced. The key belongs on a computer without a network; whoever has it can
install programs at every workstation.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reader.core.errors import ReaderError
from reader.core.update.manifest import FILE, SIGNED_AS, read_manifest


def make_key(path: Path) -> str:
    """The public half, in base64. The secret one goes into a file that must not exist, for its owner only."""
    key = Ed25519PrivateKey.generate()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(key.private_bytes_raw()) + b"\n")
    return public_of(key)


def load_key(path: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_bytes(), validate=False))


def public_of(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def described(folder: Path) -> list[dict[str, Any]]:
    """The artefacts of a folder, as the list has them. Raises KeyError, OSError or ValueError."""
    told = tomllib.loads((folder / "release.toml").read_text("utf-8"))
    found = []
    for system, name in told["artefacts"].items():
        with open(folder / name, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found.append(
            {
                "name": name, "version": told["version"], "system": system, "needs": told["needs"],
                "size": (folder / name).stat().st_size, "sha256": digest, "notes": told["notes"],
            }
        )  # fmt: skip
    missing = {"en", "zh_CN"} - set(told["notes"])
    if missing or not found:
        raise ValueError(f"no notes in {missing}" if missing else "no artefacts")
    return found


def signed_list(
    artefacts: list[dict[str, Any]], keys: list[Ed25519PrivateKey], days: float, now: datetime, number: int = 0
) -> bytes:
    """The list as it is published. number: its own, higher in each list; 0 for the seconds since 1970."""
    made = now.replace(microsecond=0)
    told = {
        "format": 1, "number": number or int(made.timestamp()), "made": made.isoformat(),
        "expires": (made + timedelta(days=days)).isoformat(), "artefacts": artefacts,
    }  # fmt: skip
    listed = json.dumps(told, ensure_ascii=False, indent=1)
    signatures = {
        public_of(key): base64.b64encode(key.sign(SIGNED_AS + listed.encode())).decode() for key in keys
    }
    return json.dumps({"list": listed, "signatures": signatures}, ensure_ascii=False, indent=1).encode() + b"\n"


def publish(folder: Path, keys: list[Ed25519PrivateKey], days: float) -> str:
    """Write the list of a folder in one step, after a look at it as the program takes one; says what is in it."""
    data = signed_list(described(folder), keys, days, datetime.now(UTC))
    read = read_manifest(data, [public_of(key) for key in keys])
    part = folder / f"{FILE}.part"
    part.write_bytes(data)
    os.replace(part, folder / FILE)
    lines = [f"{one.system}: {one.version}, {one.name}, {one.size} bytes" for one in read.artefacts]
    return "\n".join([*lines, f"number {read.number}, expires {read.expires:%Y-%m-%d}"])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    key = verbs.add_parser("key")
    key.add_argument("file", type=Path)
    listing = verbs.add_parser("list")
    listing.add_argument("folder", type=Path)
    listing.add_argument("--key", type=Path, action="append", required=True)
    listing.add_argument("--days", type=float, default=90.0)
    options = parser.parse_args(arguments)
    try:
        if options.verb == "key":
            print(make_key(options.file))
        else:
            print(publish(options.folder, [load_key(file) for file in options.key], options.days))
    except (OSError, ValueError, KeyError, ReaderError) as error:
        print(f"release.py: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
