import pytest

from fakeserver.tenant.exchange.values import DeleteMode
from tests.protocols.imap.client import Connect, ImapClient


@pytest.fixture
def many(imap: ImapClient, monkeypatch: pytest.MonkeyPatch) -> ImapClient:
    """A client whose inbox holds a hundred messages, selected; every step is as short as it can be."""
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    for number in range(100):
        imap.mailbox.deliver(subject=str(number))
    return imap.select()


@pytest.mark.parametrize("command", ["COPY", "MOVE"])
def test_what_another_client_has_expunged_is_not_copied(inbox: ImapClient, connect: Connect, command: str) -> None:
    other = connect().sign_in().select()
    inbox.says(r"a STORE 1 +FLAGS (\Deleted)")
    inbox.says("b EXPUNGE")
    assert other.says(f"a {command} 1:2 Archive")[-1] == "a NO The specified message set is invalid."
    assert other.mailbox.messages("archive") == []
    assert other.says(f"b UID {command} 1:2 Archive")[-1].startswith("b OK")
    assert len(other.mailbox.messages("archive")) == 1


def test_copy_and_move_pair_the_uids(inbox: ImapClient) -> None:
    validity = inbox.mailbox.folders.distinguished("archive").uid_validity
    assert inbox.says("a COPY 1:2 Archive") == [f"a OK [COPYUID {validity} 1:2 1:2] COPY completed."]
    assert inbox.says("b UID MOVE 1,3 Archive") == [
        f"* OK [COPYUID {validity} 1,3 3:4]",
        "* 1 EXPUNGE",
        "* 2 EXPUNGE",
        "* 1 EXISTS",
        "b OK MOVE completed.",
    ]
    assert [item.subject for item in inbox.mailbox.messages("archive")] == ["one", "two", "one", "three"]
    assert inbox.says("c COPY 1 Nowhere") == ["c NO [TRYCREATE] Nowhere doesn't exist."]


@pytest.mark.parametrize("command", ["COPY", "MOVE"])
def test_the_sets_are_empty_where_nothing_matches(inbox: ImapClient, command: str) -> None:
    validity = inbox.mailbox.folders.distinguished("archive").uid_validity
    answer = [f"* OK [COPYUID {validity}  ]", f"a OK {command} completed."]
    assert inbox.says(f"a UID {command} 99 Archive") == answer
    assert inbox.says(f"a {command} 99 Archive") == ["a NO The specified message set is invalid."]
    inbox.mailbox.items.delete(inbox.mailbox.messages())
    assert inbox.says(f"a UID {command} 1:* Archive")[0] == answer[0]


def test_a_move_into_the_same_folder_gives_new_uids(inbox: ImapClient) -> None:
    answer = inbox.says("a MOVE 1 INBOX")
    assert answer[1:] == ["* 1 EXPUNGE", "* 3 EXISTS", "* 1 RECENT", "a OK MOVE completed."]
    assert inbox.says("b UID SEARCH ALL")[0] == "* SEARCH 2 3 4"


@pytest.mark.parametrize("command", ["COPY", "MOVE"])
def test_many_messages_take_many_steps(many: ImapClient, command: str) -> None:
    steps, answer = 1, many.sends_once(f"a {command} 1:* Archive\r\nb NOOP\r\n".encode())
    while many.session.has_more:
        answer += many.sends_once(b"")
        steps += 1
    assert steps >= 4
    validity = many.mailbox.folders.distinguished("archive").uid_validity
    assert b"OK [COPYUID %d 1:100 1:100]" % validity in answer
    assert answer.endswith(b"b OK NOOP completed.\r\n")
    assert [item.subject for item in many.mailbox.messages("archive")] == [str(number) for number in range(100)]
    assert len(many.mailbox.messages()) == (100 if command == "COPY" else 0)


def test_a_copy_whose_target_goes_away_leaves_nothing_behind(many: ImapClient) -> None:
    target = many.mailbox.folders.create(many.mailbox.folders.distinguished("msgfolderroot"), "Target")
    answer = many.sends_once(b"a COPY 1:* Target\r\n")
    assert (many.session.has_more, target.total_count) == (True, 32)
    many.mailbox.folders.delete(target, DeleteMode.SOFT)
    assert answer + many.sends(b"") == b"a NO [TRYCREATE] Target doesn't exist.\r\n"
    assert many.mailbox.messages("recoverableitemsdeletions") == []
    assert len(many.mailbox.messages()) == 100


def test_a_move_whose_target_goes_away_says_what_has_left(many: ImapClient) -> None:
    target = many.mailbox.folders.create(many.mailbox.folders.distinguished("msgfolderroot"), "Target")
    answer = many.sends_once(b"a MOVE 1:* Target\r\n")
    many.mailbox.folders.delete(target, DeleteMode.SOFT)
    lines = (answer + many.sends(b"")).split(b"\r\n")
    assert lines == [*[b"* 1 EXPUNGE"] * 32, b"a NO [TRYCREATE] Target doesn't exist.", b""]
    assert len(many.mailbox.messages()) == 68
    assert len(many.mailbox.messages("recoverableitemsdeletions")) == 32


def test_an_original_that_others_delete_ends_a_copy(many: ImapClient) -> None:
    last = many.mailbox.messages()[-1]
    answer = many.sends_once(b"a UID COPY 1:* Archive\r\n")
    many.mailbox.items.delete([last])
    answer += many.sends(b"b NOOP\r\n")
    assert answer.startswith(b"a NO The specified message set is invalid.\r\n")
    assert answer.endswith(b"b OK NOOP completed.\r\n")
    assert many.mailbox.messages("archive") == []


def test_what_others_take_away_is_left_out_of_a_move_and_its_uids(many: ImapClient) -> None:
    archive, drafts = (many.mailbox.folders.distinguished(name) for name in ("archive", "drafts"))
    first, *_, last = many.mailbox.messages()
    answer = many.sends_once(b"a UID MOVE 1:* Archive\r\n")
    many.mailbox.items.move([first, last], drafts)
    answer += many.sends(b"")
    # The first had arrived before it was taken away again.
    assert answer.startswith(b"* OK [COPYUID %d 2:99 2:99]\r\n" % archive.uid_validity)
    assert many.mailbox.messages("drafts") == [first, last]
    assert archive.total_count == 98


def test_a_client_that_goes_away_gets_no_half_of_a_copy(many: ImapClient) -> None:
    many.sends_once(b"a COPY 1:* Archive\r\n")
    many.session.connection_lost()
    assert many.mailbox.messages("archive") == []
    assert len(many.mailbox.messages()) == 100


def test_two_clients_move_the_same_messages(many: ImapClient, connect: Connect) -> None:
    other = connect().sign_in().select()
    first = many.sends_once(b"a UID MOVE 1:* Archive\r\n")
    second = other.sends_once(b"a UID MOVE 1:* Drafts\r\n")
    while many.session.has_more or other.session.has_more:
        first += many.sends_once(b"")
        second += other.sends_once(b"")
    assert first.endswith(b"a OK MOVE completed.\r\n")
    assert second.endswith(b"a OK MOVE completed.\r\n")
    moved = [len(many.mailbox.messages(name)) for name in ("inbox", "archive", "drafts")]
    assert (moved[0], sum(moved)) == (0, 100)
