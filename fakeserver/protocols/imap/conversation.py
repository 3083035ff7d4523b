"""What the commands of one conversation share: its state, the open mailbox, and its responses."""

from collections.abc import Callable
from dataclasses import replace

from fakeserver.edge.exchange import NO_ANSWER, Exchange
from fakeserver.protocols.imap.arguments import Command
from fakeserver.protocols.imap.errors import CONNECTION_CLOSED, Row, goodbye_for, phrase, row_for
from fakeserver.protocols.imap.selected import Selected
from fakeserver.protocols.imap.states import State
from fakeserver.protocols.imap.style import ImapStyle
from fakeserver.steps import Steps
from fakeserver.tenant.access.credentials import Credential
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.visit import Visit, Visitor
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.changes import Change
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.presentation import Presentation
from fakeserver.tenant.places import CONNECT
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.switches.policies import Policies


class Conversation:
    """One client's conversation, from greeting to goodbye."""

    def __init__(self, cloud: Cloud, style: ImapStyle | None, peer: str, connection: int = 0) -> None:
        """``style``: a fixed one, whatever the tenants' switches say."""
        self.cloud = cloud
        self._fixed_style = style
        self.peer = peer
        self.state = State.NOT_AUTHENTICATED
        self.visitor: Visitor | None = None
        self.visit: Visit | None = None
        #: the command now being answered
        self.exchange = Exchange(cloud, Protocol.IMAP.value, connection=connection)
        self.selected: Selected | None = None
        self.closed = False
        #: the tag of the command now being answered
        self.tag = b"*"
        #: and its name
        self.name = ""
        self.out: list[bytes] = []
        #: the remaining steps of a long command or a long answer; the session takes them
        self.unfinished: Steps[None] | None = None
        #: takes the next line, which is no command: a SASL response, or the DONE of IDLE
        self.continuation: Callable[[bytes], None] | None = None
        #: whether IDLE is on, so that changes are sent unasked
        self.idling = False
        self._stop_watching: list[Callable[[], None]] = []
        #: asks the listener to call the session's ``wake`` soon; called from any thread
        self.on_wake: Callable[[], None] | None = None
        #: BAD answers so far, for the limit on them
        self.bad_answers = 0
        #: commands refused since the mailbox did not open
        self.refused_while_not_connected = 0

    @property
    def style(self) -> ImapStyle:
        """How this front end answers: by the visitor's tenant's switches, before sign-in by the newest tenant's."""
        if self._fixed_style is not None:
            return self._fixed_style
        return ImapStyle.of(self.cloud.front_end if self.visitor is None else self.visitor.tenant.policies)

    @property
    def mailbox(self) -> Mailbox:
        """The open mailbox; only in states that have one."""
        assert self.visit is not None
        return self.visit.mailbox

    @property
    def policies(self) -> Policies:
        """The switches of the visited tenant; only in states that have one."""
        assert self.visit is not None
        return self.visit.tenant.policies

    @property
    def presentation(self) -> Presentation:
        """How the mailbox's settings want messages shown; only in states that have a mailbox."""
        assert self.visit is not None
        owner = self.visit.owner
        return Presentation(exact_size=owner.imap_exact_size, force_ical=owner.imap_force_ical)

    @property
    def folder_view(self) -> Selected:
        """The selected folder; only in the state that has one."""
        assert self.selected is not None
        return self.selected

    def may_stay(self) -> bool:
        """Ask the door again; where the right has ended, send BYE and close."""
        ended = None if self.visit is None else self.exchange.recheck(self.visit)
        if ended is not None:
            self.goodbye(goodbye_for(ended), ended)
        return ended is None

    # --- IDLE ----------------------------------------------------------------------------------------------------

    def begin_idling(self) -> None:
        """Watch for changes, for IDLE. The caller holds the tenant's lock, so that no change is missed."""
        assert self.visit is not None
        self.idling = True
        # The clock as well: moving it forward may expire the token.
        self._stop_watching = [self.mailbox.watch(self._changed), self.visit.tenant.clock.watch(self._wake)]
        self._stop_watching.append(self.visit.tenant.faults.watch(self._wake))

    def end_idling(self) -> None:
        """Stop watching."""
        self.idling = False
        while self._stop_watching:
            self._stop_watching.pop()()

    def _changed(self, change: Change) -> None:
        if self.selected is not None and change.folder is self.selected.folder:
            self._wake()

    def _wake(self) -> None:
        # Another thread may set it to None at this moment.
        on_wake = self.on_wake
        if on_wake is not None:
            on_wake()

    def release(self) -> None:
        """Let go of the mailbox and of the tenant."""
        self.end_idling()
        self.exchange.disconnected()
        self.continuation = None
        self.selected = self.visit = self.visitor = self.exchange.tenant = None

    # --- what goes out -------------------------------------------------------------------------------------------

    def untagged(self, octets: bytes) -> None:
        """Say ``* …``."""
        self.out.append(b"* %b\r\n" % octets)

    def complete(self, command: Command[object], code: bytes = b"", refusal: Refusal | None = None) -> None:
        """Complete a command, after the untagged responses: ``A1 OK [code] SELECT completed.``

        Args:
            refusal: what was refused all the same, and shows only later.
        """
        self.send_news(expunges=command.may_expunge)
        text = b"OK %b%b completed." % (code + b" " if code else b"", command.name.encode("ascii"))
        self.answer(command.tag, command.name, text, refusal)

    def send_news(self, *, expunges: bool = True, exists: bool = False) -> None:
        """Send what changed in the selected folder.

        Args:
            expunges: whether message numbers may shift now.
            exists: whether the count of messages is sent in any case.
        """
        keeps_silent = self.name == "IDLE" and self.style.idle == "silent"
        if self.selected is not None and not keeps_silent:
            self.selected.absorb()
            self.out.append(self.selected.news(expunges=expunges, exists=exists))

    def refuse(self, tag: bytes, name: str, row: Row, refusal: Refusal | None = None, folder: str = "") -> None:
        """Refuse with a row's status and text."""
        if row.status == "BAD":
            self.bad_answers += 1
        self.answer(tag, name, phrase(row, name, folder), refusal)

    def refuse_for(self, refusal: Refusal) -> None:
        """Refuse the command now being answered with the row of what was refused."""
        self.refuse(self.tag, self.name, row_for(refusal), refusal, folder=getattr(refusal, "folder", ""))

    def is_kept_by_fault(self, credential: Credential | None = None) -> bool:
        """Ask whether a fault of the test keeps the command from being performed; if so, answer it.

        Where the connection is closed behind a refusal, that is a BAD (log in email-oauth2-proxy#191).

        Args:
            credential: of a sign-in, which is asked about once it is there.
        """
        effect = self.exchange.meets_fault(self.visit, credential=credential)
        if effect is None or effect.is_performed:
            return False
        if effect.refusal is None:
            bye = effect.unasked.decode("ascii").rstrip()
            self.exchange.answered(effect.said or bye or NO_ANSWER)
            self.out.append(effect.lines(self.tag))
            return True
        row = row_for(effect.refusal)
        if self.exchange.operation == CONNECT:
            text = CONNECTION_CLOSED.decode("ascii") if row.is_of_a_command else row.text
            self.untagged(b"BYE " + text.encode("ascii"))
            self.exchange.answered("BYE " + text, effect.refusal)
            self.closed = True
            return True
        folder = getattr(effect.refusal, "folder", "")
        self.refuse(self.tag, self.name, replace(row, status="BAD") if effect.closes else row, effect.refusal, folder)
        if effect.closes:
            self.goodbye(CONNECTION_CLOSED)
        return True

    def goodbye(self, text: bytes, refusal: Refusal | None = None) -> None:
        """Say ``* BYE`` and close."""
        self.untagged(b"BYE " + text)
        self.exchange.nothing_asked()
        self.exchange.answered("BYE " + text.decode("ascii"), refusal)
        self.closed = True
        self.end_idling()

    def answer(self, tag: bytes, name: str, text: bytes, refusal: Refusal | None = None) -> None:
        """Say a tagged line, and note it."""
        self.out.append(b"%b %b\r\n" % (tag, text))
        self.exchange.asked = self.exchange.asked or name
        self.exchange.answered(text.decode("ascii", "replace"), refusal)
