"""What a user can trigger on findings, with keys in the reading window that no view command has.

Yes and No for the judgement, J as in other lists for the next one. Undo and redo belong to the window; deleting
by key goes through the one delete command of the views, which takes the selected finding away.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.core.commands import Command
from reader.core.text import mark
from reader.findings import service
from reader.findings.model import Event, Finding, FindingsModel, is_key_image


def insertion(model: FindingsModel, insert: Callable[[str], None]) -> Command:
    """Where there is a report. insert: puts a finding (by tracking UID, "" where none is chosen) into it, or says
    why not."""
    return Command(
        "findings.insert", mark("Insert finding into the report"),
        lambda: insert(model.selected), keys=("Ctrl+I", "Ins"), icon="file-text", group="findings",
    )  # fmt: skip


def commands(model: FindingsModel) -> list[Command]:
    """The commands of one case's findings. Next and previous step over what the certainty threshold hides."""

    def chosen() -> Finding | None:
        return model.get(model.selected)

    def possible(event: Event) -> Callable[[], bool]:
        return lambda: not model.read_only and (finding := chosen()) is not None and service.can(finding, event)

    def on_chosen(verb: Callable[[FindingsModel, str], None]) -> Callable[[], None]:
        def run() -> None:
            if chosen() is not None:
                verb(model, model.selected)

        return run

    def step(by: int) -> Callable[[], None]:
        def run() -> None:
            uid = service.neighbour(model, model.threshold, by)
            if uid:
                model.select(uid, jump=True)

        return run

    def any_shown() -> bool:
        return bool(service.neighbour(model, model.threshold, 1))

    def deletable() -> bool:
        finding = chosen()
        if finding is None or model.read_only:
            return False
        return not finding.is_ai or service.can(finding, Event.REJECT)

    def key_image(by: int) -> Callable[[], None]:
        return lambda: model.go_to_key_image(max(model.key_image, -1 if by > 0 else 0) + by)

    def has_key_images() -> bool:
        return bool(model.key_images)

    def has_own() -> bool:
        return model.looks.all_hidden or any(not (f.is_ai or is_key_image(f)) for f in model.findings)

    def is_chosen() -> bool:
        return chosen() is not None

    def is_drawn() -> bool:
        """What is chosen is seen in the images, and can be hidden and held there."""
        return (finding := chosen()) is not None and not is_key_image(finding)

    return [
        Command(
            "findings.next", mark("Next finding"), step(1), any_shown, ("J",),
            icon="chevron-down", group="findings", repeats=True,
        ),
        Command(
            "findings.previous", mark("Previous finding"), step(-1), any_shown, ("Shift+J",), group="findings",
            repeats=True,
        ),
        Command(
            "findings.accept", mark("Accept finding"), on_chosen(service.accept), possible(Event.ACCEPT), ("Y",),
            icon="check", group="findings",
        ),
        Command(
            "findings.edit", mark("Edit finding"), on_chosen(lambda m, uid: m.edit_requested.emit(uid)),
            possible(Event.EDIT), ("Shift+E",), icon="pencil", group="findings",
        ),
        Command(
            "findings.name_again", mark("Name it like the last one"), on_chosen(service.name_again),
            lambda: model.named is not None and is_drawn() and possible(Event.EDIT)(), ("Shift+L",),
            group="findings",
        ),
        Command(
            "findings.hide", mark("Hide this finding in the images"), on_chosen(service.toggle_hidden), is_drawn,
            ("Shift+H",), group="findings", checked=lambda: model.looks.of(model.selected).hidden,
        ),
        Command(
            "findings.hide_all", mark("Hide all own measurements in the images"),
            lambda: model.looks.set_all_hidden(not model.looks.all_hidden), has_own, ("Shift+O",), group="findings",
            checked=lambda: model.looks.all_hidden,
        ),
        Command(
            "findings.lock", mark("Lock this finding in place"), on_chosen(service.toggle_locked), is_drawn,
            ("Ctrl+L",), group="findings", checked=lambda: model.looks.of(model.selected).locked,
        ),
        Command(
            "findings.reject", mark("Reject finding"), on_chosen(service.reject), possible(Event.REJECT), ("N",),
            icon="x", group="findings",
        ),
        Command(
            "findings.reopen", mark("Undo the decision"), on_chosen(service.reopen), possible(Event.REOPEN),
            ("U",), icon="undo-2", group="findings",
        ),
        Command(
            "findings.delete", mark("Delete finding"), on_chosen(service.delete), deletable,
            icon="trash-2", group="findings",
        ),
        Command(
            "findings.jump", mark("Show finding in the images"), on_chosen(lambda m, uid: m.select(uid, jump=True)),
            is_chosen, ("G",), group="findings",
        ),
        Command(
            "findings.next_key_image", mark("Next key image"), key_image(1), has_key_images, ("K",),
            group="findings",
        ),
        Command(
            "findings.previous_key_image", mark("Previous key image"), key_image(-1), has_key_images, ("Shift+K",),
            group="findings",
        ),
    ]  # fmt: skip
