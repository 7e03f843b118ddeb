"""What a bundle is made of besides wheels: files pinned by SHA-256 in `inputs.toml`, from the cache or fetched.

They come from Debian's archive or PyPI, by apt-get and pip with the configuration that the machine has; a file that
an entry names can also be put into the folder `inputs` of the cache by hand. `build.py pin` renews the entries of
Debian's packages.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from bundle import ROOT, CannotBuild

WINDOWS_WHEEL = [
    "--only-binary=:all:", "--platform=win_amd64", "--python-version=3.11", "--implementation=cp", "--abi=cp311",
    "--abi=none",
]  # fmt: skip
TABLE = ROOT / "packaging" / "bundle" / "inputs.toml"
_SOURCE = re.compile(r"^(?:URIs:|deb(?: \[[^]]*\])?) (\S+/debian)/?(?: |$)", re.MULTILINE)
_SECURITY = re.compile(r"^(?:URIs:|deb(?: \[[^]]*\])?) (\S+/debian-security)/?(?: |$)", re.MULTILINE)
_KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_BY_HAND = "put the files of inputs.toml into the folder `inputs` of the cache"


def entries() -> dict[str, dict[str, Any]]:
    """name -> its entry: `file`, `sha256`, `for`, and `debian`, `sdist` or `wheel` (a version)."""
    return tomllib.loads(TABLE.read_text("utf-8"))["input"]  # type: ignore[no-any-return]


def pinned() -> str:
    """What is pinned now, in one word: what was made of it earlier is not taken for it."""
    return sha256(TABLE)[:12]


def fetch(name: str, cache: Path) -> Path:
    """The pinned file of the entry `name`. Raises CannotBuild where it can't be had or is another."""
    entry = entries()[name]
    there = cache / "inputs" / entry["file"]
    if there.is_file():
        check(there, {entry["sha256"]})
        return there
    there.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=there.parent) as folder:
        fetcher = _from_debian if "debian" in entry else _from_pypi
        found = fetcher(name, entry, cache, Path(folder))
        check(found, {entry["sha256"]})
        os.replace(found, there)
    return there


def check(file: Path, allowed: set[str]) -> None:
    """Raises CannotBuild where the SHA-256 of a file is none of those allowed."""
    if sha256(file) not in allowed:
        raise CannotBuild(f"{file} is not the file that is pinned: remove it, or pin it anew and say why")


def sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def pip(cache: Path) -> list[str]:
    """The command that runs pip: of this Python, else of an environment in the cache."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    environment = cache / "pip"
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.is_file():
        import venv  # which Windows' embeddable Python, that runs the tests too, has not

        venv.create(environment, with_pip=True)
    return [str(python), "-m", "pip"]


def _from_pypi(name: str, entry: dict[str, Any], cache: Path, folder: Path) -> Path:
    """pip compares the hash before it looks into the file."""
    wanted = folder / "wanted.txt"
    version = entry.get("sdist") or entry["wheel"]
    wanted.write_text(f"{name}=={version} --hash=sha256:{entry['sha256']}\n")
    command = [*pip(cache), "download", "-q", "--no-deps", "--require-hashes"]
    command += ["--no-binary=:all:"] if "sdist" in entry else WINDOWS_WHEEL
    if subprocess.run([*command, "-d", str(folder), "-r", str(wanted)], check=False).returncode:
        raise CannotBuild(f"pip could not fetch {name}; put {entry['file']} into the cache's inputs")
    return folder / entry["file"]


def _from_debian(name: str, entry: dict[str, Any], cache: Path, folder: Path) -> Path:
    apt = _apt(cache)
    if subprocess.run([*apt, "download", f"{name}={entry['debian']}"], cwd=folder, check=False).returncode:
        raise CannotBuild(
            f"apt-get could not fetch {name} {entry['debian']} of Debian 12: where the archive has a newer one, "
            f"run `build.py pin` and try the bundle; else put {entry['file']} into the cache's inputs"
        )
    return folder / entry["file"]


def _apt(cache: Path) -> list[str]:
    """apt-get on Debian 12's archive at this machine's mirror, whatever release it runs itself; lists in `cache`.

    The lists are verified where this machine has Debian's keys. What is fetched is compared with the pinned SHA-256
    in any case.
    """
    if not shutil.which("apt-get"):
        raise CannotBuild(f"Debian's packages are fetched by apt-get, which is not here: {_BY_HAND}")
    state = (cache / "apt").resolve()
    sources = state / "sources.list"
    command = ["apt-get", "-qq", "-o", f"Dir::Etc::SourceList={sources}", "-o", "Dir::Etc::SourceParts=/dev/null"]
    command += [
        "-o",
        f"Dir::State={state}",
        "-o",
        f"Dir::State::status={state}/status",
        "-o",
        f"Dir::Cache={state}",
    ]
    command += ["-o", "APT::Architecture=amd64", "-o", "APT::Architectures=amd64", "-o", "APT::Sandbox::User="]
    if not sources.is_file():
        (state / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        (state / "archives" / "partial").mkdir(parents=True, exist_ok=True)
        (state / "status").touch()
        configured = "\n".join(file.read_text("utf-8", "replace") for file in _source_files())
        archive, security = _SOURCE.search(configured), _SECURITY.search(configured)
        if not archive:
            raise CannotBuild(f"no mirror of Debian is configured in /etc/apt: {_BY_HAND}")
        trust = f"signed-by={_KEYS}" if _KEYS.is_file() else "trusted=yes"
        lines = [f"deb [{trust}] {archive[1]} {suite} main" for suite in ("bookworm", "bookworm-updates")]
        if security:
            lines.append(f"deb [{trust}] {security[1]} bookworm-security main")
        (state / "new.list").write_text("\n".join(lines) + "\n")
        new = [part.replace(str(sources), str(state / "new.list")) for part in command]
        if subprocess.run([*new, "update"], check=False).returncode:
            raise CannotBuild("apt-get could not read the lists of Debian 12's archive")
        os.replace(state / "new.list", sources)
    return command


def _source_files() -> list[Path]:
    apt = Path("/etc/apt")
    return sorted(
        file
        for kind in ("sources.list", "sources.list.d/*.list", "sources.list.d/*.sources")
        for file in apt.glob(kind)
    )


def pin(cache: Path) -> None:
    """Write the newest version of each of Debian's packages, and its SHA-256, into inputs.toml.

    The signed lists of the archive are what is trusted: raises CannotBuild where they can't be verified.
    """
    if not _KEYS.is_file():
        raise CannotBuild(f"Debian's keys are missing: {_KEYS} (apt-get install debian-archive-keyring)")
    shutil.rmtree(cache / "apt", ignore_errors=True)
    show = ["apt-cache", *_apt(cache)[1:]]
    text = TABLE.read_text("utf-8")
    for name, entry in entries().items():
        if "debian" not in entry:
            continue
        command = [*show, "show", "--no-all-versions", name]
        said = subprocess.run(command, capture_output=True, text=True, check=True)
        fields = dict(line.split(": ", 1) for line in said.stdout.splitlines() if re.match(r"[A-Z]\S*: ", line))
        new = {
            "file": f"{name}_{fields['Version'].replace(':', '%3a')}_{fields['Architecture']}.deb",
            "debian": fields["Version"],
            "sha256": fields["SHA256"],
        }
        head, mark, rest = text.partition(f"[input.{_key(name)}]\n")
        table, following, others = rest.partition("\n[")
        for key, value in new.items():
            table = re.sub(rf'^{key} = ".*"$', lambda _, k=key, v=value: f'{k} = "{v}"', table, flags=re.MULTILINE)
        text = head + mark + table + following + others
    TABLE.write_text(text, "utf-8")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name) else f'"{name}"'
