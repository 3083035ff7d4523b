"""What each protocol asks of a token, and which switch of a mailbox closes it: one row per protocol."""

from dataclasses import dataclass
from enum import StrEnum


class Protocol(StrEnum):
    """The protocols that lead to a mailbox."""

    EWS = "EWS"
    IMAP = "IMAP"
    POP3 = "POP3"
    SMTP = "SMTP"
    AUTODISCOVER = "Autodiscover"


@dataclass(frozen=True)
class Requirements:
    """What opens a protocol."""

    #: the delegated permission; None: any permission of Exchange Online will do
    scope: str | None
    #: the application permission; None: any
    role: str | None
    #: the role that Exchange assigns for it (RBAC for Applications); None: none does
    assigned_role: str | None
    #: whether an application must be registered in Exchange (New-ServicePrincipal) and hold rights on each mailbox
    registration: bool
    #: the user's switch, by attribute, and as the admin knows it
    switch: str = ""
    cmdlet: str = ""


#: Source: learn.microsoft.com, "Authenticate an IMAP, POP or SMTP connection using OAuth" and "Authenticate an EWS
#: application by using OAuth".
REQUIREMENTS = {
    Protocol.EWS: Requirements(
        "EWS.AccessAsUser.All",
        "full_access_as_app",
        "Application EWS.AccessAsApp",
        False,
        "ews",
        "Set-CASMailbox -EwsEnabled",
    ),
    Protocol.IMAP: Requirements(
        "IMAP.AccessAsUser.All", "IMAP.AccessAsApp", None, True, "imap", "Set-CASMailbox -ImapEnabled"
    ),
    Protocol.POP3: Requirements(
        "POP.AccessAsUser.All", "POP.AccessAsApp", None, True, "pop", "Set-CASMailbox -PopEnabled"
    ),
    # SMTP's switch is a tri-state with the tenant's and has refusals of its own: checks/smtp_auth.py.
    Protocol.SMTP: Requirements("SMTP.Send", "SMTP.SendAsApp", "Application SMTP.SendAsApp", True),
    # Assumption: Autodiscover takes any token for Exchange Online; no source names a permission of its own.
    Protocol.AUTODISCOVER: Requirements(None, None, None, False),
}
