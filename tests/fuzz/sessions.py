"""The line protocols, and what IMAP reads of messages that were delivered."""

from abc import abstractmethod
from random import Random
from typing import ClassVar

from fakeserver.listeners.dialogue import Session
from fakeserver.protocols.imap.session import ImapSession
from fakeserver.protocols.pop3.session import Pop3Session
from fakeserver.protocols.smtp.session import SmtpSession
from tests.fuzz import rules
from tests.fuzz.grammar import Rules, changed, drawn
from tests.fuzz.target import Target


class Conversation(Target):
    """A session of a line protocol, mostly signed in; a new one begins when it closes."""

    grammar: ClassVar[Rules]
    #: the address that the session is for, and its scope
    scope: ClassVar[str]

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.blob = self.world.xoauth2("alice", f"https://outlook.office.com/{self.scope}")
        self.session = self.begun()

    @abstractmethod
    def open(self) -> Session:
        """Begin a session."""

    @abstractmethod
    def opening(self) -> bytes:
        """Return what signs it in."""

    def begun(self) -> Session:
        session = self.open()
        session.greeting()
        if self.random.random() < 0.8:
            session.receive(self.opening())
        return session

    def input(self) -> bytes:
        return changed(drawn(self.grammar, "command", self.random), self.random)

    def take(self, octets: bytes) -> None:
        middle = self.random.randrange(len(octets) + 1) if self.random.random() < 0.1 else len(octets)
        for piece in (octets[:middle], octets[middle:]):
            self.session.receive(piece)
            while self.session.has_more and not self.session.closed:
                self.session.receive(b"")
        if self.session.closed or self.random.random() < 0.02:
            self.session.connection_lost()
            self.session = self.begun()

    def close(self) -> None:
        self.session.connection_lost()


class Imap(Conversation):
    grammar, scope = rules.IMAP, "IMAP.AccessAsUser.All"

    def open(self) -> Session:
        return ImapSession(self.world.cloud)

    def opening(self) -> bytes:
        return b"s AUTHENTICATE XOAUTH2 " + self.blob + b"\r\nt SELECT INBOX\r\n"


class Pop3(Conversation):
    grammar, scope = rules.POP3, "POP.AccessAsUser.All"

    def open(self) -> Session:
        return Pop3Session(self.world.cloud)

    def opening(self) -> bytes:
        return b"AUTH XOAUTH2\r\n" + self.blob + b"\r\n"


class Smtp(Conversation):
    grammar, scope = rules.SMTP, "SMTP.Send"

    def open(self) -> Session:
        return SmtpSession(self.world.cloud, tls="off")

    def opening(self) -> bytes:
        return b"EHLO x\r\nAUTH XOAUTH2 " + self.blob + b"\r\n"

    def take(self, octets: bytes) -> None:
        super().take(octets)
        session = self.session
        assert isinstance(session, SmtpSession)
        if session.wants_tls:
            session.secured()


class Mime(Target):
    """Messages that are delivered, and read by IMAP: structure, envelope, parts, a search."""

    reading = (
        b"a FETCH * (ENVELOPE BODYSTRUCTURE BODY.PEEK[1] BODY.PEEK[1.MIME] BODY.PEEK[HEADER.FIELDS (SUBJECT)])\r\n"
        b"b SEARCH * OR BODY hello TO a@b.c\r\nc FETCH * RFC822.SIZE\r\n"
    )

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.session = ImapSession(self.world.cloud)
        blob = self.world.xoauth2("alice", "https://outlook.office.com/IMAP.AccessAsUser.All")
        self.session.receive(b"s AUTHENTICATE XOAUTH2 " + blob + b"\r\nt SELECT INBOX\r\n")

    def input(self) -> bytes:
        return changed(drawn(rules.MIME, "message", self.random), self.random)

    def take(self, octets: bytes) -> None:
        item = self.world.mailbox().deliver(octets)
        assert item.mime().endswith(octets) or not octets
        self.session.receive(b"n NOOP\r\n")
        answer = self.session.receive(self.reading)
        while self.session.has_more:
            answer += self.session.receive(b"")
        assert b"c OK" in answer, answer[-300:]
        for name in ("subject", "sender", "body", "attachments"):
            getattr(item, name)
        self.world.mailbox().items.delete([item])
