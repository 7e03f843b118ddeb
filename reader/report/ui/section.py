"""One section of the report panel: heading in both languages, the template's sentences, and the editor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from reader.core.qt.actions import key_text
from reader.core.qt.elided import ElidedLabel, elided
from reader.core.qt.plain import Label, plain_tip
from reader.core.qt.theme import scaled
from reader.core.text import tr
from reader.report.commands import written_about
from reader.report.filling import names_no_organ
from reader.report.model import ADDENDUM, AMENDMENT, FINDINGS, IMPRESSION, Section
from reader.report.template import Situation, TemplateSection
from reader.report.ui.editor import SectionEditor
from reader.terms.languages import headings

_LINES = {FINDINGS.value: 6, IMPRESSION.value: 3, ADDENDUM.value: 3, AMENDMENT.value: 2}
_MOST = 5  # lines of what stays in view
_STAYS_UP_TO = 125  # % of text size; above that it takes all the room of a small screen
_WORDS_UP_TO = 150  # % of text size; above that the heading needs the room
_MENU_WIDTH = 900  # pixels at 100 %: every sentence of ours; what is longer has a tooltip


class SectionBox(QWidget):
    """Heading and editor; what is signed and locked says so. stays: always in view, as the impression is where it
    is the last section (may_stay). known: what the normal sentences depend on.

    taken(list of sentences): the user took them from the template's menu."""

    taken = Signal(list)

    def __init__(
        self,
        section: Section,
        template: TemplateSection | None,
        parent: QWidget | None = None,
        *,
        may_stay: bool = True,
        known: Callable[[], Situation] = Situation,
    ) -> None:
        super().__init__(parent)
        self._known = known
        self.heading, self.key = section.heading, section.key
        self.title = section.title
        self.locked = section.locked
        self.is_new = section.heading in (ADDENDUM, AMENDMENT) and not section.locked
        self.stays = may_stay and section.heading == IMPRESSION and not section.locked and fits_below()
        self._required = section.required
        self._template = template if template is not None and _offers(template) else None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(6)
        self._name = Label()
        bold = self._name.font()
        bold.setBold(True)
        self._name.setFont(bold)
        self._name.setMinimumWidth(40)  # large text in a narrow panel gives way instead of widening it
        self._other = ElidedLabel()
        self._other.setProperty("role", "small")
        top.addWidget(self._name)
        top.addWidget(self._other, 1)
        self._menu_button = QToolButton()
        self._menu_button.setProperty("role", "quiet")
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._menu_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes from text to text; a key opens it
        if self._template is None:
            self._menu_button.hide()
        self._menu = QMenu(self._menu_button)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._menu_button.setMenu(self._menu)
        top.addWidget(self._menu_button)
        layout.addLayout(top)
        self._lines = _LINES.get(section.heading.value, 1)
        self.editor = SectionEditor(lines=1 if section.locked else self._lines, most=_MOST if self.stays else None)
        layout.addWidget(self.editor)
        self.translate()

    def translate(self) -> None:
        """The heading in the report's language, the other one small beside it."""
        names = headings(self.heading.value) or (self.heading.meaning,)
        name = self.name = self.title or names[0]
        other = next((entry for entry in names if not name.startswith(entry)), "")
        self._name.setText(name)
        said = tr("signed, locked") if self.locked else tr("required") if self._required else ""
        self._other.setText(" · ".join(part for part in (other, said) if part))
        self._menu_button.setText("▾" if scaled(100) > _WORDS_UP_TO else tr("Fill normal") + " ▾")
        self._menu_button.setAccessibleName(tr("Fill normal"))
        told = tr("Template sentences; added to the report only when you choose them")
        self._menu_button.setToolTip(plain_tip(f"{told}  {key_text(written_about('sentences'))}"))
        self.editor.setAccessibleName(name)

    def set_read_only(self, read_only: bool) -> None:
        read_only = read_only or self.locked
        self.editor.setReadOnly(read_only)
        self.editor.set_lines(1 if read_only else self._lines)  # no room for what nobody types
        # the style sheet tells read-only editors apart by this property
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)
        self._menu_button.setVisible(self._template is not None and not read_only)

    def normal(self) -> tuple[str, ...]:
        """The normal sentences of what the text does not speak of yet."""
        said = "\n".join(statement.text for statement in self.editor.statements())
        return self._template.normal(said, self._known()) if self._template is not None else ()

    def use(self, template: TemplateSection | None) -> None:
        """Offer the sentences of another template."""
        self._template = template if template is not None and _offers(template) else None
        self._menu_button.setVisible(self._template is not None and not self.editor.isReadOnly())

    def nothing_to_fill(self) -> str:
        """Why no normal sentence is taken where the text speaks of all of them."""
        said = "\n".join(statement.text for statement in self.editor.statements())
        if self._template is not None and (line := self._template.unplaced(said, known := self._known())):
            return names_no_organ(line, known)
        if not said:
            return tr("No sentence is known to fit; choose one for “{section}” from the menu.", section=self.name)
        return tr("“{section}” already has text; nothing was filled in.", section=self.name)

    @property
    def offers(self) -> bool:
        return self._template is not None and not self.locked

    def offer(self) -> None:
        """Open the menu of sentences. None is chosen yet: an Enter too many puts nothing into the report."""
        self._menu.popup(self._menu_button.mapToGlobal(self._menu_button.rect().bottomLeft()))

    def _fill_menu(self) -> None:
        self._menu.clear()
        if self._template is None:
            return
        normal = self.normal()
        if len([field for field in self._template.fields if field.default]) > 1:
            everything = self._menu.addAction(tr("Everything not written yet ({count})", count=len(normal)))
            everything.setEnabled(bool(normal))
            everything.setToolTip(plain_tip("" if normal else self.nothing_to_fill()))
            everything.triggered.connect(self._giver(list(normal)))
            self._menu.addSeparator()
        width = min(scaled(_MENU_WIDTH), self.screen().availableGeometry().width() * 3 // 4)
        known = self._known()
        for field in self._template.fields:
            for sentence in field.offered(known):
                told = f"{field.label}: {sentence}" if field.label else sentence
                action = self._menu.addAction(elided(told, self._menu.fontMetrics(), width).replace("&", "&&"))
                action.setToolTip(plain_tip(sentence))
                action.triggered.connect(self._giver([sentence]))
        self._menu.setToolTipsVisible(True)

    def _giver(self, sentences: list[str]) -> Callable[[], None]:
        return lambda: self.taken.emit(sentences)


def fits_below() -> bool:
    """Whether there is room for what stays in view, whatever is scrolled to."""
    return scaled(100) <= _STAYS_UP_TO


def _offers(template: TemplateSection) -> bool:
    return any(field.options for field in template.fields)
