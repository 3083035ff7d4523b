"""ExpandDL."""

import pytest

from tests.protocols.ews.client import Ews


def request(inside: str) -> str:
    return f"<m:ExpandDL><m:Mailbox>{inside}</m:Mailbox></m:ExpandDL>"


def by_address(address: str) -> str:
    return request(f"<t:EmailAddress>{address}</t:EmailAddress>")


def a_list(ews: Ews, *members: str) -> str:
    """Return the id of a distribution list in alice's contacts."""
    listed = "".join(f"<t:Member><t:Mailbox>{member}</t:Mailbox></t:Member>" for member in members)
    answer = ews(
        "<m:CreateItem><m:Items><t:DistributionList><t:DisplayName>Friends</t:DisplayName>"
        f"<t:Members>{listed}</t:Members></t:DistributionList></m:Items></m:CreateItem>"
    )
    return answer.attribute(".//t:ItemId", "Id")


@pytest.mark.parametrize("named", ["sales.team@contoso.onmicrosoft.com", "SALES.TEAM", "sales team"])
def test_the_members_of_a_group(ews: Ews, named: str) -> None:
    inner = ews.tenant.add_distribution_group("inner")
    dora = ews.tenant.add_user("dora", mailbox=False)
    ews.tenant.add_distribution_group("sales.team", [ews.alice, inner, dora, "carl@elsewhere.example"])
    answer = ews(by_address(named))
    assert answer.codes == ["NoError"]
    assert dict(answer.find(".//m:DLExpansion").items()) == {"TotalItemsInView": "4", "IncludesLastItemInRange": "true"}
    assert [[part.text for part in mailbox] for mailbox in answer.all(".//m:DLExpansion/t:Mailbox")] == [
        ["Alice", ews.alice.address, "SMTP", "Mailbox"],
        ["Inner", inner.address, "SMTP", "PublicDL"],
        ["Dora", dora.address, "SMTP", "Contact"],
        ["carl@elsewhere.example", "carl@elsewhere.example", "SMTP", "Contact"],
    ]


def test_a_dynamic_group_has_whom_its_rule_names_now(ews: Ews) -> None:
    ews.tenant.add_distribution_group("bees", [ews.alice], rule="Alias -like 'b*'")
    ews.tenant.people.remove_user(ews.alice)
    assert ews(by_address("bees"), ews.bob).texts(".//t:Mailbox/t:EmailAddress") == [ews.bob.address]
    ews.tenant.people.remove_user(ews.tenant.add_user("bea"))
    assert len(ews(by_address("bees"), ews.bob).all(".//t:Mailbox")) == 1


def test_a_group_without_members_is_empty(ews: Ews) -> None:
    ews.tenant.add_distribution_group("nobody")
    answer = ews(by_address("nobody"))
    assert answer.attribute(".//m:DLExpansion", "TotalItemsInView") == "0"
    assert len(answer.find(".//m:DLExpansion")) == 0


@pytest.mark.parametrize(
    "named", ["unknown@contoso.onmicrosoft.com", "bob@contoso.onmicrosoft.com", "tea", "inner@x.org"]
)
def test_what_is_no_group(ews: Ews, named: str) -> None:
    ews.tenant.add_distribution_group("team", [ews.bob])
    answer = ews(by_address(named))
    assert answer.codes == ["ErrorNameResolutionNoResults"]
    assert answer.texts(".//m:MessageText") == ["No results were found."]


def test_one_name_of_two_groups(ews: Ews) -> None:
    ews.tenant.add_distribution_group("team")
    ews.tenant.people.add_distribution_group("others", display_name="Team")
    answer = ews(by_address("Team"))
    assert answer.codes == ["ErrorNameResolutionMultipleResults"]
    assert answer.attribute(".//m:ExpandDLResponseMessage", "ResponseClass") == "Error"
    assert ews(by_address("team@contoso.onmicrosoft.com")).codes == ["NoError"]


def test_a_list_of_ones_contacts(ews: Ews) -> None:
    list_id = a_list(
        ews,
        "<t:Name>Bob</t:Name><t:EmailAddress>bob@example.com</t:EmailAddress><t:MailboxType>OneOff</t:MailboxType>",
        "<t:EmailAddress>x@example.org</t:EmailAddress>",
    )
    answer = ews(request(f'<t:ItemId Id="{list_id}"/>'))
    assert answer.codes == ["NoError"]
    assert [[part.text for part in mailbox] for mailbox in answer.all(".//m:DLExpansion/t:Mailbox")] == [
        ["Bob", "bob@example.com", "SMTP", "OneOff"],
        ["x@example.org", "x@example.org", "SMTP", "OneOff"],
    ]
    assert ews(request(f'<t:ItemId Id="{list_id}"/>'), ews.bob).codes == ["ErrorItemNotFound"]


def test_only_a_list_is_expanded_by_its_id(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    answer = ews(request(f'<t:ItemId Id="{item.item_id}"/>'))
    assert answer.codes == ["ErrorInvalidItemForOperationExpandDL"]
    ews.mailbox.items.delete([item])
    assert ews(request(f'<t:ItemId Id="{item.item_id}"/>')).codes == ["ErrorItemNotFound"]


@pytest.mark.parametrize("inside", ["", "<t:Name>team</t:Name>", "<t:EmailAddress> </t:EmailAddress>"])
def test_nothing_named(ews: Ews, inside: str) -> None:
    assert ews(request(inside)).codes == ["ErrorMissingInformationEmailAddress"]


def test_the_kind_of_mailbox_is_one_of_the_schemas(ews: Ews) -> None:
    inside = "<t:EmailAddress>team</t:EmailAddress><t:MailboxType>publicdl</t:MailboxType>"
    assert ews(request(inside)).status == 500
