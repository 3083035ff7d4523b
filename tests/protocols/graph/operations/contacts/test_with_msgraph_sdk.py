"""Contacts by msgraph-sdk."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.contact import Contact
from fakeserver.tenant.exchange.kinds.of_item import kind_of
from tests.protocols.graph.asking import Graph
from tests.protocols.graph.sdk import Models, ask

pytest.importorskip("msgraph")
sdk = Models()


def test_a_contact_is_made_changed_and_deleted(graph: Graph) -> None:

    given = sdk.Contact(
        given_name="Pavel",
        surname="Bansky",
        email_addresses=[sdk.EmailAddress(address="pavel@fabrikam.example", name="Pavel")],
        business_phones=["+1 732 555 0102"],
        home_address=sdk.PhysicalAddress(city="Brno", country_or_region="Czechia"),
    )

    async def question(client: Any) -> Any:
        made = await client.me.contacts.post(given)
        one = client.me.contacts.by_contact_id(made.id)
        changed = await one.patch(sdk.Contact(job_title="Baker"))
        listed = await client.me.contacts.get()
        return made, changed, listed.value

    made, changed, listed = ask(graph, question)
    assert (made.display_name, made.business_phones, made.home_address.city) == (
        "Pavel Bansky",
        ["+1 732 555 0102"],
        "Brno",
    )
    assert made.primary_email_address.address == "pavel@fabrikam.example"
    assert (changed.id, changed.job_title) == (made.id, "Baker")
    assert [each.id for each in listed] == [made.id]
    (item,) = graph.mailbox().messages("contacts")
    kind = kind_of(item)
    assert isinstance(kind, Contact)
    assert (kind.given_name, kind.job_title) == ("Pavel", "Baker")
    ask(graph, lambda client: client.me.contacts.by_contact_id(made.id).delete())
    assert graph.mailbox().messages("contacts") == []


def test_folders_of_contacts(graph: Graph) -> None:

    async def question(client: Any) -> Any:
        folder = await client.me.contact_folders.post(sdk.ContactFolder(display_name="Friends"))
        below = client.me.contact_folders.by_contact_folder_id(folder.id)
        await below.contacts.post(sdk.Contact(given_name="Ann"))
        return folder, (await client.me.contact_folders.get()).value, (await below.contacts.get()).value

    folder, listed, contacts = ask(graph, question)
    assert [each.id for each in listed] == [folder.id]
    assert [each.given_name for each in contacts] == ["Ann"]
