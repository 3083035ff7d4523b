"""A mail's correspondents in requests: who is taken, and who is refused."""

from contextlib import suppress
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.protocols.ews.values.addresses import RECIPIENT, RECIPIENTS
from fakeserver.tenant.exchange.mime.addresses import parse_addresses
from fakeserver.tenant.exchange.mime.render import address_field
from fakeserver.tenant.exchange.values import EmailAddress
from tests.protocols.ews.client import Ews

BOB = "<t:EmailAddress>bob@example.com</t:EmailAddress>"
ITEM = '<t:ItemId Id="AAMk"/>'


def node(*mailboxes: str) -> Any:
    listed = "".join(f"<t:Mailbox>{one}</t:Mailbox>" for one in mailboxes)
    return etree.fromstring(f'<t:ToRecipients xmlns:t="{TYPES}">{listed}</t:ToRecipients>')


@pytest.mark.parametrize("routing", ["", "SMTP", "smtp", "EX", "MAPIPDL"])
def test_addresses_of_exchange_are_taken(routing: str) -> None:
    given = f"<t:Name> Bob </t:Name>{BOB}" + (f"<t:RoutingType>{routing}</t:RoutingType>" if routing else "")
    assert RECIPIENTS.read(node(given)) == [EmailAddress("Bob", "bob@example.com")]
    assert RECIPIENT.read(node(given)) == EmailAddress("Bob", "bob@example.com")


@pytest.mark.parametrize(
    ("mailbox", "code"),
    [
        ("", "ErrorMissingInformationEmailAddress"),
        ("<t:Name>Bob</t:Name>", "ErrorMissingInformationEmailAddress"),
        ("<t:Name>Bob</t:Name><t:MailboxType>PrivateDL</t:MailboxType>", "ErrorMissingInformationEmailAddress"),
        ("<t:EmailAddress>+1 555 0100</t:EmailAddress><t:RoutingType>FAX</t:RoutingType>", "ErrorInvalidRoutingType"),
        (f"{BOB}<t:RoutingType>X400</t:RoutingType>", "ErrorInvalidRoutingType"),
    ],
)
@pytest.mark.parametrize("kind", [RECIPIENT, RECIPIENTS])
def test_who_cannot_be_written_to_is_refused(mailbox: str, code: str, kind: Any) -> None:
    with pytest.raises(EwsError, match=code):
        kind.read(node(mailbox))


def test_what_the_schema_does_not_allow_comes_first() -> None:
    with pytest.raises(Violation):
        RECIPIENTS.read(node("", "<t:Nick/>"))


def test_an_id_beside_an_address_is_taken() -> None:
    assert RECIPIENTS.read(node(BOB + ITEM)) == [EmailAddress("", "bob@example.com")]
    assert RECIPIENTS.read(node(ITEM)) == [EmailAddress("", "", "AAMk")]
    listed = "<t:EmailAddress>Team</t:EmailAddress><t:MailboxType>PrivateDL</t:MailboxType>"
    assert RECIPIENTS.read(node(listed + ITEM)) == [EmailAddress("", "Team", "AAMk")]


def test_one_correspondent_is_no_item() -> None:
    with pytest.raises(EwsError, match="ErrorInvalidOperation"):
        RECIPIENT.read(node(ITEM))


@pytest.mark.parametrize("name", ["Somebody", "Jörg \N{SNOWMAN}"])
def test_no_recipient_is_lost_when_the_message_is_read(name: str) -> None:
    mailbox = f"<t:Name>{name * 20}</t:Name><t:EmailAddress>{{}}@example.com</t:EmailAddress>"
    mailboxes = [mailbox.format(number) for number in range(1000)]
    with pytest.raises(EwsError, match="ErrorInvalidValueForProperty"):
        RECIPIENTS.read(node(*mailboxes))
    taken: list[EmailAddress] = []
    for count in range(50, 1000, 50):
        with suppress(EwsError):
            taken = RECIPIENTS.read(node(*mailboxes[:count]))
    field = address_field("To", *taken).decode().partition(":")[2]
    assert len(parse_addresses(field)) == len(taken) >= 50


def test_no_more_are_appended_than_are_read(ews: Ews) -> None:
    many = [EmailAddress("x" * 200, f"{number}@example.com") for number in range(500)]
    item = ews.mailbox.items.add(
        ews.mailbox.folders.distinguished("drafts"), "IPM.Note", {"to_recipients": many, "is_draft": True}
    )
    path = '<t:FieldURI FieldURI="message:ToRecipients"/>'

    def append(count: int) -> list[str]:
        more = f"<t:Mailbox><t:Name>{'x' * 200}</t:Name>{BOB}</t:Mailbox>" * count
        change = f"{path}<t:Message><t:ToRecipients>{more}</t:ToRecipients></t:Message>"
        return ews(
            '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges>'
            f'<t:ItemChange><t:ItemId Id="{item.item_id}"/><t:Updates><t:AppendToItemField>{change}'
            "</t:AppendToItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
        ).codes

    assert append(1) == ["NoError"]
    assert append(200) == ["ErrorInvalidValueForProperty"]
    assert len(item.get("to_recipients")) == 501
