"""How long ago what was typed was saved, in words."""

from __future__ import annotations

from reader.core.text import tr


def saved_ago(seconds: float) -> str:
    """How long ago the draft was saved, in the words of the read-out."""
    if seconds < 10:
        return tr("saved {seconds} s ago", seconds=f"{max(0.0, seconds):.1f}")
    if seconds < 60:
        return tr("saved {seconds} s ago", seconds=f"{seconds:.0f}")
    if seconds < 3600:
        return tr("saved {minutes} min ago", minutes=f"{seconds // 60:.0f}")
    return tr("saved")


