"""ResolveNames."""

import pytest

from tests.protocols.ews.client import Ews


def request(entry: str, full: str = "false", scope: str = "") -> str:
    attribute = f' SearchScope="{scope}"' if scope else ""
    return (
        f'<m:ResolveNames ReturnFullContactData="{full}"{attribute}><m:UnresolvedEntry>{entry}</m:UnresolvedEntry>'
        "</m:ResolveNames>"
    )


def test_one_person(ews: Ews) -> None:
    answer = ews(request("ali"))
    assert answer.codes == ["NoError"]
    assert dict(answer.find(".//m:ResolutionSet").items()) == {
        "TotalItemsInView": "1",
        "IncludesLastItemInRange": "true",
    }
    mailbox = answer.find(".//t:Resolution/t:Mailbox")
    assert [child.text for child in mailbox] == ["Alice", ews.alice.address, "SMTP", "Mailbox"]
    assert answer.all(".//t:Contact") == []


def test_the_contact_has_the_directorys_addresses(ews: Ews) -> None:
    ews.tenant.add_user("carol", display_name="Carol Stone", aliases=["cs"])
    answer = ews(request("carol", "1"))
    entries = {entry.get("Key"): entry.text for entry in answer.all(".//t:EmailAddresses/t:Entry")}
    assert entries == {
        "EmailAddress1": "SMTP:carol@contoso.onmicrosoft.com",
        "EmailAddress2": "smtp:cs@contoso.onmicrosoft.com",
    }
    assert answer.texts(".//t:Contact/t:GivenName") == ["Carol"]


def test_several_people_are_a_warning(ews: Ews) -> None:
    ews.tenant.add_user("alan")
    answer = ews(request("al"))
    assert answer.codes == ["ErrorNameResolutionMultipleResults"]
    assert answer.attributes(".//m:ResolveNamesResponseMessage", "ResponseClass") == ["Warning"]
    assert answer.texts(".//t:Mailbox/t:Name") == ["Alan", "Alice"]


def test_nobody_is_an_error(ews: Ews) -> None:
    answer = ews(request("nobody"))
    assert answer.codes == ["ErrorNameResolutionNoResults"]
    assert answer.attributes(".//m:ResolveNamesResponseMessage", "ResponseClass") == ["Error"]
    assert answer.texts(".//m:MessageText") == ["No results were found."]
    assert ews(request("alice", scope="Contacts")).codes == ["ErrorNameResolutionNoResults"]


@pytest.mark.parametrize("entry", [" ", ",", "-"])
def test_what_is_no_name(ews: Ews, entry: str) -> None:
    assert ews(request(entry)).codes == ["ErrorInvalidNameForNameResolution"]


def test_a_hundred_at_most(ews: Ews) -> None:
    for number in range(101):
        ews.tenant.add_user(f"many{number}")
    answer = ews(request("many"))
    assert len(answer.all(".//t:Resolution")) == 100
    assert answer.find(".//m:ResolutionSet").get("IncludesLastItemInRange") == "false"


def test_somebody_without_a_mailbox_is_a_contact(ews: Ews) -> None:
    ews.tenant.add_user("dora", mailbox=False)
    answer = ews(request("dora", "1"))
    assert answer.texts(".//m:ResolutionSet/t:Resolution/t:Mailbox/t:MailboxType") == ["Contact"]
    assert len(answer.all(".//t:Resolution/t:Contact")) == 1


def test_a_distribution_group(ews: Ews) -> None:
    group = ews.tenant.add_distribution_group("sales.team", [ews.alice])
    for entry in ("sales", "team", "smtp:sales.team@contoso.onmicrosoft.com", "=sales.team"):
        answer = ews(request(entry, "true"))
        mailbox = answer.find(".//t:Resolution/t:Mailbox")
        assert [child.text for child in mailbox] == ["Sales Team", group.address, "SMTP", "PublicDL"]
        assert answer.texts(".//t:Contact/t:DisplayName") == ["Sales Team"]
        assert answer.texts(".//t:EmailAddresses/t:Entry") == [f"SMTP:{group.address}"]
