"""What makes the bundles for Windows and Linux; the command line is `packaging/build.py`. Standard library only."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""


class CannotBuild(Exception):
    """What is missing, and what to do, for the one who builds."""
