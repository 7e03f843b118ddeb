"""What is told of the archives that earlier exams are searched in. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from reader.app.presenter import Level, Presenter
from reader.core.errors import ReaderError
from reader.core.text import counted, tr
from reader.study.service import StudyService


def tell_of_archives(studies: StudyService, presenter: Presenter) -> None:
    """From now on: those that could not be searched, and answers that are damaged."""

    def away(name: str, error: BaseException) -> None:
        why = error.user_message if isinstance(error, ReaderError) else ""
        text = tr("Earlier exams in the archive {name} could not be searched.", name=name)
        presenter.say(text, why, level=Level.WARNING)

    def faulty(_: str, faults: Sequence[str]) -> None:
        text = counted(
            "{count} entry of the archive's answer is damaged; the rest is shown.",
            "{count} entries of the archive's answer are damaged; the rest is shown.",
            len(faults),
        )
        presenter.say(text, tr("Tell your administrator: {what}", what=faults[0][:200]), level=Level.WARNING)

    studies.archive_away.connect(away)
    studies.rows_faulty.connect(faulty)
