"""Whom the owner of a mailbox knows: those in the contacts."""

from fakeserver.tenant.exchange.acquaintances import knows
from fakeserver.tenant.exchange.values import EmailAddress
from tests.world import World


def test_contacts_are_known_without_case(world: World) -> None:
    mailbox = world.mailbox()
    with world.tenant.lock:
        contacts = mailbox.folders.distinguished("contacts")
        mailbox.items.add(
            contacts, "IPM.Contact", {"email_addresses": {"EmailAddress1": EmailAddress("", "Zoe@x.example")}}
        )
        mailbox.items.add(contacts, "IPM.Contact", {"given_name": "Nobody"})
    assert knows(mailbox, "zoe@X.example")
    assert not knows(mailbox, "bob@x.example")
