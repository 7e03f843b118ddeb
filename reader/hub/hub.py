"""One hub: its folder, its database, and the services on it."""

from __future__ import annotations

import sqlite3
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.audit import AuditEvent, AuditTrail
from reader.core.audit_chain import kept_key
from reader.core.errors import ReaderError
from reader.core.private import keep_to_owner
from reader.core.sealing import Seal
from reader.core.storage import Database, storage_error
from reader.core.text import tr
from reader.dicom.json_model import value
from reader.hub import late
from reader.hub.anchors import Anchors
from reader.hub.approval import read_approval
from reader.hub.attempts import Attempts
from reader.hub.events import Channels, Subscriptions
from reader.hub.follow_ups import study_of
from reader.hub.putting_back import PutBack
from reader.hub.results import Results
from reader.hub.sign_in import SignIn
from reader.hub.store import Store
from reader.hub.titles import Titles
from reader.hub.tokens import TokenStore
from reader.hub.ups import Worklist
from reader.hub.users import Users
from reader.hub.vault import Vault, seal_what_is_open
from reader.hub.wishes import Wishes

if TYPE_CHECKING:
    from reader.hub.authority import Authority
    from reader.hub.documents import Documents

_KEPT = timedelta(days=90)


class Hub:
    """images: the DICOMweb root of another server that holds the images; then this one is a worklist only.

    address: the hub's own URL as clients reach it, known once it listens.
    """

    def __init__(
        self, folder: Path, *, images: str | None = None, token_seconds: float = 3600.0, demo: bool = False,
        seal: Seal | None = None,
    ) -> None:  # fmt: skip
        """demo: with the demo's users. seal: what the folder is sealed with, which may take a while the first time.
        Raises ReaderError where the folder can't be used, another hub uses it, or it is sealed otherwise."""
        self._held = _hold(folder)
        self.folder = folder
        self.images = images.rstrip("/") if images else None
        self.address = ""
        self.database = Database(folder / "hub.sqlite")
        self.vault = Vault(self.database, seal)
        seal_what_is_open(self.vault, folder)
        self.store = Store(folder, self.vault)
        self.users = Users(self.database)
        self.users.settle_demo(demo)
        self.tokens = TokenStore(self.database, token_seconds)
        there = AuditTrail(self.database).anchor.count
        key, unsigned = kept_key(folder / "audit.key", seal, there)
        self.audit = AuditTrail(self.database, seal, key)
        self.audit.unsigned = unsigned
        self.anchors = Anchors(self.database)
        self.sign_in = SignIn(self.users, self.tokens, Attempts(self.database), self.audit)
        self._lock = threading.Lock()
        self._authority: Authority | None = None
        self.subscriptions = Subscriptions(self.vault)
        self.titles = Titles(self.database)
        self.channels = Channels(self.subscriptions, self.tokens.alive)
        self.worklist = Worklist(
            self.vault,
            self.channels.publish,
            lambda uid, item: bool(self.subscriptions.subscribers(uid, item)),
            self.subscriptions.locked,
            Results(lambda: self.documents, lambda: () if self.images else ("", self.dicomweb)),
            self.users,
            self._put_back,
            read_approval(folder),
        )
        self.wishes = Wishes(self.database)
        self.worklist.purge(_KEPT)

    @property
    def authority(self) -> Authority:
        """The region's certificate authority, loaded when first needed; there is never a second one."""
        late.load_authority()
        from reader.hub.authority import Authority

        with self._lock:
            if self._authority is None:
                self._authority = Authority(self.folder / "authority")
            return self._authority

    @property
    def documents(self) -> Documents:
        """What may be stored, by whom; needs pydicom, so on a thread."""
        late.load()
        from reader.hub.documents import Documents

        worklist = self.worklist
        return Documents(
            self.store, self.users, lambda: self.authority.trust, worklist.claims_of, worklist.completed_by,
            worklist.parties, worklist.steps.handed_on,
        )  # fmt: skip

    def _put_back(self, ended: PutBack) -> None:
        self.audit.record(
            AuditEvent.PROCEDURE_RECORD, ended.by, state="signed" if ended.signed else "claim put back",
            task=ended.uid, performer=ended.claimed_by, waiting=ended.waiting,
            study=study_of(ended.content), patient=str(value(ended.content, "00100020")),
        )  # fmt: skip

    @property
    def dicomweb(self) -> str:
        """The root of the hub's own DICOMweb and UPS-RS services."""
        return f"{self.address}/dicom-web"

    @property
    def images_root(self) -> str:
        """The DICOMweb root where the images are."""
        return self.images or self.dicomweb

    def close(self) -> None:
        self.sign_in.close()
        self.database.close()
        self._held.close()


def _hold(folder: Path) -> sqlite3.Connection:
    """A lock on the folder that the system itself takes back when the process ends, whatever way it ends."""
    try:
        keep_to_owner(folder)
        held = sqlite3.connect(folder / "lock.sqlite", isolation_level=None, check_same_thread=False, timeout=0)
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as cause:
        raise ReaderError(
            tr("Another hub is using the folder {folder}, or it can't be written.", folder=folder)
        ) from cause
    except OSError as cause:
        raise storage_error(folder, cause) from cause
    return held
