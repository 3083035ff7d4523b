"""Whether a mailbox can be opened at all: provisioned, not deleted, not moved away, and licensed.

Shared mailboxes and rooms need no licence.
"""

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import LicenceMissing, MailboxMoved, MailboxNotProvisioned, MailboxSoftDeleted
from fakeserver.tenant.switches.user_switches import FRONTLINE_LICENCES


def check_mailbox_state(owner: User) -> None:
    """Refuse a mailbox that does not exist, or was moved elsewhere.

    Raises:
        MailboxSoftDeleted, MailboxNotProvisioned: as if there were none.
        MailboxMoved: with the address to go to, if it is known.
    """
    match owner.mailbox_state:
        case "soft_deleted":
            raise MailboxSoftDeleted(owner.address)
        case "not_provisioned":
            raise MailboxNotProvisioned(owner.address)
        case "moved":
            raise MailboxMoved(owner.address, target=owner.moved_to or "")


def check_licence(protocol: Protocol, owner: User) -> None:
    """Refuse the mailbox of a user without a licence, and EWS to one that has no right to it.

    Raises:
        LicenceMissing.
    """
    requirements = REQUIREMENTS[protocol]
    if not owner.is_person or not requirements.needs_licence:
        return
    if owner.licence is None or (owner.licence in FRONTLINE_LICENCES and not requirements.takes_frontline_licence):
        raise LicenceMissing(
            owner.address,
            protocol=protocol.value,
            switch="Licenses and apps",
            attribute="licence",
            licence=owner.licence or "",
        )
