"""Contacts of Graph and of EWS are the same: exchangelib on the other side."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from pytest_m365.clients import ews
from tests.protocols.graph.asking import Graph, ok
from tests.protocols.graph.operations.contacts.test_contacts import ALL, created

exchangelib = pytest.importorskip("exchangelib")


@pytest.fixture
def account(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Alice's mailbox by exchangelib."""
    if graph.server.ca_file is not None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", graph.server.ca_file)
    token = graph.tenant.token(graph.tenant.public_app, "alice", "EWS.AccessAsUser.All")
    with ews(graph.server.ews_url, graph.tenant.user("alice").address, token) as opened:
        yield opened


def test_a_contact_of_graph_is_read_by_ews(graph: Graph, account: Any) -> None:
    made = created(graph, ALL)
    (item,) = account.contacts.all()
    assert (item.display_name, item.given_name, item.middle_name, item.surname) == ("Garth Fort", "Garth", "Q", "Fort")
    assert (item.file_as, item.initials, item.nickname, item.generation) == ("Fort, Garth", "G.F.", "Garthy", "Jr")
    assert (item.job_title, item.company_name, item.department) == (
        "Web Marketing Manager",
        "Contoso, Inc.",
        "Sales & Marketing",
    )
    assert (item.birthday, item.spouse_name, item.children) == (date(1974, 7, 22), "Dana", ["Ann", "Ben"])
    phones = {each.label: each.phone_number for each in item.phone_numbers if each.phone_number}
    assert phones == {
        "HomePhone": "1",
        "HomePhone2": "2",
        "MobilePhone": "3",
        "BusinessPhone": "4",
        "BusinessPhone2": "5",
    }
    assert [each.email for each in item.email_addresses] == [f"garth{number}@contoso.example" for number in (1, 2, 3)]
    assert {each.label: each.city for each in item.physical_addresses} == {
        "Home": "Seattle",
        "Business": "Redmond",
        "Other": "Berlin",
    }
    assert (item.text_body.strip(), item.categories) == ("Likes cake", ["Friends"])
    assert item.id.translate(str.maketrans("/+", "-_")) == made["id"]


def test_a_contact_of_ews_is_read_by_graph(graph: Graph, account: Any) -> None:
    exchangelib.Contact(
        account=account,
        folder=account.contacts,
        display_name="Pavel Bansky",
        given_name="Pavel",
        surname="Bansky",
        company_name="Fabrikam",
        birthday=date(1980, 1, 2),
        email_addresses=[
            exchangelib.indexed_properties.EmailAddress(email="p@fabrikam.example", label="EmailAddress1")
        ],
        phone_numbers=[
            exchangelib.indexed_properties.PhoneNumber(label="MobilePhone", phone_number="1"),
            exchangelib.indexed_properties.PhoneNumber(label="BusinessFax", phone_number="2"),
        ],
        physical_addresses=[
            exchangelib.indexed_properties.PhysicalAddress(label="Business", city="Brno", country="Czechia")
        ],
    ).save()
    (shown,) = ok(graph.get("/me/contacts"))["value"]
    assert (shown["displayName"], shown["companyName"], shown["mobilePhone"]) == ("Pavel Bansky", "Fabrikam", "1")
    assert shown["birthday"].startswith("1980-01-02")
    assert [each["address"] for each in shown["emailAddresses"]] == ["p@fabrikam.example"]
    assert shown["businessAddress"] == {"city": "Brno", "countryOrRegion": "Czechia"}
    # What Graph does not show stays as it is.
    ok(graph.patch(f"/me/contacts/{shown['id']}", {"businessPhones": ["3"]}))
    (item,) = account.contacts.all()
    phones = {each.label: each.phone_number for each in item.phone_numbers if each.phone_number}
    assert phones == {"MobilePhone": "1", "BusinessFax": "2", "BusinessPhone": "3"}
