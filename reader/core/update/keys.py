"""Who signs the updates of this program: Ed25519 public keys in base64, as `packaging/release.py key` prints them.

Two, when one is about to be replaced: a list may bear several signatures. None in a build of one's own; then only
a policy (`update_keys`) turns updates on.
"""

from __future__ import annotations

KEYS: tuple[str, ...] = ()
