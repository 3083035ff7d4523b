"""The credentials that a caller sends, in one form for all protocols."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class BearerToken:
    """An access token, and the mailbox that was named beside it."""

    token: str = field(repr=False)
    #: SASL's ``user=``; None on HTTP, where nothing is named
    user: str | None = None


@dataclass(frozen=True)
class Password:
    """A user name and a password: basic authentication."""

    user: str
    password: str = field(repr=False)


Credential = BearerToken | Password
