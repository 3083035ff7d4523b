"""What the directory says of correspondents: people of the organization, groups, and others."""

from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.getting import get_item


def get(ews: Ews, item_id: str) -> Answer:
    return ews(get_item(item_id, base="AllProperties"))


def kinds(answer: Answer, element: str) -> list[tuple[str, str]]:
    mailboxes = answer.all(f".//t:Message/t:{element}/t:Mailbox")
    return [(str(mailbox[1].text).partition("@")[0], str(mailbox[3].text)) for mailbox in mailboxes]


def test_a_group_is_no_mailbox(ews: Ews) -> None:
    team = ews.tenant.add_distribution_group("team", [ews.alice])
    senders = f"From: Team <TEAM@{ews.tenant.domain}>\nSender: bob@x.org"
    item = ews.mailbox.deliver(f"{senders}\nTo: {team.address}, b@x.org\nCc: {team.address}\n\n.")
    answer = get(ews, item.item_id)
    assert kinds(answer, "From") == [("TEAM", "PublicDL")]
    assert kinds(answer, "Sender") == [("bob", "OneOff")]
    assert kinds(answer, "ToRecipients") == [("team", "PublicDL"), ("b", "OneOff")]
    assert kinds(answer, "CcRecipients") == [("team", "PublicDL")]
    assert answer.all(".//t:BccRecipients") == []


def test_a_group_that_is_removed_is_none_any_more(ews: Ews) -> None:
    team = ews.tenant.add_distribution_group("team", [ews.alice])
    item = ews.mailbox.deliver(to=team.address)
    assert kinds(get(ews, item.item_id), "ToRecipients") == [("team", "PublicDL")]
    ews.tenant.people.remove_distribution_group(team)
    before = get(ews, item.item_id)
    assert kinds(before, "ToRecipients") == [("team", "OneOff")]
    ews.tenant.add_distribution_group("other")
    after = get(ews, item.item_id)
    # All that there is besides is written the same way.
    assert [each.text for each in after.element.iter()] == [each.text for each in before.element.iter()]


def test_only_people_of_the_organization_have_mailboxes(ews: Ews) -> None:
    ews.alice.aliases = ("ally@contoso.example",)
    alice = ews.alice.address
    item = ews.mailbox.deliver(f"From: kent@example.com\nTo: {alice.upper()}, ALLY@contoso.example, k@example.com\n\n.")
    answer = get(ews, item.item_id)
    assert [kind for _, kind in kinds(answer, "ToRecipients")] == ["Mailbox", "Mailbox", "OneOff"]
    assert kinds(answer, "From") == [("kent", "OneOff")]
