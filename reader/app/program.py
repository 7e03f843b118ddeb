"""The running program: sign-in, worklist, the current case, and what carries over between them."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from reader.app.helping import Help
from reader.app.keys import follow_keys
from reader.app.presenter import Level, Message, Presenter
from reader.app.services import Services, start_services
from reader.app.ui.metered import metered
from reader.app.ui.sign_in import SignInWindow
from reader.app.ui.update_notice import UpdateNotice
from reader.app.updating import Updating, install_waiting
from reader.core import bundle, clock
from reader.core.audit import AuditEvent
from reader.core.commands import use_keys
from reader.core.errors import ReaderError
from reader.core.http import Http
from reader.core.lock import FileLock
from reader.core.log import log_from, start_log
from reader.core.profile import RESOURCES, Profile, open_profile, own_folder
from reader.core.qt.garbage import MainThreadGarbage
from reader.core.qt.guard import guard_event_handlers
from reader.core.qt.keyboard import Keyboard
from reader.core.qt.main_thread import MainThread
from reader.core.qt.plain import plain_message
from reader.core.qt.strokes import even_strokes
from reader.core.qt.theme import apply_theme
from reader.core.qt.translation import use_language
from reader.core.settings import NotByPolicy, Settings, open_settings
from reader.core.tasks import Pool, Progress
from reader.core.text import tr
from reader.terms.languages import locales

if TYPE_CHECKING:
    from reader.app.auditing import Auditing
    from reader.app.demo import EmbeddedHub
    from reader.app.desk import Desk
    from reader.app.local import LocalExams
    from reader.app.office import Office
    from reader.app.session import Session

READ_AHEAD_MS = 150
RUNNING = "running.lock"  # in the profile
_PATIENCE_S = 3.0  # with a program that is ending


class Program:
    """Owns what lives as long as the process. Main thread.

    hub_url: the hub to sign in to, "" for the one of the settings. embedded: the demo's own hub, which may
    still be starting. not_updated: why the version that was ready was not installed.
    """

    def __init__(
        self,
        app: QApplication,
        profile: Profile,
        hub_url: str = "",
        embedded: EmbeddedHub | None = None,
        not_updated: ReaderError | None = None,
    ) -> None:
        self.app = app
        self.presenter = Presenter()
        self.garbage = MainThreadGarbage()
        self.main_thread = MainThread(self.presenter.show)
        self.services: Services = start_services(profile, self.main_thread.deliver, self.presenter.show)
        self.presenter.install_hooks(self.main_thread.deliver)
        self.help = Help(app, self.services.settings)
        self.keyboard = Keyboard(app, self.help.show)
        guard_event_handlers()
        self._hub_url, self._embedded = hub_url, embedded
        self._unread = self.services.settings.recover()
        self._settings = self.services.settings.value
        self.language = use_language(self._settings.language, locales())
        follow_keys(self._settings)
        self.help.speak(self.language)
        apply_theme(app, self._settings.theme, scale=self._settings.text_scale)
        log_from(self._settings.log_level)
        self.services.settings.changed.connect(self._settings_changed)
        self.services.settings.not_kept.connect(self.presenter.show)
        self.presenter.session_expired.connect(self._ask_where_expired)
        self.updating = Updating(self.services, self._reading, metered, not_updated)
        self._told = False
        self._auditing: Auditing | None = None
        self.sign_in_window: SignInWindow | None = None
        self.desk: Desk | None = None
        self.office: Office | None = None
        self.local: LocalExams | None = None
        self.services.tasks.change(self._open_records, failed=self._cannot_start, pool=Pool.STORAGE)

    @property
    def seat(self) -> Desk | Office | None:
        """What the signed-in user works at: a doctor's desk, or an administrator's office."""
        return self.desk or self.office

    def start(self) -> None:
        """The sign-in window at once; what comes after it is imported while the user types."""
        self._show_sign_in()
        QTimer.singleShot(READ_AHEAD_MS, self._read_ahead)
        if self._embedded is None:
            self.updating.start()

    def _reading(self) -> bool:
        """Whether there are images on the screen. Any thread."""
        desk, local = self.desk, self.local
        return local is not None or (desk is not None and (desk.case is not None or desk.local.window is not None))

    def _read_ahead(self) -> None:
        def work(_: Progress) -> None:
            import_module("reader.app.desk")
            import_module("reader.report.template").load_templates()
            import_module("reader.views.hanging.library").bundled()

        def read(_: None) -> None:
            guard_event_handlers()
            if self.seat is None:  # what somebody works with goes with them
                self.garbage.keep()

        self.services.tasks.query(work, read)

    def _open_records(self, _: Progress) -> None:
        """A worker: the keyring may take its time."""
        self.services.audit.record(AuditEvent.APPLICATION_START, "")
        if self.services.aside is not None:
            reason = "the key of the records is gone"
            self.services.audit.record(AuditEvent.SECURITY_ALERT, "", outcome=8, reason=reason)

    def _cannot_start(self, error: BaseException) -> None:
        shown = error if isinstance(error, ReaderError) else ReaderError(str(error))
        _tell_in_a_box(shown.user_message, shown.hint, shown.safe)
        self.app.exit(1)

    def open_local(self, paths: Sequence[Path]) -> None:
        """`reader open`: exams of a disc or folder, without hub and sign-in; the program ends with their window."""
        from reader.app.local import LocalExams

        guard_event_handlers()
        local = self.local = LocalExams(
            self.services, self.presenter,
            settings=lambda: self._edit_settings(local.window), show_help=self.help.show,
            left=lambda: self.app.exit(0 if local.shown else 1),
        )  # fmt: skip
        self.presenter.said.connect(self._say_locally)
        self._tell_of_settings()
        local.open(paths)

    def _edit_settings(self, front: QWidget | None) -> None:
        from reader.app.ui.settings_dialog import SettingsDialog

        guard_event_handlers()
        SettingsDialog(self.services, front).exec()

    def _say_locally(self, message: Message) -> None:
        if self.local is not None and self.local.window is not None:
            self.local.window.show_message(message)
        else:
            _tell_in_a_box(message.text, message.hint, message.safe)

    def stop(self) -> None:
        """Leave everything in order; what is not delivered stays in the outbox."""
        self.updating.stop()
        self.help.close()
        self.keyboard.stop()
        use_keys()
        if self.local is not None:
            self.local.leave()
        if self.seat is not None:
            self.seat.close()
        try:
            self.services.audit.record(AuditEvent.APPLICATION_STOP, "")
            if self._auditing is not None:
                self._auditing.stop()
        except ReaderError as error:
            logging.getLogger(__name__).warning("the end was not recorded: %s", type(error).__name__)
        self.services.close()
        self.garbage.stop()
        if self._embedded is not None:
            self._embedded.stop()

    # signing in and out ----------------------------------------------------------------------------------

    def _show_sign_in(self) -> None:
        notice, blocked = "", None
        hub, fixed = self._hub_url, self._fixed_by_policy()
        if self._embedded is None:
            try:
                hub = self.services.settings.hub(hub)
            except NotByPolicy as error:
                hub, blocked = "", error
        else:
            hub = tr("embedded demo hub")
            fixed["hub_url"] = ""
            notice = tr(
                "Demo: li and chen write reports, zhou and wu review and sign them, admin sees the audit trail. "
                "The password is “demo”. "
                "Not for medical use."
            )
        window = SignInWindow(self._settings, hub, self.language, notice, fixed=fixed, blocked=blocked)
        window.sign_in_requested.connect(self._sign_in)
        window.language_chosen.connect(self._choose_language)
        previous, self.sign_in_window = self.sign_in_window, window
        if previous is not None:
            window.move(previous.pos())
            _end(previous)
        window.show()

    def _sign_in(self, url: str, username: str, password: str) -> None:
        def work(_: Progress) -> Session:
            from reader.app.session import discover, sign_in

            address = self._embedded.url() if self._embedded is not None else self.services.settings.hub(url)
            return sign_in(Http(), discover(self.services.http, address), username, password)

        def refused(error: BaseException) -> None:
            self._refused(error)
            self.services.audit.record(AuditEvent.LOGIN, username[:64], outcome=4, reason=type(error).__name__)

        self.services.tasks.query(work, self._signed_in, failed=refused, topic="sign-in")

    def _refused(self, error: BaseException) -> None:
        if self.sign_in_window is None or not isinstance(error, ReaderError):
            self.presenter.show(error)  # a defect reaches the log with its trace, whatever window is open
        if self.sign_in_window is not None:
            shown = error if isinstance(error, ReaderError) else ReaderError(tr("Sign-in failed."))
            self.sign_in_window.refuse(shown)

    def _signed_in(self, session: Session) -> None:
        self.services.audit.record(AuditEvent.LOGIN, session.user.username)
        from reader.app.auditing import Auditing

        self._auditing = Auditing(self.services, session.http, session.hub.audit_root, self.presenter.show)
        self._auditing.start()
        known = {} if self._embedded is not None else {"hub_url": session.hub.url}
        if self._settings.user != session.user.username:  # nobody misses what another has switched off
            self.services.settings.update(overlay_level=Settings.overlay_level)
        self.services.settings.update(user=session.user.username, **known)
        before = self.seat.session if self.seat is not None else None
        same = before is not None and before.user == session.user
        again = before is not None and (before.user, before.roles) == (session.user, session.roles)
        if not again:
            self._leave_seat()
            if session.may_read:
                self._open_desk(session)
            else:
                self._open_office(session)
        if self.sign_in_window is not None:  # only now: it says why where what follows can't be opened
            _end(self.sign_in_window)
            self.sign_in_window = None
        if again and self.seat is not None:
            self.seat.session.http.authorize_as(session.http)
            self.seat.signed_in_again()
        else:
            self._tell_what_was_put_aside()
            self._tell_of_the_clock(session)
            if same:
                hint = tr("What you had written is kept; open the exam again.")
                self.presenter.say(tr("Your roles have been changed at the hub."), hint, Level.WARNING)

    def _open_desk(self, session: Session) -> None:
        from reader.app.desk import Desk
        from reader.app.workplace import make_workplace

        guard_event_handlers()
        place = make_workplace(self.services, session)
        self.desk = Desk(
            place, self._presenter_of_session(), self.language,
            show_help=self.help.show, sign_out=self._sign_out, quit_program=self.app.quit,
            notice=lambda: UpdateNotice(self.updating, self.language),
        )  # fmt: skip
        try:
            self.desk.start()
        except BaseException:
            self._leave_seat()  # whoever signs in again begins anew
            raise

    def _open_office(self, session: Session) -> None:
        from reader.app.office import Office

        guard_event_handlers()
        self.office = Office(
            self.services, session, self._presenter_of_session(),
            show_help=self.help.show, sign_out=self._sign_out, quit_program=self.app.quit,
        )  # fmt: skip
        self.office.start()

    def _presenter_of_session(self) -> Presenter:
        presenter = self.presenter.of_session()
        presenter.session_expired.connect(self._ask_where_expired)
        return presenter

    def _leave_seat(self) -> None:
        seat, self.desk, self.office = self.seat, None, None
        if seat is not None:
            seat.close()
            seat.session.http.close()

    def _tell_what_was_put_aside(self) -> None:
        """Once: the settings and the records that could not be opened at this start."""
        self._tell_of_settings()
        aside = self.services.aside
        if aside is not None and not self._told:
            self._told = True
            what, hint = aside.words
            self.presenter.say(what, hint, Level.ERROR)

    def _tell_of_settings(self) -> None:
        unread, self._unread = self._unread, None
        if unread is not None:
            self.presenter.show(unread)

    def _tell_of_the_clock(self, session: Session) -> None:
        if abs(session.clock_ahead_s) > clock.WRONG_S:
            self.presenter.say(
                tr("This computer's clock is {said}.", said=clock.words(session.clock_ahead_s)),
                tr("Have it set right before you write: reports and signatures bear its date."), Level.ERROR,
            )  # fmt: skip

    def _sign_out(self) -> None:
        if self.seat is None:
            return
        session = self.seat.session
        self.services.audit.record(AuditEvent.LOGOUT, session.user.username)
        session.http.forget(session.hub.url)
        self._leave_seat()
        self._show_sign_in()

    def _ask_where_expired(self) -> None:
        """Somebody's session has expired: of whoever is signed in now, or had been before."""
        if self.seat is not None and self.seat.session.http.expired(self.seat.session.hub.url):
            self._ask_again()

    def _ask_again(self) -> None:
        """The session has expired: the case stays as it is, the sign-in window comes beside it."""
        window = self.sign_in_window
        if self.seat is not None and (window is None or not window.isVisible()):  # or it was closed unused
            self._show_sign_in()

    # settings --------------------------------------------------------------------------------------------

    def _fixed_by_policy(self) -> dict[str, str]:
        """What can't be chosen in the sign-in window, and why."""
        settings = self.services.settings
        return {name: tr("Locked by the hospital.") for name in ("hub_url", "language") if settings.locked(name)}

    def _choose_language(self, code: str) -> None:
        self.services.settings.update(language=code)

    def _settings_changed(self, new: Settings) -> None:
        old, self._settings = self._settings, new
        if (old.theme, old.text_scale) != (new.theme, new.text_scale):
            apply_theme(self.app, new.theme, scale=new.text_scale)
        log_from(new.log_level)
        follow_keys(new)
        if old.language != new.language:
            self.language = use_language(new.language, locales())
            if self.sign_in_window is not None and self.sign_in_window.isVisible():
                self._show_sign_in()
        if self.seat is not None and _look(old) != _look(new):
            self.seat.rebuild(self.language)
        if self.local is not None and _look(old) != _look(new):
            self.local.rebuild()
        if _look(old) != _look(new):
            self.help.speak(self.language)


def _end(window: SignInWindow) -> None:
    window.close()
    window.deleteLater()


def _look(settings: Settings) -> tuple[object, ...]:
    """What windows are built with; with another one they are built again."""
    return settings.language, settings.theme, settings.text_scale, settings.key_set, settings.keys


def run_program(profile_folder: Path | None, hub_url: str = "") -> int:
    """`reader`: the program on the hub of the settings or of the command line."""

    def run(profile: Profile) -> int:
        return _run(profile, hub_url, None, not_updated=install_waiting(profile, sys.argv[1:]))

    return _with_profile(profile_folder, run, alone=True)


def run_demo(profile_folder: Path | None, images: str = "") -> int:
    """`reader demo`: the program on its embedded hub, in a profile of its own."""
    from reader.app.demo import EmbeddedHub

    def run(profile: Profile) -> int:
        if (RESOURCES / "demo" / "manifest.json").is_file():
            return _run(profile, "", EmbeddedHub(profile.root / "hub", images))
        _speaking(profile)
        hint = tr("Install them (Debian: package reader-demo).")
        return _cannot_start(ReaderError(tr("The demo exams are not installed."), hint))

    return _with_profile(profile_folder or own_folder() / "demo", run, alone=True)


def run_local(profile_folder: Path | None, paths: Sequence[Path]) -> int:
    """`reader open PATH…`: what lies there, to be looked at. 1 where there was no exam to open."""
    return _with_profile(profile_folder, lambda profile: _run(profile, "", None, paths), alone=False)


def _with_profile(folder: Path | None, run: Callable[[Profile], int], alone: bool) -> int:
    """Run with the profile in `folder`, else with the user's own; 1 where it can't be opened, which is told.

    alone: nothing is begun while another program works with that profile.
    """
    use_language("", locales())
    try:
        profile = open_profile(folder)
    except ReaderError as error:
        _speaking(None)
        return _cannot_start(error)
    lock = FileLock(profile.root / RUNNING)
    if alone and not lock.take(_PATIENCE_S):
        _speaking(profile)
        return _cannot_start(_runs_already(lock))
    try:
        return run(profile)
    finally:
        lock.let_go()


def _run(
    profile: Profile,
    hub_url: str,
    embedded: EmbeddedHub | None,
    paths: Sequence[Path] = (),
    not_updated: ReaderError | None = None,
) -> int:
    start_log(profile.log)
    even_strokes()
    app = _speaking(profile)
    app.setQuitOnLastWindowClosed(not paths)  # between the question which exam and its window there is none
    try:
        program = Program(app, profile, hub_url, embedded, not_updated)
    except ReaderError as error:
        return _cannot_start(error)
    if damaged := list(bundle.damaged(contents=False)):
        _tell_in_a_box(bundle.words(damaged), bundle.remedy())
    if paths:
        QTimer.singleShot(0, lambda: program.open_local(paths))
    else:
        program.start()
    try:
        return app.exec()
    finally:
        program.stop()


def _speaking(profile: Profile | None) -> QApplication:
    """The application, in the language of the profile's settings, else in the system's."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("reader")
    use_language(open_settings(profile).value.language if profile is not None else "", locales())
    return app


def _cannot_start(error: ReaderError) -> int:
    """Tell why, before there is a window."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "dark")
    _tell_in_a_box(error.user_message, error.hint, error.safe)
    return 1


def _runs_already(other: FileLock) -> ReaderError:
    if not other.computer:
        return ReaderError(tr("reader is already running."), tr("Go on in its window."))
    return ReaderError(
        tr("reader is already running with the same data on another computer: {name}.", name=other.computer),
        tr("End it there. If that computer is off, remove this file: {file}", file=other.path),
    )


def _tell_in_a_box(*parts: str) -> None:
    """Say it where no window is open that could."""
    box = plain_message(None, "\n\n".join(part for part in parts if part))
    box.setWindowTitle("reader")
    box.setIcon(QMessageBox.Icon.Critical)
    box.exec()
