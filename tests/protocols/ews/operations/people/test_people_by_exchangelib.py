"""Personas, with a client that nobody here wrote."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.persona_ids import directory_persona_id
from pytest_m365 import Tenant

exchangelib = pytest.importorskip("exchangelib")


def test_personas_are_found_and_fetched(m365_ews: Any) -> None:
    from exchangelib.indexed_properties import EmailAddress, PhoneNumber

    for given in ("Ann", "Bea"):
        exchangelib.Contact(
            folder=m365_ews.contacts,
            given_name=given,
            surname="Stone",
            display_name=f"{given} Stone",
            email_addresses=[EmailAddress(label="EmailAddress1", email=f"{given.lower()}@elsewhere.example")],
            phone_numbers=[PhoneNumber(label="MobilePhone", phone_number="1")],
        ).save()
    everybody = list(m365_ews.contacts.people())
    assert [one.email_address.email_address for one in everybody] == ["ann@elsewhere.example", "bea@elsewhere.example"]
    (bea,) = m365_ews.contacts.people().only("display_name").filter(display_name="Bea Stone").order_by("display_name")
    assert bea.display_name == "Bea Stone"
    (whole,) = m365_ews.fetch_personas(m365_ews.contacts.people().filter(display_name="Bea Stone"))
    assert [value.value for value in whole.surnames] == ["Stone"]
    assert whole.mobile_phones[0].value.number == "1"


def test_the_directory(m365_ews: Any, m365_fake: Tenant) -> None:
    from exchangelib.items import Persona

    m365_fake.add_user("zoe.stone")
    # exchangelib goes by the count, which Exchange Online leaves at 0 in answers to a query.
    assert list(m365_ews.directory.people().filter("zoe")) == []
    persona_id = directory_persona_id(m365_fake.user("zoe.stone").object_id)
    (fetched,) = m365_ews.fetch_personas([Persona(id=persona_id)])
    assert fetched.display_name == "Zoe Stone"
    assert fetched.email_address.email_address == f"zoe.stone@{m365_fake.domain}"


def test_no_persona(m365_ews: Any) -> None:
    from exchangelib.errors import ErrorInvalidIdMalformed
    from exchangelib.items import Persona

    (found,) = m365_ews.fetch_personas([Persona(id="AAA=", changekey="x")])
    assert isinstance(found, ErrorInvalidIdMalformed)
