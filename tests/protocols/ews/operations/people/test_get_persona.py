"""GetPersona."""

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.people.contacts import CONTACTS, DIRECTORY, contact, find


def request(persona_id: str, more: str = "") -> str:
    return f'<m:GetPersona><m:PersonaId Id="{persona_id}"/>{more}</m:GetPersona>'


def found(ews: Ews, where: str) -> str:
    return ews(find(where)).attribute(".//t:PersonaId", "Id")


def test_all_of_a_contact(ews: Ews) -> None:
    item_id = contact(
        ews,
        "Brian",
        "Johnson",
        "brian@contoso.example",
        more="<t:PhysicalAddresses><t:Entry Key='Home'><t:City>Bonn</t:City></t:Entry></t:PhysicalAddresses>"
        "<t:PhoneNumbers><t:Entry Key='MobilePhone'>(425)555-0110</t:Entry></t:PhoneNumbers>"
        "<t:Birthday>1980-02-01T00:00:00Z</t:Birthday><t:Children><t:String>Ann</t:String></t:Children>"
        "<t:ImAddresses><t:Entry Key='ImAddress2'>bj</t:Entry></t:ImAddresses>",
    )
    answer = ews(request(found(ews, CONTACTS)))
    assert answer.element.tag.endswith("}GetPersonaResponseMessage")
    assert answer.codes == ["NoError"]
    assert answer.texts("m:Persona/t:DisplayName") == ["Brian Johnson"]
    assert answer.attributes(".//t:Attribution/t:SourceId", "Id") == [item_id]
    assert answer.texts(".//t:MobilePhones//t:Value/*") == ["(425)555-0110", "Mobile"]
    assert answer.texts(".//t:HomeAddresses//t:Value/*") == ["Bonn", "Home"]
    assert answer.texts(".//t:HomeCity") == ["Bonn"]
    assert answer.texts(".//t:Birthdays//t:Value") == ["1980-02-01T00:00:00Z"]
    assert answer.texts(".//t:Children//t:Value") == ["Ann"]
    assert answer.texts(".//t:ImAddresses2//t:Value") == ["bj"]
    assert answer.texts(".//t:Emails1//t:EmailAddress") == ["brian@contoso.example"]
    assert set(answer.texts(".//t:Attributions/t:Attribution")) >= {"0"}


def test_named_properties(ews: Ews) -> None:
    contact(ews, "Brian", "Johnson")
    more = '<m:AdditionalProperties><t:FieldURI FieldURI="persona:Surnames"/></m:AdditionalProperties>'
    answer = ews(request(found(ews, CONTACTS), more))
    assert answer.texts(".//t:Surnames//t:Value") == ["Johnson"]
    assert answer.all(".//t:GivenNames") == []


def test_an_entry_of_the_directory(ews: Ews) -> None:
    group = ews.tenant.add_distribution_group("team")
    for address, name in ((ews.bob.address, "Bob"), (group.address, "Team")):
        persona = found(ews, f"{DIRECTORY}<m:QueryString>{address}</m:QueryString>")
        assert ews(request(persona)).texts("m:Persona/t:DisplayName") == [name]
        by_address = (
            f"<m:GetPersona><m:EmailAddress><t:EmailAddress>{address}</t:EmailAddress></m:EmailAddress></m:GetPersona>"
        )
        assert ews(by_address).attribute(".//t:PersonaId", "Id") == persona


@pytest.mark.parametrize("persona_id", ["AAA=", "no id", ""])
def test_what_is_no_id(ews: Ews, persona_id: str) -> None:
    answer = ews(request(persona_id))
    assert answer.element.get("ResponseClass") == "Error"
    assert answer.codes == ["ErrorInvalidIdMalformed"]


def test_who_is_gone(ews: Ews) -> None:
    contact(ews, "Brian", "Johnson")
    persona = found(ews, CONTACTS)
    assert ews(request(persona), ews.bob).codes == ["ErrorItemNotFound"]
    folder = ews.mailbox.folders.distinguished("contacts")
    ews.mailbox.items.delete(list(folder.items.values()))
    assert ews(request(persona)).codes == ["ErrorItemNotFound"]
    bob = found(ews, f"{DIRECTORY}<m:QueryString>bob</m:QueryString>")
    ews.tenant.people.remove_user(ews.bob)
    assert ews(request(bob)).codes == ["ErrorItemNotFound"]


def test_nobody_is_named(ews: Ews) -> None:
    assert ews("<m:GetPersona/>").codes == ["ErrorInvalidArgument"]
    nobody = "<m:EmailAddress><t:EmailAddress>no@one.example</t:EmailAddress></m:EmailAddress>"
    assert ews(f"<m:GetPersona>{nobody}</m:GetPersona>").codes == ["ErrorItemNotFound"]
