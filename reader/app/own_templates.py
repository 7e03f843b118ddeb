"""Report templates of the user, of this computer, and of the hospital. No Qt; main thread.

The hospital's are in a folder beside the policy, where only an administrator can write; those of everybody at this
computer in the profile, the user's own in a folder in there.
"""

from __future__ import annotations

from reader.app.hanging import folder_name
from reader.app.presenter import Level, Presenter
from reader.core.profile import Profile
from reader.core.text import tr
from reader.report.library import FileFault, Library, library


class OwnTemplates:
    """What is wrong with a file is said once."""

    def __init__(self, profile: Profile, username: str, presenter: Presenter) -> None:
        here = profile.root / "templates"
        self._folders = (here / folder_name(username), here, profile.policy.parent / "templates")
        self._presenter = presenter
        self._said: tuple[FileFault, ...] = ()

    def all(self) -> Library:
        """As they are now."""
        found = library(*self._folders)
        left_out = tuple(fault for fault in found.faults if not fault.used)
        if left_out and left_out != self._said:
            first = left_out[0]
            name, fault = first.file.name, first.faults[0]
            what = tr("The report template {file} can't be used: {what}", file=name, what=fault)
            self._presenter.say(what, tr("The others are used."), level=Level.WARNING)
        self._said = left_out
        return found
