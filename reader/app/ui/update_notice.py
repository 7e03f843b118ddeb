"""The line in the worklist window about a new version of the program."""

from __future__ import annotations

from reader.app.updating import Updating
from reader.core.qt.alive import while_alive
from reader.core.qt.elided import ElidedLabel
from reader.core.qt.plain import plain_tip


class UpdateNotice(ElidedLabel):
    """Follows what there is to tell; takes no room and no focus. language: of the notes in its tooltip."""

    def __init__(self, updating: Updating, language: str) -> None:
        super().__init__()
        self._updating, self._language = updating, language
        self.setProperty("role", "small")
        updating.changed.connect(self._show_news)
        self._show_news()

    @while_alive
    def _show_news(self) -> None:
        news = self._updating.news
        self.setText(news.words)
        self.setToolTip(plain_tip(news.detail(self._language)))
