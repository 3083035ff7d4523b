import pytest

from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.transport.conversion import converted, delivered_by
from fakeserver.tenant.exchange.transport.delivery import Transport
from fakeserver.tenant.exchange.transport.envelope import Envelope
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.refusals import HeaderTooLarge
from fakeserver.tenant.switches.policies import Policies

BOB = "bob@contoso.onmicrosoft.com"
MIME = (
    f"From: alice@contoso.onmicrosoft.com\r\nTo: Bob <{BOB}>, nobody\r\nCc: {BOB}\r\nBcc: ext@fabrikam.example\r\n"
    "Message-id: <1@x>\r\nSubject: Möwe\r\n\r\nMessage-ID: body\r\n"
).encode()
ENVELOPE = Envelope.of("alice@contoso.onmicrosoft.com", "carol@fabrikam.example")


def switched(**switches: object) -> Policies:
    policies = Policies()
    policies.set(**switches)
    return policies


def test_by_default_nothing_changes() -> None:
    assert converted(MIME, Policies()) == MIME
    assert delivered_by(ENVELOPE, MIME, Policies()) == ENVELOPE


def test_a_message_is_written_anew() -> None:
    anew = converted(b"Subject: Hi\nX-MS-Exchange-Organization-SCL: -1\nFrom: a@x\n\n.\n", switched(rewrite_mime=True))
    assert anew == b"From: a@x\r\nSubject: Hi\r\n\r\n.\r\n"


def test_who_stands_in_the_header_gets_the_message_once() -> None:
    named = switched(deliver_to_header_recipients=True)
    envelope = delivered_by(ENVELOPE, MIME, named)
    addresses = [recipient.address for recipient in envelope.recipients]
    assert addresses == ["carol@fabrikam.example", BOB, "ext@fabrikam.example"]
    shouted = Envelope.of("", *(address.upper() for address in addresses))
    assert delivered_by(shouted, MIME, named) == shouted


def test_a_header_whose_recipients_are_not_read_to_the_last_is_refused() -> None:
    mime = b"To: " + b"(a comment) " * 12_000 + BOB.encode() + b"\r\n\r\n"
    assert delivered_by(ENVELOPE, mime, Policies()) == ENVELOPE
    with pytest.raises(HeaderTooLarge) as refused:
        delivered_by(ENVELOPE, mime, switched(deliver_to_header_recipients=True))
    assert refused.value.size > refused.value.limit > 0


def test_the_header_is_written_in_seven_bits() -> None:
    mime = converted(MIME, switched(convert_header=True))
    assert mime.isascii()
    assert Message(mime).subject == "Möwe"


def test_a_message_gets_another_message_id(transport: Transport, alice: Mailbox, bob: Mailbox) -> None:
    transport._switches = switched(replace_message_id=True, deliver_to_header_recipients=True)
    receipt = transport.submit(alice, ENVELOPE, MIME)
    (arrived,) = bob.messages()
    assert arrived.message.header("x-microsoft-original-message-id") == "<1@x>"
    assert arrived.message.message_id == receipt.message_id != "<1@x>"
    assert [name.lower() for name, _value in arrived.message.headers].count("message-id") == 1
    assert arrived.mime().endswith(b"\r\n\r\nMessage-ID: body\r\n")


def test_what_lies_in_a_mailbox_is_converted_when_it_is_sent(
    transport: Transport, alice: Mailbox, bob: Mailbox
) -> None:
    transport._switches = switched(replace_message_id=True, convert_header=True, deliver_to_header_recipients=True)
    draft = alice.items.add_mime(alice.folders.distinguished("drafts"), MIME.replace(b", nobody", b""))
    receipt = transport.submit_item(draft)
    (arrived,) = bob.messages()
    for item in (arrived, draft):
        assert item.message.header("x-microsoft-original-message-id") == "<1@x>"
        assert item.get("internet_message_id") == receipt.message_id != "<1@x>"
        assert item.message.header("subject").isascii()
        assert item.subject == "Möwe"


def test_what_was_made_of_properties_has_no_message_id_to_be_replaced(
    transport: Transport, alice: Mailbox, bob: Mailbox
) -> None:
    transport._switches = switched(replace_message_id=True)
    properties = {"subject": "Möwe", "to_recipients": [EmailAddress("", BOB)]}
    transport.submit_item(alice.items.add(alice.folders.distinguished("drafts"), "IPM.Note", properties))
    assert "x-microsoft-original-message-id" not in [name.lower() for name, _ in bob.messages()[0].message.headers]
