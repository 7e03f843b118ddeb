"""The user's own layouts, by name, in his settings. Main thread only."""

from __future__ import annotations

from reader.core.settings import SettingsModel
from reader.views.hanging.codec import BadProtocol, layout_from, layout_text
from reader.views.layout import Layout

_ID = "kept "


class KeptLayouts:
    """What a layout shows is not kept: the series of the next exam hang in it in their order."""

    def __init__(self, settings: SettingsModel) -> None:
        self._settings = settings

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._settings.value.layouts, key=str.casefold))

    def layout(self, name: str) -> Layout | None:
        """None where it can't be read, as one of a newer version of the program."""
        try:
            return layout_from(self._settings.value.layouts[name], f"{_ID}{name}")
        except BadProtocol:
            return None

    def name_of(self, layout: Layout) -> str:
        """"" for a layout that is none of them."""
        name = layout.id.removeprefix(_ID)
        return name if layout.id.startswith(_ID) and name in self.names else ""

    def keep(self, name: str, layout: Layout) -> None:
        """In the place of another one of this name. Raises `StorageError`."""
        self._settings.update(layouts=self._settings.value.layouts | {name: layout_text(layout)})

    def forget(self, name: str) -> None:
        """Raises `StorageError`."""
        kept = {own: text for own, text in self._settings.value.layouts.items() if own != name}
        self._settings.update(layouts=kept)
