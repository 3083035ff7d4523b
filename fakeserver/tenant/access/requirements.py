"""What each protocol asks of a caller and of a mailbox: one row a protocol, one column a question."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.permissions import EXCHANGE_ONLINE, MICROSOFT_GRAPH


@dataclass(frozen=True, kw_only=True, slots=True)
class Requirements:
    """One row. A column's default is what most protocols have."""

    # --- the token

    #: the delegated permission; None: any permission of the resource will do
    scope: str | None
    #: the application permission; None: any
    role: str | None
    #: the resource that it must be for, by its app id
    resource: str = EXCHANGE_ONLINE
    #: which permissions it needs is another question at each operation (`needs.py`), and not one of the protocol
    by_operation: bool = False
    #: the role that Exchange assigns for it (RBAC for Applications); None: none does
    assigned_role: str | None = None

    # --- an application without a user

    #: it must be registered in Exchange (New-ServicePrincipal) and hold rights on each mailbox; a switch of the tenant
    #: may turn it away altogether
    by_registration: bool = True
    #: it opens mailboxes by impersonating their users only
    by_impersonation: bool = False
    #: application access policies may keep it out
    by_access_policies: bool = False

    # --- a mailbox of somebody else

    #: the rights of which one is enough
    enough_rights: frozenset[str] = frozenset({"FullAccess"})
    #: permissions on single folders are enough as well
    by_folder_permissions: bool = False

    # --- the mailbox

    #: its owner must have a licence
    needs_licence: bool = True
    #: a licence for frontline workers is enough
    takes_frontline_licence: bool = True
    #: the owner's switch, by attribute, and as the admin knows it; empty: none of this kind
    switch: str = ""
    cmdlet: str = ""

    #: a connection stays with the mailbox's server, and ends when the mailbox is moved to another
    stays_with_server: bool = False

    # --- switches of one protocol alone

    #: EWS: by application and by user agent
    has_ews_switches: bool = False
    #: SMTP AUTH: of the tenant, which the mailbox's own overrides
    has_submission_switch: bool = False

    # --- passwords

    #: values of ``policies.basic_auth`` that let them in
    basic_auth: frozenset[bool | str] = frozenset({True})
    #: a switch of the tenant chooses the refusal of its retirement
    has_retirement_refusal: bool = False
    #: its word in ``AuthenticationPolicy``, and the cmdlet's parameter; empty: it never took any
    policy_word: str = ""
    policy_parameter: str = ""


#: Source: learn.microsoft.com, "Authenticate an IMAP, POP or SMTP connection using OAuth", "Authenticate an EWS
#: application by using OAuth", and the pages that the checks name.
REQUIREMENTS: Mapping[Protocol, Requirements] = MappingProxyType(
    {
        Protocol.EWS: Requirements(
            scope="EWS.AccessAsUser.All",
            role="full_access_as_app",
            assigned_role="Application EWS.AccessAsApp",
            by_registration=False,
            by_impersonation=True,
            by_access_policies=True,
            # Assumption: shared folders open on EWS alone; IMAP and POP3 ask for FullAccess on the whole mailbox.
            by_folder_permissions=True,
            takes_frontline_licence=False,
            switch="ews",
            cmdlet="Set-CASMailbox -EwsEnabled",
            has_ews_switches=True,
            policy_word="web_services",
            policy_parameter="AllowBasicAuthWebServices",
        ),
        Protocol.IMAP: Requirements(
            scope="IMAP.AccessAsUser.All",
            role="IMAP.AccessAsApp",
            stays_with_server=True,
            switch="imap",
            cmdlet="Set-CASMailbox -ImapEnabled",
            policy_word="imap",
            policy_parameter="AllowBasicAuthImap",
        ),
        Protocol.POP3: Requirements(
            scope="POP.AccessAsUser.All",
            role="POP.AccessAsApp",
            stays_with_server=True,
            switch="pop",
            cmdlet="Set-CASMailbox -PopEnabled",
            policy_word="pop",
            policy_parameter="AllowBasicAuthPop",
        ),
        Protocol.SMTP: Requirements(
            scope="SMTP.Send",
            role="SMTP.SendAsApp",
            assigned_role="Application SMTP.SendAsApp",
            # SendAs on a mailbox is enough to submit for it, without a right to read it.
            enough_rights=frozenset({"FullAccess", "SendAs"}),
            has_submission_switch=True,
            basic_auth=frozenset({True, "SMTP"}),
            has_retirement_refusal=True,
            policy_word="smtp",
            policy_parameter="AllowBasicAuthSmtp",
        ),
        Protocol.AUTODISCOVER: Requirements(
            # Assumption: Autodiscover takes any token for Exchange Online; no source names a permission of its own.
            scope=None,
            role=None,
            by_registration=False,
            needs_licence=False,
            policy_word="autodiscover",
            policy_parameter="AllowBasicAuthAutodiscover",
        ),
        Protocol.GRAPH: Requirements(
            scope=None,
            role=None,
            resource=MICROSOFT_GRAPH,
            by_operation=True,
            by_registration=False,
            by_access_policies=True,
            by_folder_permissions=True,
            basic_auth=frozenset(),
        ),
    }
)
