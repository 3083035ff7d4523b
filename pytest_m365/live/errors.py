"""What a live run meets that is neither the program's fault nor the test's: the service said no, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime


class LiveError(Exception):
    """The service, or a setting of the tenant, kept a helper from its work.

    Its text is the service's own answer, literally, with what was being done; what it means and how it is mended is
    told by the report and by ``python -m pytest_m365 doctor``.
    """

    def __init__(self, protocol: str, doing: str, answer: str) -> None:
        """Take what happened.

        Args:
            protocol: "token", "imap", "pop3", "smtp", "ews" or "graph".
            doing: what was tried, to be read behind "while": "signing in as test1@contoso.com".
            answer: the service's answer, without secrets.
        """
        super().__init__(f"{protocol}: {answer} (while {doing})")
        self.protocol = protocol
        self.doing = doing
        self.answer = answer
        #: when it was said, aware
        self.at = datetime.now(UTC)


class SignInRefused(LiveError):
    """No token: the sign-in service refused.

    ``code`` is the number behind AADSTS, 0 where there is none; ``user`` is who was to be signed in, empty for an
    application by itself, None where that is not known.
    """

    def __init__(self, doing: str, answer: str, code: int = 0, user: str | None = None) -> None:
        super().__init__("token", doing, answer)
        self.code = code
        self.user = user


class SignInNeeded(SignInRefused):
    """Nobody has signed in on this machine, or what they signed in with is dead; says the command that mends it."""


class AccessRefused(LiveError):
    """A protocol refused the token, or the mailbox."""


class NoWay(AccessRefused):
    """None of the protocols that lead to a mailbox lets in; ``refused`` has what each of them said."""

    def __init__(self, doing: str, refused: Mapping[str, LiveError]) -> None:
        answers = "; ".join(f"{name}: {error.answer}" for name, error in refused.items())
        super().__init__("mailbox", doing, f"no way leads to the mailbox: {answers}")
        self.refused = refused


class NotConnected(AccessRefused):
    """IMAP let in and then opened nothing: permission is missing, or there were too many sign-ins of late."""


class Unavailable(LiveError):
    """The service is down, too busy for longer than the run may wait, or cannot be reached."""


class Busy(Unavailable):
    """The service asks for patience; ``seconds`` is how long, None where it does not say."""

    def __init__(self, protocol: str, doing: str, answer: str, seconds: float | None = None) -> None:
        super().__init__(protocol, doing, answer)
        self.seconds = seconds


class Disconnected(Unavailable):
    """The connection ended before the answer: whether it was done is not known, and another connection may do."""


class Occupied(LiveError):
    """Another process of this machine has had the mailbox for longer than may be waited; nothing was asked."""

    def __init__(self, doing: str, answer: str) -> None:
        super().__init__("mailbox", doing, answer)


class FolderNotEmpty(LiveError):
    """A folder that was to be removed has something in it that is not the test's."""
