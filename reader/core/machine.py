"""What the computer has: asked of the system, without a library."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

GB = 1_000_000_000


def size_text(size: float) -> str:
    """ "3.2 GB", "412 MB"; decimal, as disks are sold."""
    if size >= GB:
        return f"{size / GB:.1f} GB" if size < 100 * GB else f"{size / GB:.0f} GB"
    return f"{size / 1e6:.0f} MB"


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of Windows."""

    _fields_ = [
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        ("total", ctypes.c_ulonglong),
        ("available", ctypes.c_ulonglong),
        ("others", ctypes.c_ulonglong * 5),
    ]


def _memory_status() -> _MemoryStatus | None:
    """Windows only; None where it does not say."""
    status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 mypy knows it on Windows only
    return status if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else None


def memory_total() -> int:
    """Bytes of main memory; 8 GB where the system does not say."""
    if sys.platform == "win32":
        status = _memory_status()
        return int(status.total) if status is not None else 8 * GB
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 8 * GB


def memory_available() -> int | None:
    """Bytes that the system could give without swapping; None where that is not known (Linux and Windows tell)."""
    if sys.platform == "win32":
        status = _memory_status()
        return int(status.available) if status is not None else None
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None


def memory_budget() -> int:
    """Bytes for images when nobody has chosen: half of the memory, 1 GB at least and 32 GB at most."""
    return max(GB, min(32 * GB, memory_total() // 2 // GB * GB))
