"""What a hospital decides holds, and a mistake in its file never opens what it was to close."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests.adapters

from reader.core import guarded
from reader.core.certificates import tls_context, trust_only
from reader.core.governed import ENTRIES, SigningToken
from reader.core.http import TOKEN, Http, NotTheHub
from reader.core.log import LEVELS
from reader.core.machine import GB
from reader.core.policy import policy_file
from reader.core.profile import Profile
from reader.core.settings import NotByPolicy, Origin, Settings, SettingsModel, open_settings
from tests.architecture.house import ROOT
from tests.core.test_tls import certificate, server

ENVIRONMENT = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
GUARDED = {
    "hub_url", "trusted_cas", "update_source", "update_keys", "hl7_receiver", "hl7_receivers", "revocation_lists",
    "signing_token", "time_stamps",
}  # fmt: skip
KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="  # RFC 8032 7.1, test 1
# of the administrator, as a library would be; Wine knows no owner of files on other drives than C:
LIBRARY = r"C:\windows\system32\kernel32.dll" if os.name == "nt" else os.__file__
Open = Callable[[str | bytes], SettingsModel]


@pytest.fixture(autouse=True)
def administrator(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever runs the tests; and whom a policy trusts is forgotten after each."""
    if hasattr(os, "getuid"):
        monkeypatch.setattr(guarded, "ADMINISTRATORS", frozenset({0, os.getuid()}))
    yield
    trust_only(None)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    (tmp_path / "etc").mkdir(mode=0o755)
    return Profile(tmp_path / "profile", tmp_path / "etc" / "policy.toml")


@pytest.fixture
def opened(profile: Profile) -> Open:
    """The settings under a policy that says this."""

    def write(text: str | bytes) -> SettingsModel:
        profile.policy.write_bytes(text.encode() if isinstance(text, str) else text)
        profile.policy.chmod(0o644)
        return open_settings(profile)

    return write


def closed(settings: SettingsModel) -> set[str]:
    assert set(settings.policy.closed) <= settings.policy.locked
    for name in settings.policy.closed:
        assert getattr(settings.value, name) == getattr(Settings(), name)
    return set(settings.policy.closed)


def test_where_it_is_is_not_the_user_s_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    here = policy_file()
    for name in ("READER_PROFILE", "XDG_CONFIG_DIRS", "XDG_CONFIG_HOME", "ProgramData", "HOME"):
        monkeypatch.setenv(name, "/somewhere")
    assert policy_file() == here == Profile(Path()).policy
    assert os.name == "nt" or here == Path("/etc/reader/policy.toml")


def test_each_value_and_who_chose_it(profile: Profile, opened: Open) -> None:
    before = SettingsModel(profile.settings)
    before.update(theme="light", hub_url="https://mine.example", cache_bytes=7 * GB, language="en")
    settings = opened(
        '[lock]\nhub = "https://hub.example/"\ncache_gb = 50\n[set]\nlanguage = "zh_CN"\nlog_level = "error"\n'
    )
    value = settings.value
    assert (value.hub_url, value.cache_bytes, value.language) == ("https://hub.example", 50 * GB, "en")
    assert (value.log_level, value.theme, value.cache_days) == ("error", "light", 30)
    origins = {name: settings.origin(name) for name in ("hub_url", "language", "log_level", "theme", "cache_days")}
    assert list(origins.values()) == [Origin.LOCKED, Origin.HERE, Origin.HOSPITAL, Origin.HERE, Origin.BUILT_IN]

    settings.update(hub_url="https://other.example", cache_bytes=GB, log_level="info", theme="dark")
    again = open_settings(profile)
    assert again.value == settings.value
    assert (again.value.hub_url, again.value.cache_bytes) == ("https://hub.example", 50 * GB)
    # as built in, but chosen: the hospital's does not come back
    assert (again.value.log_level, again.origin("log_level")) == ("info", Origin.HERE)
    assert again.origin("theme") is Origin.HERE
    assert again.hub("https://other.example") == "https://hub.example"
    profile.policy.unlink()
    assert open_settings(profile).value.cache_bytes == 20 * GB  # nothing of the hospital's became the user's


def test_what_an_earlier_version_kept_unasked_is_nobody_s_choice(profile: Profile, opened: Open) -> None:
    profile.root.mkdir()
    profile.settings.write_text('{"language": "", "cache_bytes": 20000000000, "theme": "light"}')
    settings = opened('[set]\nlanguage = "zh_CN"\ncache_gb = 3\n')
    assert (settings.value.language, settings.value.cache_bytes) == ("zh_CN", 3 * GB)
    assert settings.value.theme == "light" and settings.origin("theme") is Origin.HERE


def test_users_can_t_choose_whom_to_trust(profile: Profile, opened: Open) -> None:
    profile.root.mkdir()
    profile.settings.write_text(f'{{"format": 2, "update_keys": ["{KEY}"], "trusted_cas": ["a"]}}')
    assert open_settings(profile).value == SettingsModel(profile.settings).value
    assert open_settings(profile).value.update_keys == ()
    settings = opened(f'[set]\nupdate_keys = ["{KEY}"]\n')
    assert settings.value.update_keys == (KEY,) and settings.origin("update_keys") is Origin.LOCKED


UNREADABLE = {
    "not TOML": b"[lock\nhub = 1",
    "UTF-16, as PowerShell writes": '[lock]\nhub = "https://hub.example"\n'.encode("utf-16"),
    "two of one name": b'[lock]\nhub = "https://a.example"\nhub = "https://b.example"\n',
    "nested without end": b"a = " + b"[" * 50_000,
    "endless": b"#" * 2_000_000,
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_can_t_be_read_closes_all_that_is_guarded(name: str, profile: Profile, opened: Open) -> None:
    SettingsModel(profile.settings).update(hub_url="https://mine.example", theme="light")
    settings = opened(UNREADABLE[name])
    assert closed(settings) == GUARDED
    assert settings.value.theme == "light"
    with pytest.raises(NotByPolicy, match="Sign-in is blocked") as refused:
        settings.hub("https://mine.example")
    assert str(profile.policy) in refused.value.hint and "safe" in refused.value.safe


def test_what_is_there_but_is_no_file_closes_too(profile: Profile) -> None:
    profile.policy.mkdir()
    assert closed(open_settings(profile)) == GUARDED
    profile.policy.rmdir()
    assert closed(open_settings(profile)) == set()
    if os.name == "nt":
        return
    profile.policy.symlink_to("nowhere.toml")
    assert closed(open_settings(profile)) == GUARDED
    profile.policy.unlink()
    profile.policy.parent.rmdir()
    assert closed(open_settings(profile)) == set()
    profile.policy.parent.write_text("")
    assert closed(open_settings(profile)) == GUARDED


FAULTY = {
    # what the file says: what it closes, what of it holds all the same
    '[lock]\nhub = 5\nlanguage = "en"\n': ({"hub_url"}, {"language": "en"}),
    '[set]\nhub = "ftp://hub.example"\n': ({"hub_url"}, {}),
    '[lock]\nhub = "https://"\n[set]\nhub = "https://hub.example"\n': ({"hub_url"}, {}),
    '[set]\nhub = ""\n[lock]\nhub = "https://hub.example"\n': ({"hub_url"}, {}),
    '[lock]\nhub = "https://user:word@hub.example"\n': ({"hub_url"}, {}),
    '[lock]\nhbu = "https://hub.example"\n': (GUARDED, {}),
    '[lock]\nHub = "https://hub.example"\nupdate_source = ""\n': (GUARDED - {"update_source"}, {}),
    '[locked]\nhub = "https://hub.example"\n': (GUARDED, {}),
    'hub = "https://hub.example"\n[lock]\ncache_gb = 9\n': (GUARDED, {"cache_bytes": 9 * GB}),
    "lock = 1\n": (GUARDED, {}),
    '[lock]\nhub = "https://hub.example"\nnew = 1\n': (GUARDED - {"hub_url"}, {"hub_url": "https://hub.example"}),
    '[set]\nnew = 1\nlog_level = "debug"\n': (set(), {"log_level": "debug"}),
    "[lock]\ncache_gb = true\nlanguage = 1\nlog_level = []\n": (set(), {"cache_bytes": 20 * GB, "language": ""}),
    "[lock]\ncache_gb = 0\n[set]\ncache_gb = 7\n": (set(), {"cache_bytes": 20 * GB}),
    '[set]\nlanguage = "../../x"\n': (set(), {"language": ""}),
    "[lock]\ntrusted_cas = []\n": ({"trusted_cas"}, {}),
    '[set]\ntrusted_cas = "ca.pem"\n': ({"trusted_cas"}, {}),
    '[lock]\ntrusted_cas = ["missing.pem"]\n': ({"trusted_cas"}, {}),
    '[lock]\ntrusted_cas = ["policy.toml"]\n': ({"trusted_cas"}, {}),
    '[lock]\nupdate_source = "updates"\n': ({"update_source"}, {}),
    '[lock]\nupdate_keys = ["c2hvcnQ="]\n': ({"update_keys"}, {}),
    '[set]\nupdate_keys = ["%%%%"]\n': ({"update_keys"}, {}),
    "[lock]\nrevocation_lists = []\n": ({"revocation_lists"}, {}),
    "[set]\nrevocation_lists = \"crl\"\n": ({"revocation_lists"}, {}),
    "[set]\nrevocation_lists = [5]\n": ({"revocation_lists"}, {}),
    "[lock]\nsigning_token = {library = \"libtoken.so\"}\n": ({"signing_token"}, {}),
    "[lock]\nsigning_token = {library = \"/nowhere/libtoken.so\"}\n": ({"signing_token"}, {}),
    "[lock]\ntime_stamps = {url = \"http://tsa.example\"}\n": ({"time_stamps"}, {}),
    "[lock]\ntime_stamps = {url = \"tsa\", cas = [\"policy.toml\"]}\n": ({"time_stamps"}, {}),
    "[set]\ntime_stamps = {url = \"http://tsa.example\", cas = [\"gone.pem\"]}\n": ({"time_stamps"}, {}),
    f"[lock]\nsigning_token = {{library = '{LIBRARY}', pin_minutes = 481}}\n": ({"signing_token"}, {}),
    f"[lock]\nsigning_token = {{library = '{LIBRARY}', pin = \"1234\"}}\n": ({"signing_token"}, {}),
    f"[set]\nsigning_token = {{library = '{LIBRARY}', label = \"a\", pin_minutes = 5}}\nlanguage = \"\"\n": (
        set(), {"signing_token": SigningToken(LIBRARY, "a", 5)},
    ),
    f'[lock]\nupdate_keys = ["{KEY}"]\n[set]\nupdate_source = "http://x/u"\n': (set(), {"update_keys": (KEY,)}),
}


@pytest.mark.parametrize("text", FAULTY)
def test_mistakes(text: str, profile: Profile, opened: Open) -> None:
    SettingsModel(profile.settings).update(hub_url="https://mine.example")
    settings = opened(text)
    closes, holds = FAULTY[text]
    assert closed(settings) == closes
    assert {name: getattr(settings.value, name) for name in holds} == holds
    assert bool(settings.policy.faults) is ("//x/u" not in text)
    assert all(fault.words and "{" not in fault.words for fault in settings.policy.faults)
    signs_in = not closes & {"hub_url", "trusted_cas"}
    try:
        assert settings.hub() == (settings.value.hub_url or "never") and signs_in
    except NotByPolicy:
        assert not signs_in
    locks = tomllib.loads(text).get("lock")
    locked = {entry.setting for entry in ENTRIES if isinstance(locks, dict) and entry.name in locks}
    before = settings.value
    settings.update(hub_url="https://evil.example", cache_bytes=GB, language="en", log_level="warning")
    for name in locked | closes:
        assert settings.origin(name) is Origin.LOCKED
        assert getattr(settings.value, name) == getattr(before, name)


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_file_that_users_could_change_is_not_believed(profile: Profile, opened: Open) -> None:
    text = '[lock]\nhub = "https://evil.example"\nlanguage = "zh_CN"\n'
    assert closed(opened(text)) == set()
    profile.policy.chmod(0o646)
    settings = open_settings(profile)
    assert closed(settings) == GUARDED and settings.value.language == "zh_CN"
    assert settings.policy.faults[-1].words == f"{profile.policy} can be changed by ordinary users."
    with pytest.raises(NotByPolicy) as refused:
        settings.hub()
    assert refused.value.hint.count(str(profile.policy)) == 1
    profile.policy.chmod(0o644)
    profile.policy.parent.chmod(0o777)
    assert closed(open_settings(profile)) == GUARDED
    profile.policy.parent.chmod(0o1777)  # nobody replaces another's file there
    assert closed(open_settings(profile)) == set()


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root gives files away")
def test_a_file_of_an_ordinary_user_is_not_believed(profile: Profile, opened: Open) -> None:
    opened('[lock]\nhub = "https://evil.example"\n')
    os.chown(profile.policy, 1000, 0)
    assert closed(open_settings(profile)) == GUARDED


def asked(url: str) -> str:
    """What is said of the certificate of a server that shakes hands and hangs up."""
    http = Http(patience=0.1)
    try:
        with pytest.raises(Exception) as refused:
            http.request("GET", f"{url}/x", kind=TOKEN)
        return str(refused.value) if isinstance(refused.value, NotTheHub) else "trusted"
    finally:
        http.close()


def test_only_whom_the_hospital_names_vouches_for_servers(
    profile: Profile, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the environment nor the bundle that comes with requests adds to them."""
    theirs, other = profile.policy.parent, tmp_path / "other"
    other.mkdir()
    certificate(theirs, "127.0.0.1", (-1, 9))
    certificate(other, "127.0.0.1", (-1, 9))
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(other / "cert.pem"))
    with server(theirs) as hub, server(other) as stranger:
        assert asked(stranger) == "trusted" and "not known here" in asked(hub)
        opened('[lock]\ntrusted_cas = ["cert.pem"]\n')
        assert asked(hub) == "trusted"
        assert "not known here" in asked(stranger)
        assert len(tls_context(str(other / "cert.pem")).get_ca_certs()) == 1  # the address of an archive names it
        for name in ENVIRONMENT:
            monkeypatch.setenv(name, str(other / "cert.pem"))
        assert "not known here" in asked(stranger)
        (theirs / "cert.pem").chmod(0o666)
        assert os.name == "nt" or closed(open_settings(profile)) == {"trusted_cas"}
        opened('[lock]\ntrusted_cas = ["gone.pem"]\n')
        assert "not known here" in asked(hub) and "not known here" in asked(stranger)


def test_the_example_is_right_and_names_every_entry(opened: Open) -> None:
    text = (ROOT / "packaging" / "policy.example.toml").read_text("utf-8")
    settings = opened(text)
    assert settings.policy.faults == () and settings.policy.closed == {}
    assert opened("\ufeff" + text).policy == settings.policy  # as Windows' editor saves it
    assert settings.hub("https://evil.example") == "https://hub.hospital.example"
    named = (
        "trusted_cas", "update_keys", "hl7_receiver", "hl7_receivers", "revocation_lists", "signing_token",
        "time_stamps", "preliminary_reports",
    )  # fmt: skip
    for name in (*named, "keys", "monitors", "phrases"):
        text = text.replace(f"# {name} =", f"{name} =")
    all_of_it = tomllib.loads(text)
    assert {*all_of_it["lock"], *all_of_it["set"]} == {entry.name for entry in ENTRIES}
    told: Any = (ROOT / "packaging" / "policy.md").read_text("utf-8")
    assert all(f"| `{entry.name}` |" in told for entry in ENTRIES)
    assert all(f'"{level}"' in told for level in LEVELS)


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ('{"Qingshan Hospital" = "mllps://his.example:2575", "WUZHEN" = ""}', True), ("{}", False),
        ('{" " = ""}', False),
        ('{"A" = "https://his.example"}', False), ('"mllps://his.example"', False), ('{"A" = 1}', False),
    ],
)  # fmt: skip
def test_receivers_by_hospital(opened: Open, value: str, right: bool) -> None:
    settings = opened(f"[lock]\nhl7_receiver = \"mllp://other:1\"\nhl7_receivers = {value}\n")
    assert (settings.policy.faults == ()) is right and ("hl7_receivers" in settings.policy.closed) is not right
    assert (settings.value.hl7_receivers != {}) is right
