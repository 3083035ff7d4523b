"""FindPeople."""

import pytest

from tests.protocols.ews.client import Ews, envelope, fault_of
from tests.protocols.ews.operations.people.contacts import (
    CONTACTS,
    DIRECTORY,
    VIEW,
    contact,
    create,
    find,
    shape,
)

NAMES = ".//t:Persona/t:DisplayName"


def test_the_personas_of_a_folder(ews: Ews) -> None:
    contact(ews, "Terry", "Adams", "terry@litware.example", "tadams@contoso.example")
    create(ews, "<t:DistributionList><t:DisplayName>Friends</t:DisplayName></t:DistributionList>")
    contact(ews, "Ann", "Beebe")
    answer = ews(find(CONTACTS))
    assert answer.element.get("ResponseClass") == "Success"
    assert answer.codes == ["NoError"]
    assert answer.texts(NAMES) == ["Ann Beebe", "Friends", "Terry Adams"]
    assert answer.texts(".//t:PersonaType") == ["Person", "DistributionList", "Person"]
    terry = answer.all(".//t:Persona")[2]
    assert [child.tag.rpartition("}")[2] for child in terry] == [
        "PersonaId", "PersonaType", "CreationTime", "DisplayName", "DisplayNameFirstLast", "DisplayNameLastFirst",
        "GivenName", "Surname", "EmailAddress", "EmailAddresses", "RelevanceScore",
    ]  # fmt: skip
    assert answer.texts(".//t:DisplayNameLastFirst")[2] == "Adams Terry"
    assert answer.texts(".//t:EmailAddresses/t:Address/t:EmailAddress") == [
        "terry@litware.example",
        "tadams@contoso.example",
    ]
    assert [answer.value(f"m:{name}") for name in ("TotalNumberOfPeopleInView", "FirstLoadedRowIndex")] == ["3", "0"]


def test_pages(ews: Ews) -> None:
    for given in ("Ann", "Bea", "Cid"):
        contact(ews, given, "Stone")
    answer = ews(find(CONTACTS, VIEW.replace('"10"', '"1"').replace('"0"', '"1"')))
    assert answer.texts(NAMES) == ["Bea Stone"]
    assert answer.value("m:TotalNumberOfPeopleInView") == "3"
    assert answer.value("m:FirstLoadedRowIndex") == "1"


def test_without_a_view(ews: Ews) -> None:
    _, text = fault_of(ews.post(envelope(find(CONTACTS, "")), ews.token(ews.alice)))
    assert "IndexedPageItemView" in text


def test_the_directory_by_a_query(ews: Ews) -> None:
    ews.tenant.add_user("zoe", display_name="Zoe Adams")
    group = ews.tenant.add_distribution_group("adamites")
    answer = ews(find(f"{DIRECTORY}<m:QueryString>adam</m:QueryString>", shape=shape("IdOnly", "persona:EmailAddress")))
    assert answer.texts(".//t:EmailAddress/t:EmailAddress") == [group.address, f"zoe@{ews.tenant.domain}"]
    assert answer.texts(".//t:EmailAddress/t:MailboxType") == ["PublicDL", "Mailbox"]
    # As Exchange Online counts.
    assert answer.value("m:TotalNumberOfPeopleInView") == "0"
    assert all(name.startswith("AAUQA") for name in answer.attributes(".//t:PersonaId", "Id"))


def test_the_directory_is_not_listed(ews: Ews) -> None:
    answer = ews(find(DIRECTORY))
    assert answer.element.get("ResponseClass") == "Error"
    assert answer.codes == ["ErrorInvalidOperation"]
    assert answer.value("m:TotalNumberOfPeopleInView") == "0"


def test_without_a_folder_both_are_searched(ews: Ews) -> None:
    contact(ews, "Bobby", "Brown", "bobby@elsewhere.example")
    answer = ews(find("<m:QueryString>bob</m:QueryString>"))
    assert answer.texts(NAMES) == ["Bob", "Bobby Brown"]
    assert ews(find("")).texts(NAMES) == ["Bobby Brown"]


@pytest.mark.parametrize("query", ["adams", "ter ad", "terry@", "LITWARE"])
def test_what_a_query_finds_in_contacts(ews: Ews, query: str) -> None:
    create(
        ews,
        "<t:Contact><t:GivenName>Terry</t:GivenName><t:CompanyName>Litware</t:CompanyName><t:EmailAddresses>"
        '<t:Entry Key="EmailAddress1">terry@elsewhere.example</t:Entry></t:EmailAddresses><t:Surname>Adams</t:Surname>'
        "</t:Contact>",
    )
    assert ews(find(f"{CONTACTS}<m:QueryString>{query}</m:QueryString>")).texts(NAMES) == ["Terry Adams"]
    assert ews(find(f"{CONTACTS}<m:QueryString>nobody</m:QueryString>")).texts(NAMES) == []


def test_restrictions_and_orders(ews: Ews) -> None:
    contact(ews, "Ann", "Stone")
    contact(ews, "Bea", "Stone", more="<t:ImAddresses><t:Entry Key='ImAddress1'>bea</t:Entry></t:ImAddresses>")
    contact(ews, "Cid", "Brown")
    equal = (
        "<m:{0}><t:IsEqualTo><t:FieldURI FieldURI='{1}'/><t:FieldURIOrConstant><t:Constant Value='{2}'/>"
        "</t:FieldURIOrConstant></t:IsEqualTo></m:{0}>"
    )
    order = (
        '<m:SortOrder><t:FieldOrder Order="Descending"><t:FieldURI FieldURI="persona:DisplayName"/></t:FieldOrder>'
        "</m:SortOrder>"
    )
    stones = equal.format("Restriction", "persona:Surname", "STONE")
    assert ews(find(f"{stones}{order}{CONTACTS}")).texts(NAMES) == ["Bea Stone", "Ann Stone"]
    with_im = (
        '<m:AggregationRestriction><t:Exists><t:FieldURI FieldURI="persona:ImAddress"/></t:Exists>'
        "</m:AggregationRestriction>"
    )
    assert ews(find(f"{stones}{with_im}{CONTACTS}")).texts(NAMES) == ["Bea Stone"]
    of_contacts = equal.format("Restriction", "contacts:DisplayName", "Cid Brown")
    assert ews(find(f"{of_contacts}{CONTACTS}")).texts(NAMES) == ["Cid Brown"]
    by_score = equal.format("Restriction", "persona:RelevanceScore", "1")
    assert ews(find(f"{by_score}{CONTACTS}")).codes == ["ErrorUnsupportedPathForQuery"]


def test_shapes(ews: Ews) -> None:
    contact(ews, "Ann", "Stone", more="<t:PhoneNumbers><t:Entry Key='MobilePhone'>1</t:Entry></t:PhoneNumbers>")
    (only,) = ews(find(CONTACTS, shape=shape("IdOnly"))).all(".//t:Persona")
    assert [child.tag.rpartition("}")[2] for child in only] == ["PersonaId"]
    named = ews(find(CONTACTS, shape=shape("IdOnly", "persona:PhoneNumber", "persona:Bodies")))
    assert named.texts(".//t:PhoneNumber/*") == ["1", "Mobile"]
    everything = ews(find(CONTACTS, shape=shape("AllProperties")))
    assert everything.texts(".//t:Surnames//t:Value") == ["Stone"]
    assert ews(find(CONTACTS, shape=shape("IdOnly", "item:Subject"))).codes == ["ErrorInvalidPropertyRequest"]


def test_a_folder_of_another_kind(ews: Ews) -> None:
    answer = ews(find(CONTACTS.replace('"contacts"', '"inbox"')))
    assert answer.codes == ["ErrorInvalidOperation"]
    assert answer.value("m:MessageText") == "The distinguished folder name is unrecognized."
    inbox = ews.mailbox.folders.distinguished("inbox").folder_id
    assert ews(find(f'<m:ParentFolderId><t:FolderId Id="{inbox}"/></m:ParentFolderId>')).texts(NAMES) == []


def test_all_contacts(ews: Ews) -> None:
    contact(ews, "Ann", "Stone")
    assert ews(find(CONTACTS.replace('"contacts"', '"allcontacts"'))).texts(NAMES) == ["Ann Stone"]


def test_only_what_the_caller_may_read(ews: Ews) -> None:
    contact(ews, "Ann", "Stone")
    of_alice = CONTACTS.replace(
        "/></m",
        f"><t:Mailbox><t:EmailAddress>{ews.alice.address}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m",
    )
    assert ews(find(of_alice), ews.bob).element.get("ResponseClass") == "Error"
    assert ews(find(of_alice)).texts(NAMES) == ["Ann Stone"]
