"""Is this mailbox yours: the caller is known, but this mailbox does not open for them."""

from typing import ClassVar

from fakeserver.tenant.refusals.base import Refusal


class MailboxRefused(Refusal):
    """The caller is known, but this mailbox does not open for them."""

    address: str = ""


class MailboxNotFound(MailboxRefused):
    """No mailbox has this address."""


class MailboxAccessDenied(MailboxRefused):
    """The caller has no permission on this mailbox."""

    principal: str = ""
    rule: ClassVar[str] = "Add-MailboxPermission -AccessRights FullAccess"
    mend: ClassVar[str] = "tenant.add_mailbox_permission(mailbox, trustee)"


class MailboxProtocolDisabled(MailboxRefused):
    """The protocol is switched off for this mailbox."""

    protocol: str = ""
    switch: str = ""
    mend: ClassVar[str] = "set the user's switch (imap, pop, ews) to True"


class ImpersonationRefused(MailboxRefused):
    """The impersonation header does not fit the token."""


class ImpersonationRequired(ImpersonationRefused):
    """An app-only token must name the mailbox that it acts for in the ExchangeImpersonation header."""

    rule: ClassVar[str] = "ExchangeImpersonation"
    mend: ClassVar[str] = "send ExchangeImpersonation (exchangelib: access_type=IMPERSONATION)"


class ImpersonationForbidden(ImpersonationRefused):
    """A delegated token acts for its user and may not carry the ExchangeImpersonation header."""

    rule: ClassVar[str] = "ExchangeImpersonation"
    mend: ClassVar[str] = "leave the header out (exchangelib: access_type=DELEGATE), or use an app-only token"


class ImpersonationHeaderInvalid(ImpersonationRefused):
    """The ExchangeImpersonation header is empty or names nobody."""


class ImpersonationDenied(ImpersonationRefused):
    """The caller may not act for this user."""


class ImpersonatedMailboxNotFound(ImpersonationRefused):
    """The impersonated address has no mailbox."""


class AddressNotPrimary(ImpersonationRefused):
    """An alias was given where the mailbox's primary address must stand."""

    primary: str = ""


class MailboxMustBeNamed(MailboxRefused):
    """A caller without a mailbox must name one for a distinguished folder."""


class SendAsDenied(Refusal):
    """The mailbox may not send as this sender."""

    mailbox: str = ""
    sender: str = ""
    rule: ClassVar[str] = "Add-RecipientPermission -AccessRights SendAs"
    mend: ClassVar[str] = "send from the mailbox's own address, or tenant.add_send_as(sender, trustee)"
