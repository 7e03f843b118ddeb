"""The worklist's bench on a hub with a key."""

from __future__ import annotations

from tests.bench import worklist


def main() -> dict[str, float | str]:
    return worklist.main(sealed=True)
