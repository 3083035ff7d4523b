import pytest

from fakeserver.protocols.smtp.errors import reply_to
from fakeserver.protocols.smtp.replies import SIZE_LIMIT
from fakeserver.protocols.smtp.submission import Transaction, submit
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.transport.envelope import Recipient
from fakeserver.tenant.refusals import HeaderTooLarge, RecipientsMissing, SendAsDenied
from fakeserver.tenant.tenant import Tenant
from tests.protocols.smtp.client import ALICE, BOB

#: whom alice may not send as, and on whose behalf she may
CAROL, BEHALF = "carol@contoso.onmicrosoft.com", "dora@contoso.onmicrosoft.com"


@pytest.fixture
def visit(cloud: Cloud, tenant: Tenant) -> Visit:
    token = tenant.token(tenant.public_app, tenant.user("alice"), "SMTP.Send")
    visitor = cloud.door.admit(Protocol.SMTP, BearerToken(token, ALICE))
    return cloud.door.open(visitor, ALICE)


def test_the_message_id_comes_back(visit: Visit, tenant: Tenant, message: bytes) -> None:
    assert submit(visit, Transaction(ALICE, recipients=[Recipient(BOB)]), message).message_id == "<1@me.example>"
    made = submit(visit, Transaction(ALICE, recipients=[Recipient(BOB)]), b"Subject: no id\r\n\r\n").message_id
    assert made.startswith("<")
    assert made.endswith(">")
    assert len(tenant.mailbox(BOB).messages()) == 2


@pytest.mark.parametrize(
    "header",
    [
        f"From: {BOB}",
        f"From: Alice <{ALICE}>, Bob <{BOB}>",
        f'from: "{ALICE}" <{BOB}>',
        f"From: =?utf-8?q?Alice?=\r\n <{BOB}>",
        f"From: team: {ALICE}, {BOB};",
    ],
)
def test_every_author_must_be_ones_own(visit: Visit, tenant: Tenant, header: str) -> None:
    with pytest.raises(SendAsDenied):
        submit(visit, Transaction(ALICE, recipients=[Recipient(BOB)]), f"{header}\r\nSubject: x\r\n\r\n".encode())
    assert tenant.mailbox(BOB).messages() == []


@pytest.mark.parametrize("mime", [b"", b"\r\n", b"From:\r\n\r\n", b"\xff\xfe\x00", b"body only"])
def test_a_message_without_an_author_is_the_mailboxes(visit: Visit, tenant: Tenant, mime: bytes) -> None:
    submit(visit, Transaction(ALICE, recipients=[Recipient(BOB)]), mime)
    assert len(tenant.mailbox(BOB).messages()) == 1


def test_the_null_sender_is_nobodys(visit: Visit, tenant: Tenant, message: bytes) -> None:
    submit(visit, Transaction("", recipients=[Recipient(BOB)]), message)
    assert len(tenant.mailbox(BOB).messages()) == 1


def test_there_must_be_a_recipient(visit: Visit, message: bytes) -> None:
    with pytest.raises(RecipientsMissing):
        submit(visit, Transaction(ALICE), message)


def test_a_transaction_collects_chunks_up_to_the_limit() -> None:
    transaction = Transaction(ALICE)
    transaction.add_octets(b"one ")
    transaction.add_octets(b"two")
    assert (bytes(transaction.chunks or b"x"), transaction.is_too_large) == (b"one two", False)
    transaction.add_octets(bytes(SIZE_LIMIT - 6))
    assert (transaction.chunks, transaction.is_too_large) == (bytearray(), True)
    transaction.add_octets(b"three")
    assert (transaction.chunks, transaction.is_too_large) == (bytearray(), True)


def test_on_behalf_of_somebody_the_message_says_who_sent_it(visit: Visit, tenant: Tenant) -> None:
    carol = tenant.add_user("carol")
    tenant.rights.add_mailbox_permission(carol, "alice", "SendOnBehalf")
    written = f"From: {carol.address}\r\nSubject: x\r\n\r\n".encode()
    submit(visit, Transaction(carol.address, recipients=[Recipient(BOB)]), written)
    (arrived,) = tenant.mailbox(BOB).messages()
    assert arrived.get("from_").address == carol.address
    assert arrived.get("sender").address == ALICE
    assert arrived.mime().endswith(written)
    sent_by_herself = f"Sender: Alice Liddell <{ALICE}>\r\n".encode() + written
    submit(visit, Transaction(carol.address, recipients=[Recipient(BOB)]), sent_by_herself)
    assert tenant.mailbox(BOB).messages()[-1].mime().endswith(sent_by_herself)
    tenant.rights.add_mailbox_permission(carol, "alice", "SendAs")
    submit(visit, Transaction(carol.address, recipients=[Recipient(BOB)]), written)
    assert b"\nSender:" not in tenant.mailbox(BOB).messages()[-1].mime()


@pytest.mark.parametrize(
    ("field", "denied"),
    [
        ("Sender: x@y.example", "x@y.example"),
        ("Sender: CAROL", CAROL),
        ("Sender: BEHALF", BEHALF),
        ("Sender: me <ALICE>\r\nSender: x@y.example", "x@y.example"),
        ("Sender: somebody else", "somebody else"),
        ("From: nobody", "nobody"),
        ('From: "The Chief"', "The Chief"),
        ("From: the chiefs:;", "the chiefs:;"),
        ("From: <ALICE>\r\nX: y\rFrom: ceo@x.example", "ceo@x.example"),
        ("X: y\rSender: ceo@x.example", "ceo@x.example"),
    ],
)
def test_nobody_else_is_said_to_have_sent_it(visit: Visit, tenant: Tenant, field: str, denied: str) -> None:
    for name in ("carol", "dora"):
        tenant.add_user(name)
    tenant.rights.add_mailbox_permission(BEHALF, "alice", "SendOnBehalf")
    header = field.replace("ALICE", ALICE).replace("CAROL", CAROL).replace("BEHALF", BEHALF)
    with pytest.raises(SendAsDenied) as refused:
        submit(visit, Transaction(ALICE, recipients=[Recipient(BOB)]), f"{header}\r\n\r\nx\r\n".encode())
    assert refused.value.facts == {"mailbox": ALICE, "sender": denied}
    assert tenant.mailbox(BOB).messages() == []
    assert tenant.mailbox(ALICE).messages("sentitems") == []


def test_sender_may_name_whom_they_may_send_as(visit: Visit, tenant: Tenant) -> None:
    tenant.add_user("carol")
    tenant.rights.add_mailbox_permission(CAROL, "alice", "SendAs")
    written = f"Sender: {CAROL}\r\nSubject: x\r\n\r\n".encode()
    submit(visit, Transaction(ALICE, recipients=[Recipient(BOB)]), written)
    assert tenant.mailbox(BOB).messages()[-1].get("sender").address == CAROL


@pytest.mark.parametrize(
    "header",
    [
        b"".join(b"X-%d: %b\r\n" % (number, b"y" * 900) for number in range(400)),
        b"From: " + b", ".join([f"<{ALICE}>".encode()] * 5000) + f", ceo@x.example\r\nSender: {ALICE}\r\n".encode(),
        b"Sender: " + b"(a comment) " * 12_000 + b"ceo@x.example\r\n",
    ],
)
def test_a_header_that_is_not_read_to_its_end_is_not_taken(visit: Visit, tenant: Tenant, header: bytes) -> None:
    with pytest.raises(HeaderTooLarge) as refused:
        submit(visit, Transaction(ALICE, recipients=[Recipient(BOB)]), header + b"\r\nx\r\n")
    assert str(reply_to(refused.value)) == "552 5.3.4 Header size exceeds fixed maximum size"
    assert tenant.mailbox(BOB).messages() == []
