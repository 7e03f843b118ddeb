"""Colours, type and the one style sheet: tokens by name, never literals in a widget (LOOK.md)."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from reader.core.profile import RESOURCES

_SHARED = {
    "view": "#000000",
    "axial": "#FF7A7A",
    "coronal": "#7ADF8A",
    "sagittal": "#7FB2FF",
    # on pictures, which stay black in every theme (`on_view`)
    "overlay": "#E6EAEE",
    "overlay-ai": "#2DD4BF",
    "overlay-human": "#FFD54A",
    "overlay-rejected": "#8A95A0",
}
TOKENS: dict[str, dict[str, str]] = {
    "dark": _SHARED
    | {
        "base": "#14171A", "panel": "#1B1F24", "raised": "#242A31", "line": "#2E353D",
        "text": "#E6EAEE", "text-2": "#9AA5B1", "text-off": "#66717C", "accent": "#4DA3FF",
        "on-accent": "#0B1218", "ai": "#2DD4BF", "human": "#FFD54A", "rejected": "#8A95A0",
        "urgent": "#FF6B6B", "soon": "#FFB020", "fine": "#5BD38D", "selected": "#22364C",
    },
    "light": _SHARED
    | {
        "base": "#F3F5F7", "panel": "#FFFFFF", "raised": "#E6EAEE", "line": "#CBD2D9",
        "text": "#14171A", "text-2": "#4A5561", "text-off": "#7B8794", "accent": "#0B63C5",
        "on-accent": "#FFFFFF", "ai": "#0B7A6E", "human": "#8A6200", "rejected": "#66717C",
        "urgent": "#C62828", "soon": "#925B00", "fine": "#1E7F45", "selected": "#D3E6FB",
    },
}  # fmt: skip

BASE_PX, SMALL_PX, TITLE_PX, LINE_PX, ICON_PX = 13, 11, 15, 18, 16
_LATIN = ("Segoe UI", "Inter", "Noto Sans", "Cantarell", "DejaVu Sans")
_CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei UI", "WenQuanYi Micro Hei")
_current = "dark"
_scale = 1.0


def token(name: str) -> str:
    """The colour of a token in the current theme, as "#rrggbb". Raises KeyError for an unknown token."""
    return TOKENS[_current][name]


def colour(name: str) -> QColor:
    return QColor(token(name))


def on_view(name: str) -> QColor:
    """The colour of a token for what is drawn over pictures, which stay black in every theme."""
    return QColor(TOKENS["dark"][name])


def scaled(pixels: int, most: float = 3.0) -> int:
    """A size that grows with the text (at most so many times), for icons and rows."""
    return round(pixels * min(_scale, most))


def apply_theme(app: QApplication, name: str, *, scale: float = 1.0) -> None:
    """Set palette, font and style sheet of the whole program; may be called again while it runs."""
    global _current, _scale
    _current = name if name in TOKENS else "dark"
    _scale = scale
    app.setStyle("Fusion")
    app.setPalette(_palette())
    font = QFont(_families(), -1, QFont.Weight.Normal)
    font.setPixelSize(round(BASE_PX * scale))
    if not app.styleSheet():  # the first sheet brings back the fonts that Windows and KDE have for lists and menus
        app.setStyleSheet("QWidget {}")
    app.setFont(font)
    sheet = Template((RESOURCES / "themes" / "reader.qss").read_text("utf-8"))
    sizes = {"base_px": BASE_PX, "small_px": SMALL_PX, "title_px": TITLE_PX, "line_px": LINE_PX, "icon_px": ICON_PX}
    values = {key: f"{round(size * scale)}px" for key, size in sizes.items()}
    values["icons"] = (RESOURCES / "icons").as_posix()
    values |= {key.replace("-", "_"): value for key, value in TOKENS[_current].items()}
    app.setStyleSheet(sheet.substitute(values))


def figures(font: QFont | None = None) -> QFont:
    """The font with tabular figures, for times and measurements."""
    result = QFont(font) if font is not None else QFont(QApplication.font())
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def _families() -> list[str]:
    """One installed family for Latin and one for Chinese; all names of Chinese ones where none is known."""
    known = set(QFontDatabase.families())
    latin = [family for family in _LATIN if family in known][:1]
    chinese = [family for family in _CHINESE if family in known][:1]
    return [*latin, *(chinese or _CHINESE)]


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "base",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "panel",
        QPalette.ColorRole.AlternateBase: "raised",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on-accent",
        QPalette.ColorRole.PlaceholderText: "text-off",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.Mid: "line",
    }
    for role, name in roles.items():
        palette.setColor(role, colour(name))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour("text-off"))
    return palette
