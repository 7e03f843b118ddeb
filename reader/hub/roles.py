"""What a user of the hub may be. A role is added to others; nobody has one by default."""

from __future__ import annotations

REPORTING, REVIEWING, APPROVING = "reporting", "reviewing", "approving"
SENDING, ADMINISTRATOR = "sending", "administrator"
ROLES = (REPORTING, REVIEWING, APPROVING, SENDING, ADMINISTRATOR)
"""A doctor who writes reports; one who verifies those of others; a chief, who signs those that need another look
after the review; a hospital's gateway, modality or algorithm, which stores objects and orders readings; who directs
the waiting tasks and looks after the hub."""
DOCTORS = frozenset((REPORTING, REVIEWING, APPROVING))
