"""What Autodiscover answers for an address: an account here, a redirect elsewhere, or nothing."""

from dataclasses import dataclass

from fakeserver.tenant.access.checks.mailbox_state import check_mailbox_state
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.legacy_names import ORGANIZATION, legacy_dn
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import MailboxMoved, MailboxNotFound, MailboxRefused
from fakeserver.tenant.tenant import Tenant


@dataclass(frozen=True)
class Account:
    """A mailbox of the tenant."""

    #: primary SMTP address, also where an alias was asked for
    address: str
    display_name: str
    mailbox_guid: str
    tenant_id: str
    #: address of the mailbox with the organization's public folders; empty where there is none
    public_folders: str = ""

    @property
    def domain(self) -> str:
        """The part after the @ of the primary address."""
        return self.address.rpartition("@")[2]

    @property
    def legacy_dn(self) -> str:
        """The user's legacyExchangeDN."""
        return legacy_dn(self.address, self.mailbox_guid)

    @property
    def server(self) -> str:
        """The server name of MAPI over HTTP: the mailbox GUID in the tenant's domain."""
        return f"{self.mailbox_guid}@{self.domain}"

    @property
    def server_dn(self) -> str:
        """The legacy name of that server."""
        return f"{ORGANIZATION}/cn=Configuration/cn=Servers/cn={self.server}"


@dataclass(frozen=True)
class Redirect:
    """Somebody of the directory whose mailbox is elsewhere (a guest, or it was moved): ask there."""

    address: str


def find(tenant: Tenant, address: str) -> Account | Redirect | None:
    """Return whom an address stands for in a tenant; addresses compare without case.

    A caller sees its own tenant only: another tenant's address is nobody, although this server may host it.
    """
    mailbox = _by_address(tenant, address)
    if mailbox is not None:
        refusal = why_not(tenant, mailbox.address)
        if isinstance(refusal, MailboxMoved) and refusal.target.lower() not in ("", address.lower()):
            return Redirect(refusal.target)
        return None if refusal is not None else _account(tenant, mailbox)
    user = tenant.directory.user_by_address(address)
    if user is None:
        return None
    own_domains = {domain.lower() for domain in tenant.organization.domains}
    elsewhere = [known for known in user.addresses if known.rpartition("@")[2].lower() not in own_domains]
    if not elsewhere or elsewhere[0].lower() == address.lower():
        return None
    return Redirect(elsewhere[0])


def why_not(tenant: Tenant, address: str) -> MailboxRefused | None:
    """Return why no settings are given for an address; None where they are.

    Assumption: a mailbox that is deleted, or not provisioned yet, counts as none.
    """
    mailbox = tenant.mailboxes.by_address(address)
    owner = None if mailbox is None else tenant.directory.user_by_address(mailbox.address)
    if owner is None:
        return MailboxNotFound(address)
    try:
        check_mailbox_state(owner)
    except MailboxRefused as refusal:
        return refusal
    return None


def opened_for(tenant: Tenant, user: User) -> list[Account]:
    """Return the mailboxes that a user has FullAccess to by an entry of their own, as Outlook adds them by itself."""
    found = []
    for owner in tenant.directory.users.values():
        mailbox = tenant.mailboxes.by_address(owner.address) if owner.has_mailbox else None
        trustees = tenant.permissions.trustees(owner.object_id, "FullAccess")
        if mailbox is not None and user.object_id in trustees and why_not(tenant, owner.address) is None:
            found.append(_account(tenant, mailbox))
    return found


def _account(tenant: Tenant, mailbox: Mailbox) -> Account:
    public = tenant.mailboxes.public_folders if tenant.policies.public_folders else None
    address = "" if public is None else public.address
    return Account(mailbox.address, mailbox.display_name, str(mailbox.guid), tenant.tenant_id, address)


def _by_address(tenant: Tenant, address: str) -> Mailbox | None:
    """Return a mailbox by an address; that of public folders by its GUID in the organization's domain as well.

    Source: exchange-web-services/how-to-route-public-folder-content-requests.
    """
    public = tenant.mailboxes.public_folders
    guid, _at, domain = address.lower().partition("@")
    if public is not None and guid == public.guid and tenant.organization.is_local(domain):
        return public
    return tenant.mailboxes.by_address(address)
