"""What a user can trigger in review; the app says what each does and when."""

from __future__ import annotations

from collections.abc import Callable

from reader.core.commands import Command
from reader.core.text import mark

Do = Callable[[], None]
May = Callable[[], bool]


def written_about() -> list[Command]:
    """All of them, for their titles and keys."""
    return commands(
        submit=_nothing, may_submit=_never, sign=_nothing, may_sign=_never, give_back=_nothing,
        may_give_back=_never, toggle_differences=_nothing, next_change=_nothing, previous_change=_nothing,
        reviewing=_never, differences_shown=_never, undo=_nothing, may_undo=_never,
    )


def named(name: str) -> Command:
    """The command "review.<name>", for its title and keys."""
    return next(one for one in written_about() if one.id == f"review.{name}")


def _nothing() -> None:
    return None


def _never() -> bool:
    return False


def commands(
    *,
    submit: Do,
    may_submit: May,
    sign: Do,
    may_sign: May,
    give_back: Do,
    may_give_back: May,
    toggle_differences: Do,
    next_change: Do,
    previous_change: Do,
    reviewing: May,
    differences_shown: May,
    undo: Do,
    may_undo: May,
) -> list[Command]:
    """The commands of the reading window. reviewing: a stored version is there to compare with."""
    return [
        Command(
            "review.submit", mark("Submit for review"), submit, may_submit, ("Ctrl+Return", "Ctrl+Enter"),
            icon="send", group="review",
        ),
        Command(
            "review.sign", mark("Check and sign the report"), sign, may_sign,
            ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), icon="pen-line", group="review",
        ),
        Command(
            "review.return", mark("Return to the author with a reason"), give_back, may_give_back,
            ("Ctrl+Shift+R",), icon="corner-up-left", group="review",
        ),
        Command(
            "review.undo", mark("Cancel the submission"), undo, may_undo, ("Ctrl+Alt+Z",),
            icon="undo-2", group="review",
        ),
        Command(
            "review.differences", mark("Show or hide the differences"), toggle_differences, reviewing, ("Alt+D",),
            icon="git-compare", group="review", checked=differences_shown,
        ),
        Command("review.next_change", mark("Next change"), next_change, reviewing, ("Alt+PgDown",), group="review"),
        Command(
            "review.previous_change", mark("Change before"), previous_change, reviewing, ("Alt+PgUp",),
            group="review",
        ),
    ]  # fmt: skip
