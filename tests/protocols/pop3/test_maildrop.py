import pytest

from fakeserver.protocols.pop3.maildrop import Maildrop, multi_line, top
from fakeserver.steps import finish
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.tenant import Tenant
from tests.work import lines_of


@pytest.mark.parametrize(
    ("message", "sent"),
    [
        (b"", b".\r\n"),
        (b"a\r\n", b"a\r\n.\r\n"),
        (b"a", b"a\r\n.\r\n"),
        (b".\r\n..\r\na.\r\n", b"..\r\n...\r\na.\r\n.\r\n"),
        (b"a\n.b\n", b"a\n..b\r\n.\r\n"),
        (b"a\r", b"a\r\r\n.\r\n"),
        (b"\n", b"\r\n.\r\n"),
    ],
)
def test_dots_are_doubled_and_the_end_is_marked(message: bytes, sent: bytes) -> None:
    assert multi_line(message) == b"+OK\r\n" + sent


@pytest.mark.parametrize(
    ("lines", "start"), [(0, b"H: 1\r\n\r\n"), (1, b"H: 1\r\n\r\na\r\n"), (9, b"H: 1\r\n\r\na\r\nb\r\nc")]
)
def test_the_top_of_a_message(lines: int, start: bytes) -> None:
    assert top(b"H: 1\r\n\r\na\r\nb\r\nc", lines) == start


def test_what_others_took_away_is_left_alone(tenant: Tenant, alice: User) -> None:
    mailbox = tenant.mailbox(alice)
    moved, gone, kept = (mailbox.deliver(subject=name) for name in ("moved", "gone", "kept"))
    drop = Maildrop(mailbox)
    for number in (1, 2, 3):
        drop.mark(number)
    (moved_again,) = mailbox.items.move([moved], mailbox.folders.distinguished("archive"))
    mailbox.items.delete([gone], DeleteMode.HARD)
    finish(drop.update())
    assert mailbox.messages("archive") == [moved_again]
    assert mailbox.messages() == []
    assert [item.subject for item in mailbox.messages("recoverableitemsdeletions")] == [kept.subject]


def test_what_others_took_away_and_brought_back_is_another_message(tenant: Tenant, alice: User) -> None:
    mailbox = tenant.mailbox(alice)
    item = mailbox.deliver(subject="moved")
    drop = Maildrop(mailbox)
    drop.mark(1)
    away = mailbox.items.move([item], mailbox.folders.distinguished("archive"))
    back = mailbox.items.move(away, mailbox.folders.distinguished("inbox"))
    finish(drop.update())
    assert mailbox.messages() == back
    assert drop.unique_id(1) != b"%d" % back[0].uid


def test_associated_items_are_not_shown(tenant: Tenant, alice: User) -> None:
    mailbox = tenant.mailbox(alice)
    mailbox.items.add(mailbox.folders.distinguished("inbox"), "IPM.Configuration.x", {"is_associated": True})
    item = mailbox.deliver(subject="one")
    drop = Maildrop(mailbox)
    assert (len(drop), drop.message(1)) == (1, item.mime())


@pytest.mark.parametrize("lines", [0, 1, 999, 1000, 1001, 1500, 2999, 3000, 3001, 999_999_999])
@pytest.mark.parametrize("line", [b"\n", b"x\r\n", b"a line of some length\r\n"])
def test_the_top_of_a_message_of_many_lines(line: bytes, lines: int) -> None:
    header, body = b"H: 1\r\n\r\n", line * 3000 + b"the end"
    assert top(header + body, lines) == (header + line * lines if lines <= 3000 else header + body)


def test_millions_of_lines_cost_little() -> None:
    message = b"\n" * 1_000_000
    assert len(top(message, 900_000)) == 900_001
    assert lines_of(lambda: top(message, 900_000)) < 5_000
