"""Authenticode signatures by osslsigncode, with the certificate that the environment names."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

CERTIFICATE, KEY, PASSWORD, STAMP = (f"READER_SIGN_{name}" for name in ("CERTIFICATE", "KEY", "PASSWORD", "STAMP"))


@dataclass(frozen=True)
class Signer:
    """certificate: a PEM chain with `key`, or a PKCS#12 file that holds both. password: a file with the key's
    password. stamp: address of an RFC 3161 service; a signature without one ends with its certificate."""

    certificate: Path
    key: Path | None = None
    password: Path | None = None
    stamp: str = ""

    def command(self, source: Path, target: Path, epoch: int) -> list[str]:
        """epoch: the signing time, in seconds since 1970."""
        command = ["osslsigncode", "sign", "-h", "sha256", "-n", "reader", "-time", str(epoch)]
        if self.key is None:
            command += ["-pkcs12", str(self.certificate)]
        else:
            command += ["-certs", str(self.certificate), "-key", str(self.key)]
        if self.password is not None:
            command += ["-readpass", str(self.password)]
        if self.stamp:
            command += ["-ts", self.stamp]
        return [*command, "-in", str(source), "-out", str(target)]

    def sign(self, file: Path, epoch: int) -> None:
        """In place. Raises CalledProcessError."""
        signed = file.with_name(file.name + ".signed")
        subprocess.run(self.command(file, signed, epoch), check=True, stdout=subprocess.DEVNULL)
        signed.replace(file)


def signer() -> Signer | None:
    """Who signs; None where $READER_SIGN_CERTIFICATE is not set."""

    def path(name: str) -> Path | None:
        return Path(os.environ[name]).resolve() if os.environ.get(name) else None

    certificate = path(CERTIFICATE)
    if certificate is None:
        return None
    return Signer(certificate, path(KEY), path(PASSWORD), os.environ.get(STAMP, ""))
