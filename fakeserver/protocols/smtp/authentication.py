"""AUTH: XOAUTH2 in one step or two, and LOGIN, which basic authentication's switch mostly refuses.

Source: Microsoft, "Authenticate an IMAP, POP or SMTP connection using OAuth"; logs of smtp.office365.com.
"""

from fakeserver.protocols.sasl import Credential, login, read_credential
from fakeserver.protocols.sasl.challenge import failure_challenge
from fakeserver.protocols.smtp.replies import AUTHENTICATED, MECHANISM_UNKNOWN, Reply
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.journal import Journal
from fakeserver.tenant.refusals import CredentialMalformed, Refusal

#: RFC 4954 section 4: the challenge is empty, and the space stays.
EMPTY_CHALLENGE = Reply(334, "", "")


class Authentication:
    """Who is at the other end of one connection, and the dialogue that told.

    Attributes:
        visit: the mailbox that is open, or None.
        refusal: why the last attempt failed, or why an open mailbox was closed again.
        journal: the tenant's once it is known, else the cloud's.
    """

    def __init__(self, cloud: Cloud, peer: str) -> None:
        self.visit: Visit | None = None
        self.refusal: Refusal | None = None
        self.journal: Journal = cloud.journal
        self._cloud = cloud
        self._peer = peer
        self._mechanism = ""
        self._user = b""
        #: said after the client's answer to the challenge that a refused XOAUTH2 gets elsewhere
        self._kept_refusal: Refusal | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the next line is a response to a challenge."""
        return bool(self._mechanism) or self._kept_refusal is not None

    def start(self, mechanism: str, response: bytes) -> Reply | Refusal:
        """Take the AUTH command; ``response`` is the initial one, base64, or empty."""
        if mechanism not in ("XOAUTH2", "LOGIN"):
            return MECHANISM_UNKNOWN
        self._mechanism = mechanism
        if response:
            return self.proceed(response)
        return EMPTY_CHALLENGE if mechanism == "XOAUTH2" else _challenge(login.USERNAME_PROMPT)

    def proceed(self, response: bytes) -> Reply | Refusal:
        """Take a response, base64; ``*`` gives up, which Exchange Online answers like a bad credential."""
        if self._kept_refusal is not None:
            refused, self._kept_refusal = self._kept_refusal, None
            return refused
        if self._mechanism == "LOGIN" and not self._user and response != b"*":
            self._user = response or b"="
            return _challenge(login.PASSWORD_PROMPT)
        mechanism, user, self._mechanism, self._user = self._mechanism, self._user, "", b""
        try:
            if response == b"*":
                raise CredentialMalformed("the client gave up")
            credential = read_credential(mechanism, response) if mechanism == "XOAUTH2" else login.parse(user, response)
            self._open(credential)
        except Refusal as refusal:
            self.refusal = refusal
            if mechanism == "XOAUTH2" and response != b"*" and self._cloud.front_end.sasl_failure_challenge:
                self._kept_refusal = refusal
                return _challenge(failure_challenge(Protocol.SMTP, refusal))
            return refusal
        self.refusal = None
        return AUTHENTICATED

    def recheck(self) -> Refusal | None:
        """Ask the door again, before each message; return why the visit has just ended, if it has.

        Assumption: where the token has expired or a switch was thrown since, the visit ends and MAIL is answered as
        after a refused AUTH; no recording shows it.
        """
        if self.visit is None:
            return None
        try:
            with self.visit.tenant.lock:
                self._cloud.door.recheck(self.visit)
        except Refusal as refusal:
            self.visit, self.refusal = None, refusal
            return refusal
        return None

    def _open(self, credential: Credential) -> None:
        """Knock at the door.

        Raises:
            AuthenticationRefused, PermissionRefused, MailboxRefused
        """
        tenant = self._cloud.by_address(credential.user or "")
        if tenant is not None:
            self.journal = tenant.journal
        visitor = self._cloud.door.admit(Protocol.SMTP, credential, peer=self._peer)
        self.journal = visitor.tenant.journal
        address = credential.user if isinstance(credential, BearerToken) else None
        with visitor.tenant.lock:
            self.visit = self._cloud.door.open(visitor, address)


def _challenge(prompt: bytes) -> Reply:
    return Reply(334, "", prompt.decode("ascii"))
