import pytest

from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.tenant import Tenant
from tests.protocols.imap.client import ImapClient


@pytest.fixture
def many(imap: ImapClient, monkeypatch: pytest.MonkeyPatch) -> ImapClient:
    r"""A client whose inbox holds a hundred messages with \Deleted, selected; each step is as short as it can be."""
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    for number in range(100):
        item = imap.mailbox.deliver(subject=str(number))
        imap.mailbox.items.set_flags(item, MessageFlags(deleted=True))
    return imap.select()


def test_expunge_numbers_shift_as_they_go(inbox: ImapClient) -> None:
    inbox.says(r"a STORE 1,3 +FLAGS.SILENT (\Deleted)")
    assert inbox.says("b EXPUNGE") == ["* 1 EXPUNGE", "* 2 EXPUNGE", "* 1 EXISTS", "b OK EXPUNGE completed."]
    assert inbox.says("c FETCH 1 UID")[0] == "* 1 FETCH (UID 2)"
    assert inbox.says("d EXPUNGE") == ["d OK EXPUNGE completed."], "nothing went"
    assert len(inbox.mailbox.messages("recoverableitemsdeletions")) == 2


def test_uid_expunge_takes_only_what_is_named(inbox: ImapClient) -> None:
    inbox.says(r"a STORE 1:3 +FLAGS.SILENT (\Deleted)")
    assert inbox.says("b UID EXPUNGE 2:3,7") == ["* 2 EXPUNGE", "* 2 EXPUNGE", "* 1 EXISTS", "b OK EXPUNGE completed."]


@pytest.mark.parametrize("command", ["EXPUNGE", "UID EXPUNGE 1:*", "CLOSE"])
def test_many_messages_take_many_steps(many: ImapClient, command: str) -> None:
    steps, answer = 1, many.sends_once(f"a {command}\r\nb NOOP\r\n".encode())
    while many.session.has_more:
        answer += many.sends_once(b"")
        steps += 1
    assert steps >= 4
    assert answer.count(b"* 1 EXPUNGE\r\n") == (0 if command == "CLOSE" else 100)
    assert answer.endswith(b"completed.\r\nb OK NOOP completed.\r\n")
    assert many.mailbox.messages() == []
    assert len(many.mailbox.messages("recoverableitemsdeletions")) == 100


@pytest.mark.parametrize("command", [b"EXPUNGE", b"CLOSE"])
def test_what_others_keep_or_take_meanwhile_stays(many: ImapClient, command: bytes) -> None:
    kept, moved, gone = many.mailbox.messages()[-3:]
    answer = many.sends_once(b"a " + command + b"\r\n")
    assert many.session.has_more
    many.mailbox.items.set_flags(kept, MessageFlags())
    many.mailbox.items.move([moved], many.mailbox.folders.distinguished("archive"))
    many.mailbox.items.delete([gone])
    answer += many.sends(b"")
    assert answer.endswith(b"a OK %b completed.\r\n" % command)
    assert (many.mailbox.messages(), many.mailbox.messages("archive")) == ([kept], [moved])
    assert len(many.mailbox.messages("recoverableitemsdeletions")) == 97


def test_a_switch_makes_it_fail(inbox: ImapClient, tenant: Tenant) -> None:
    tenant.policies.imap_expunge = False
    inbox.says(r"a STORE 1:2 +FLAGS (\Deleted)")
    for command in ("EXPUNGE", "UID EXPUNGE 1"):
        assert inbox.says(f"b {command}") == ["b NO EXPUNGE failed."]
    # CLOSE has no answer that says so (RFC 3501 section 6.4.2).
    assert inbox.says("b CLOSE") == ["b OK CLOSE completed."]
    inbox.select()
    assert len(inbox.mailbox.messages()) == 3
    assert {refused.refusal.name for refused in tenant.journal.refusals} == {"ExpungeFailed"}
    assert tenant.journal.refusals[0].refusal.page.endswith("/recoverable-items-folder")
    tenant.policies.imap_expunge = True
    assert inbox.says("c EXPUNGE") == ["* 1 EXPUNGE", "* 1 EXPUNGE", "* 1 EXISTS", "c OK EXPUNGE completed."]
