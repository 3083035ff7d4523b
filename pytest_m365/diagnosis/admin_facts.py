"""What an admin's script has found of a tenant: the half that cannot be seen from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class MailboxFacts:
    """One mailbox; None: the script could not tell."""

    #: the primary address; empty: there is no mailbox of the address that was asked about
    primary: str | None
    #: ``Get-CASMailbox``: by protocol, "imap", "pop3" and "ews"
    enabled: Mapping[str, bool | None] = field(default_factory=dict)
    smtp_disabled: bool | None = None
    #: empty: the script could not tell
    plan: str = ""
    #: who has FullAccess: client ids and sign-in names, in small letters; None: the script could not tell
    full_access: frozenset[str] | None = None
    #: ``Test-ApplicationAccessPolicy``: client id -> "Granted" or "Denied"
    access_policy: Mapping[str, str] = field(default_factory=dict)
    #: ``Test-ServicePrincipalAuthorization``: client id -> roles of RBAC for Applications that reach this mailbox
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class AdminFacts:
    """The organization, its applications and the mailboxes that the script was made for."""

    tenant_id: str = ""
    #: when the script ran, as it wrote it
    taken_at: str = ""
    ews_enabled: bool | None = None
    #: client ids in small letters; None: every application
    ews_allowed: frozenset[str] | None = None
    #: whether the answer had the list at all
    has_ews_list: bool = False
    smtp_disabled: bool | None = None
    #: client id -> object ids that Exchange has of it (``Get-ServicePrincipal``), in small letters; a missing one was
    #: not asked about
    object_ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: by address, in small letters
    mailboxes: Mapping[str, MailboxFacts] = field(default_factory=dict)
    #: names of Conditional Access policies that are on
    conditional_access: tuple[str, ...] = ()
