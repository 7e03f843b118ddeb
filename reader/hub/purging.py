"""What of the worklist is old enough to be deleted. No I/O; any thread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable


def outlived(old: Collection[str], kept: Collection[str], follows: Iterable[tuple[str, str]]) -> set[str]:
    """Those of the `old` UIDs that nothing which is `kept` follows on, or that follow on it, at whatever distance:
    all that was done with one order is deleted together. follows: (a workitem, the one that it follows on)."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in follows:
        beside[one].add(other)
        beside[other].add(one)
    reached, waiting = set[str](), list(kept)
    while waiting:
        if (uid := waiting.pop()) not in reached:
            reached.add(uid)
            waiting += beside[uid]
    return set(old) - reached
