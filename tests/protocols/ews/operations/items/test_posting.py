"""Posts: what they have by themselves, what may be given, and what may not be changed."""

import pytest

from fakeserver.protocols.ews.operations.items import posting
from fakeserver.tenant.exchange.kinds.of_item import kind_of
from fakeserver.tenant.exchange.kinds.post import Post
from tests.protocols.ews.client import Ews
from tests.protocols.ews.requirements.asking import change, create, get, made, update

POST = "<t:PostItem><t:Subject>News</t:Subject>{}</t:PostItem>"
CAROL = "<t:Mailbox><t:Name>Carol</t:Name><t:EmailAddress>carol@example.com</t:EmailAddress></t:Mailbox>"


def test_who_posted_it_and_when(ews: Ews) -> None:
    ews.tenant.clock.freeze()
    [item] = made(ews, POST.format(""), to="inbox")
    answer = ews(get(item))
    now = ews.tenant.clock.now()
    for element in ("From", "Sender"):
        assert answer.texts(f".//t:{element}/t:Mailbox/t:EmailAddress") == [ews.alice.address]
    for element in ("PostedTime", "DateTimeSent"):
        assert answer.value(f".//t:{element}") == now.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert [answer.value(f".//t:{name}") for name in ("IsRead", "IsDraft", "ConversationTopic", "IconIndex")] == [
        "false", "false", "News", "PostItem",
    ]  # fmt: skip
    assert len(answer.value(".//t:ConversationIndex")) == 32
    assert kind_of(ews.mailbox.items.by_id(item)) == Post(posted_time=now)
    assert posting.posted.__doc__


def test_what_a_client_may_give(ews: Ews) -> None:
    given = (
        f"<t:From>{CAROL}</t:From><t:InternetMessageId>&lt;1@x&gt;</t:InternetMessageId><t:IsRead>true</t:IsRead>"
        f"<t:References>&lt;0@x&gt;</t:References><t:Sender>{CAROL}</t:Sender>"
    )
    [item] = made(ews, POST.format(given), to="inbox")
    answer = ews(get(item))
    for element in ("From", "Sender"):
        assert answer.value(f".//t:{element}/t:Mailbox/t:EmailAddress") == "carol@example.com"
    assert [answer.value(f".//t:{name}") for name in ("InternetMessageId", "IsRead", "References")] == [
        "<1@x>", "true", "<0@x>",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "element",
    [
        "<t:PostedTime>2030-01-01T00:00:00Z</t:PostedTime>",
        "<t:ConversationIndex>eA==</t:ConversationIndex>",
        "<t:ConversationTopic>x</t:ConversationTopic>",
    ],
)
def test_what_nobody_may_give(ews: Ews, element: str) -> None:
    assert ews(create(POST.format(element), to="inbox")).codes == ["ErrorInvalidPropertySet"]


@pytest.mark.parametrize(
    ("path", "element", "code"),
    [
        ("item:Subject", "<t:Subject>Old</t:Subject>", "NoError"),
        ("message:IsRead", "<t:IsRead>false</t:IsRead>", "NoError"),
        ("message:References", "<t:References>x</t:References>", "NoError"),
        ("message:From", f"<t:From>{CAROL}</t:From>", "ErrorInvalidPropertyUpdateSentMessage"),
        ("message:Sender", f"<t:Sender>{CAROL}</t:Sender>", "ErrorInvalidPropertySet"),
        ("postitem:PostedTime", "<t:PostedTime>2030-01-01T00:00:00Z</t:PostedTime>", "ErrorInvalidPropertySet"),
    ],
)
def test_changes(ews: Ews, path: str, element: str, code: str) -> None:
    [item] = made(ews, POST.format(""), to="inbox")
    assert ews(update(item, change(path, element, "PostItem"))).codes == [code]


def test_recipients_are_none_of_its_properties(ews: Ews) -> None:
    [item] = made(ews, POST.format(""), to="inbox")
    recipients = f"<t:ToRecipients>{CAROL}</t:ToRecipients>"
    assert ews(update(item, change("message:ToRecipients", recipients))).codes == ["ErrorInvalidPropertyRequest"]


@pytest.mark.parametrize("folder", ["calendar", "contacts", "tasks", "notes", "journal"])
def test_only_in_folders_of_mail(ews: Ews, folder: str) -> None:
    assert ews(create(POST.format(""), to=folder)).codes == ["ErrorCannotCreatePostItemInNonMailFolder"]


def test_it_cannot_be_sent(ews: Ews) -> None:
    item = ews.mailbox.items.by_id(made(ews, POST.format(""), to="inbox")[0])
    answer = ews(
        '<m:SendItem SaveItemToFolder="true"><m:ItemIds>'
        f'<t:ItemId Id="{item.item_id}" ChangeKey="{item.change_key}"/></m:ItemIds></m:SendItem>'
    )
    assert answer.codes == ["ErrorInvalidItemForOperationSendItem"]
