"""What was seen of a failure: the answer itself, and all that can exclude one of its causes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_m365.diagnosis.admin_facts import AdminFacts

#: the protocols on which a mailbox is opened
MAIL = ("imap", "pop3", "smtp", "ews")
#: claims that name the user of a token, the best first
USER_CLAIMS = ("upn", "preferred_username", "unique_name")
#: variables that may be behind a failure; none of them is secret
_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GITHUB_EVENT_NAME")


def bearing_on_failures(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that may be behind a failure, where they are set."""
    return {name: environment[name] for name in _VARIABLES if environment.get(name)}


@dataclass(frozen=True)
class Reached:
    """A mailbox that opened, or did not: by which protocol, and for which application."""

    protocol: str
    #: in small letters
    mailbox: str
    client_id: str
    is_app_only: bool
    #: whether the sign-in passed, before the mailbox; None: the protocol does not tell
    is_admitted: bool | None = None


@dataclass(frozen=True)
class Seen:
    """A failure, and what else is known. What is not known stays empty, and excludes nothing."""

    #: "settings", "token", "login", "imap", "pop3", "smtp", "ews", "autodiscover", "tls", "network", "delivery"; empty:
    #: not known
    protocol: str = ""
    #: what the service or the library said, literally
    answer: str = ""
    #: whether that is what a test compared, and so perhaps nothing that a service has said
    is_quoted: bool = False
    #: the mailbox that was named: user= of XOAUTH2, the header ExchangeImpersonation
    mailbox: str = ""
    #: what the message was sent as
    sender: str = ""
    #: of the message that was waited for
    message_id: str = ""
    #: of the token that was shown; None: not known
    claims: Mapping[str, object] | None = None
    #: characters of that token
    token_length: int = 0
    tenant_id: str = ""
    client_id: str = ""
    #: how a token was asked for, as OAuth has it: "client_credentials", "refresh_token", "device_code", "password"
    grant: str = ""
    #: when it was asked, aware
    at: datetime | None = None
    #: how many seconds the machine's clock is ahead of the sign-in service's; None: not known
    ahead: float | None = None
    #: what is odd about the client secret's form, in words; None: not known, empty: nothing
    secret_form: str | None = None
    #: of the token of another issuer by which the application proved itself
    assertion: Mapping[str, object] | None = None
    #: the machine's variables that bear on it, by name
    environment: Mapping[str, str] = field(default_factory=dict)
    #: who has issued the certificate that was refused; empty: not known
    issuer: str = ""
    #: whether the certificate is the fake's; None: not known
    is_fake: bool | None = None
    #: address families by which the port answers, and by which it does not: "IPv4", "IPv6"
    families: tuple[str, ...] = ()
    silent_families: tuple[str, ...] = ()
    opened: frozenset[Reached] = frozenset()
    not_opened: frozenset[Reached] = frozenset()
    #: seconds between the first time that this was asked and the last, all with the same answer
    asked_again_after: float = 0
    #: what an admin's script has found
    facts: AdminFacts | None = None

    @property
    def is_app_only(self) -> bool | None:
        """Whether the token is an application's own; None: not known."""
        if self.claims is None:
            return None
        if self.claims.get("idtyp") == "app":
            return True
        return "scp" not in self.claims and not self.user

    @property
    def user(self) -> str:
        """Who signed in, in small letters; empty for an application, and where it is not known."""
        claims = self.claims or {}
        return next((str(claims[name]).lower() for name in USER_CLAIMS if claims.get(name)), "")

    @property
    def permissions(self) -> frozenset[str]:
        """The token's scopes or roles."""
        claims = self.claims or {}
        roles = claims.get("roles")
        return frozenset(str(claims.get("scp", "")).split()) | frozenset(map(str, roles if roles else ()))  # type: ignore[call-overload]

    @property
    def object_id(self) -> str:
        """``oid``: of an app-only token the id that Exchange must have of the application."""
        return str((self.claims or {}).get("oid", ""))
