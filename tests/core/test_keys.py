"""Which keys commands have: what is chosen goes before what is built in, and what can't be used is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.core.chosen_keys import are_as_built_in, mouse_of, own_keys, problems_of, set_of
from reader.core.commands import Command, CommandRegistry, KeyConflict, keys_of, use_keys
from reader.core.governed import ENTRIES
from reader.core.key_names import plain_key
from reader.core.key_rules import refusal
from reader.core.key_sets import (
    KeyMap,
    KeySet,
    NotAKeySet,
    as_settings,
    bundled,
    read_file,
    read_key_set,
    resolved,
    written,
)
from reader.core.policy import read_policy
from reader.core.settings import Settings, SettingsModel


def command(name: str, *keys: str, context: str = "reading", group: str = "") -> Command:
    return Command(name, name.upper(), lambda: None, keys=keys, context=context, group=group)


ONE, TWO, TEXT = command("one", "A", "Ctrl+A"), command("two", "B"), command("text", "Alt+K", context="report")


def found(*layers: KeySet) -> KeyMap:
    return resolved((ONE, TWO, TEXT), layers)


def said(problems: KeyMap) -> list[str]:
    return [problem.words(lambda place: place[1]) for problem in problems.problems]


@pytest.mark.parametrize(
    "typed, key",
    [
        ("a", "A"), ("shift+ctrl+a", "Ctrl+Shift+A"), ("+", "+"), ("Ctrl++", "Ctrl++"), ("Alt+,", "Alt+,"),
        ("PageDown", "PgDown"), (" escape ", "Esc"), ("f35", "F35"), ("É", "É"), ("Meta+Space", "Meta+Space"),
        ("", ""), ("Ctrl", ""), ("Ctrl+", ""), ("F36", ""), ("Ctrl+K, Ctrl+C", ""), ("AB", ""), ("ß", ""),
    ],
)  # fmt: skip
def test_a_key_is_written_in_one_way(typed: str, key: str) -> None:
    assert plain_key(typed) == key


def test_what_is_chosen_goes_before_a_set_and_both_before_the_own_keys() -> None:
    assert found().keys == {one.place: one.keys for one in (ONE, TWO, TEXT)}
    a_set = KeySet(keys={TWO.place: ("A",)})
    taken = found(a_set)
    assert taken.keys[ONE.place] == ("Ctrl+A",) and taken.keys[TWO.place] == ("A",)
    assert taken.lost == {ONE.place: {"A": TWO.place}} and not taken.problems
    mine = found(a_set, KeySet(keys={ONE.place: ("A", "C"), TWO.place: ("B",)}))
    assert mine.keys[ONE.place] == ("A", "C") and mine.keys[TWO.place] == ("B",) and not mine.lost
    none = found(KeySet(keys={ONE.place: ()}))
    assert none.keys[ONE.place] == () and not none.problems


def test_a_command_that_is_new_does_not_take_a_key_that_was_chosen() -> None:
    mine = KeySet(keys={ONE.place: ("N",)})
    new = command("new", "N", "Shift+N")
    there = resolved((new, ONE), (KeySet(), mine))
    assert there.keys == {new.place: ("Shift+N",), ONE.place: ("N",)}
    assert there.lost == {new.place: {"N": ONE.place}}


def test_what_cannot_be_used_is_named_and_the_rest_is_used() -> None:
    mine = KeySet(keys={ONE.place: ("C", "hm", "Meta+C"), TWO.place: ("C", "D"), ("reading", "gone"): ("E",)})
    used = found(mine)
    assert used.keys[ONE.place] == ("C",) and used.keys[TWO.place] == ("D",)
    assert said(used) == [
        "This version has no command gone.",
        "hm can't be the key of “one”: It is no key.",
        "Meta+C can't be the key of “one”: The system uses this key.",
        "C is the key of “one”, so “two” does not have it.",
    ]


@pytest.mark.parametrize(
    "of, key",
    [
        (TEXT, "N"), (TEXT, "Shift+N"), (TEXT, "Return"), (TEXT, "Ctrl+V"), (TEXT, "Ctrl+Left"), (TEXT, "Ctrl+Z"),
        (ONE, "Alt+F4"), (ONE, "Ctrl+Alt+F2"), (ONE, "Print"), (ONE, "Tab"), (ONE, "Space"), (ONE, "Esc"),
        (ONE, "F1"), (command("row", context="worklist"), "Down"),
    ],
)  # fmt: skip
def test_keys_of_texts_lists_and_the_system_are_refused(of: Command, key: str) -> None:
    assert refusal(of, key)
    assert not found(KeySet(keys={of.place: (key,)})).keys.get(of.place)


@pytest.mark.parametrize(
    "of, key", [(TEXT, "Ctrl+N"), (TEXT, "Alt+1"), (TEXT, "F6"), (ONE, "N"), (ONE, "Down"), (ONE, "Return"),
                (command("next", group="viewport"), "Space"), (command("back", "Esc"), "Esc")],
)  # fmt: skip
def test_other_keys_are_not_refused(of: Command, key: str) -> None:
    assert not refusal(of, key)


def test_a_file_is_read_as_it_was_written() -> None:
    chosen = KeySet("My own", {ONE.place: ("Ctrl++", "Q"), TWO.place: ()}, {"right": "window"})
    assert read_key_set(written(chosen)) == (chosen, ())
    settings = Settings(**as_settings(chosen))  # type: ignore[arg-type]
    assert own_keys(settings) == KeySet("", chosen.keys, chosen.mouse)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"version": 1}', '{"keys": []}', "{" * 500, '{"a":1,"a":2}', "\x00"]
)
def test_what_is_no_file_of_keys_is_said_to_be_none(text: str, tmp_path: Path) -> None:
    with pytest.raises(NotAKeySet):
        read_key_set(text)
    (tmp_path / "keys.json").write_text(text)
    with pytest.raises(NotAKeySet):
        read_file(tmp_path / "keys.json")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotAKeySet, match=r"gone\.json"):
        read_file(tmp_path / "gone.json")


@pytest.mark.parametrize(
    "document, used, wrong",
    [
        ({"version": 2, "keys": {"reading": {"one": ["q"]}}}, {ONE.place: ("Q",)}, "newer version"),
        ({"keys": {"reading": {"one": ["q"]}}}, {ONE.place: ("Q",)}, "does not say its version"),
        ({"version": 1, "keys": {"reading": {"one": ["q", "qq"]}}}, {ONE.place: ("Q",)}, "“qq” is no key"),
        ({"version": 1, "keys": {"reading": {"one": ["qq"]}}}, {}, "“qq” is no key"),
        ({"version": 1, "keys": {"reading": {"one": "q"}}}, {}, "no list of keys"),
        ({"version": 1, "keys": {"reading": {"one": [1]}}}, {}, "no list of keys"),
        ({"version": 1, "keys": {"reading": ["one"]}}, {}, "holds no commands"),
        ({"version": 1, "keys": {}, "mouse": {"left": "pan"}}, {}, "left"),
        ({"version": 1, "keys": {}, "mouse": {"right": ["pan"]}}, {}, "right"),
    ],
)  # fmt: skip
def test_of_a_file_with_mistakes_the_rest_is_used(document: object, used: object, wrong: str) -> None:
    keys, problems = read_key_set(b"\xef\xbb\xbf" + json.dumps(document).encode())
    assert keys.keys == used and keys.mouse == {}
    assert [wrong in problem.words(str) for problem in problems] == [True]  # type: ignore[arg-type]


def test_the_mouse_does_what_is_chosen_else_what_the_set_says() -> None:
    assert mouse_of(Settings()) == {"middle": "pan", "right": "zoom", "wheel": "scroll", "ctrl_wheel": "zoom"}
    chosen = Settings(key_set="commercial", mouse={"middle": "scroll", "wheel": "slab", "left": "pan"})
    assert mouse_of(chosen) == {"middle": "scroll", "right": "window", "wheel": "scroll", "ctrl_wheel": "zoom"}
    assert len(problems_of(chosen)) == 2
    assert set_of(Settings(key_set="none such")) == bundled()["reader"]
    assert len(problems_of(Settings(key_set="none such"))) == 1


def test_the_settings_keep_keys_and_the_hospital_may_lock_them(tmp_path: Path) -> None:
    settings = SettingsModel(tmp_path / "settings.json")
    assert are_as_built_in(settings.value)
    settings.update(key_set="weasis", keys={"reading one": "Q"}, mouse={"right": "window"})
    again = SettingsModel(tmp_path / "settings.json").value
    assert (again.key_set, again.keys, again.mouse) == ("weasis", {"reading one": "Q"}, {"right": "window"})
    (tmp_path / "ours.json").write_text(written(KeySet(keys={ONE.place: ("Z",)})))
    policy = '[lock]\nkey_set = "osirix"\nkeys = "ours.json"\nmouse = {wheel = "zoom"}\n'
    (tmp_path / "policy.toml").write_text(policy)
    locked = SettingsModel(tmp_path / "settings.json", read_policy(tmp_path / "policy.toml", ENTRIES))
    assert locked.locked("keys") and locked.value.key_set == "osirix"
    assert (locked.value.keys, locked.value.mouse) == ({"reading one": "Z"}, {"wheel": "zoom"})
    (tmp_path / "policy.toml").write_text('[lock]\nkey_set = "x"\nkeys = "gone.json"\nmouse = {wheel = "pan"}\n')
    faults = read_policy(tmp_path / "policy.toml", ENTRIES).faults
    assert {fault.where for fault in faults} >= {"[lock] key_set", "[lock] keys", "[lock] mouse"}


def test_the_registry_goes_by_the_keys_that_hold() -> None:
    use_keys(lambda: {ONE.place: ("B",), TWO.place: ("A",)})
    try:
        assert keys_of(ONE) == ("B",) and keys_of(TEXT) == TEXT.keys
        CommandRegistry().add(ONE, TWO, TEXT)
        use_keys(lambda: {ONE.place: ("B",)})
        with pytest.raises(KeyConflict):
            CommandRegistry().add(ONE, TWO)
    finally:
        use_keys()
    assert keys_of(ONE) == ONE.keys
