"""Who is known to the owner of a mailbox."""

from fakeserver.tenant.exchange.mailbox import Mailbox


def knows(mailbox: Mailbox, address: str) -> bool:
    """Say whether somebody is in the contacts of a mailbox."""
    wanted = address.lower()
    contacts = mailbox.folders.distinguished("contacts").items.values()
    return any(
        known.address.lower() == wanted
        for contact in contacts
        for known in (contact.get("email_addresses") or {}).values()
    )
