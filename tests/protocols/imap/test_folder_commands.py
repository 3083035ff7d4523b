import pytest

from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.tenant import Tenant
from tests.protocols.imap.client import ImapClient


def test_select_answers_line_by_line_as_the_service_does(imap: ImapClient) -> None:
    imap.mailbox.deliver(subject="one")
    validity = imap.mailbox.folders.distinguished("inbox").uid_validity
    flags = r"\Seen \Answered \Flagged \Deleted \Draft $MDNSent"
    assert imap.says("a SELECT inbox") == [
        "* 1 EXISTS",
        "* 0 RECENT",
        f"* FLAGS ({flags})",
        f"* OK [PERMANENTFLAGS ({flags})] Permanent flags",
        "* OK [UNSEEN 1] Is the first unseen message",
        f"* OK [UIDVALIDITY {validity}] UIDVALIDITY value",
        "* OK [UIDNEXT 2] The next unique identifier value",
        "a OK [READ-WRITE] SELECT completed.",
    ]


def test_examine_leaves_everything_as_it_is(imap: ImapClient) -> None:
    item = imap.mailbox.deliver(subject="one")
    lines = imap.says("a EXAMINE INBOX")
    assert lines[-1] == "a OK [READ-ONLY] EXAMINE completed."
    assert "* OK [PERMANENTFLAGS ()] Permanent flags" in lines
    imap.says("b FETCH 1 BODY[]")
    assert not item.is_read
    assert imap.says(r"c STORE 1 +FLAGS (\Seen)")[0].startswith("c NO")
    assert imap.says("d EXPUNGE")[0].startswith("d NO")
    assert imap.says("e MOVE 1 Archive")[0].startswith("e NO")
    imap.mailbox.items.set_flags(item, MessageFlags(deleted=True))
    imap.says("f CLOSE")
    assert imap.mailbox.messages() == [item]


def test_a_folder_that_is_not_there_leaves_none_selected(imap: ImapClient) -> None:
    imap.select()
    assert imap.says("a SELECT Nowhere") == ["a NO Nowhere doesn't exist."]
    assert imap.says("b FETCH 1 UID") == ["b BAD Command received in Invalid state."]


def test_list_shows_what_a_mailbox_has(imap: ImapClient) -> None:
    lines = imap.says('a LIST "" *')
    assert r'* LIST (\Marked \HasNoChildren) "/" INBOX' in lines
    assert r'* LIST (\HasNoChildren \Sent) "/" "Sent Items"' in lines
    assert r'* LIST (\HasNoChildren \Trash) "/" "Deleted Items"' in lines
    assert r'* LIST (\HasChildren) "/" Calendar' in lines
    assert r'* LIST (\HasNoChildren) "/" Calendar/Birthdays' in lines
    assert not any("Sync Issues" in line for line in lines)


def test_list_joins_reference_and_pattern(imap: ImapClient) -> None:
    assert imap.says('a LIST "" ""') == [r'* LIST (\Noselect) "/" ""', "a OK LIST completed."]
    assert imap.says("a LIST Calendar/ %")[:-1] == [r'* LIST (\HasNoChildren) "/" Calendar/Birthdays']
    assert imap.says('a LIST "" inbox')[:-1] == [r'* LIST (\Marked \HasNoChildren) "/" INBOX']
    assert not any("/Birthdays" in line for line in imap.says('a LIST "" %'))


def test_folders_are_made_with_those_above_them(imap: ImapClient) -> None:
    assert imap.says('a CREATE "Projects/Entw&APw-rfe/x/"') == ["a OK CREATE completed."]
    assert imap.says("b LIST Projects *")[:-1] == [
        r'* LIST (\HasChildren) "/" Projects',
        r'* LIST (\HasChildren) "/" Projects/Entw&APw-rfe',
        r'* LIST (\HasNoChildren) "/" Projects/Entw&APw-rfe/x',
    ]
    assert imap.says("c CREATE projects") == ["c NO Mailbox already exists."]
    assert imap.says("d CREATE Files") == ["d NO Folder name is reserved"]
    assert imap.says('e CREATE ""') == ["e NO Folder name is reserved"]


def test_folders_below_the_inbox(imap: ImapClient) -> None:
    imap.says("a CREATE INBOX/Sub")
    assert r'* LIST (\HasNoChildren) "/" INBOX/Sub' in imap.says('b LIST "" *')
    assert imap.says("c SELECT inbox/sub")[-1].startswith("c OK")


def test_rename_moves_and_renames(imap: ImapClient) -> None:
    imap.says("a CREATE one")
    assert imap.says("b RENAME one two/three") == ["b OK RENAME completed."]
    assert imap.mailbox.folders.by_path("two/three") is not None
    assert imap.says("c RENAME two Archive") == ["c NO Mailbox already exists."]
    assert imap.says("d RENAME INBOX two") == ["d NO RENAME failed."]
    assert imap.says("e RENAME nothing x") == ["e NO nothing doesn't exist."]


@pytest.mark.parametrize(
    "command",
    [
        "RENAME one one/new/deep",
        "RENAME one one/Two/new/deep",
        "RENAME INBOX new/old",
        "RENAME nothing new/deep",
        f"RENAME one new/deep/{'x' * 256}",
        "RENAME one new//deep",
        f"RENAME one {'x/' * 298}deep",
        f"CREATE new/deep/{'x' * 256}",
        f"CREATE new/{'x' * 256}/deep",
        "CREATE new//deep",
        'CREATE "one/two/new/ /deep"',
        f"CREATE {'x/' * 299}deep",
    ],
)
def test_a_command_that_is_refused_makes_no_folders(imap: ImapClient, command: str) -> None:
    imap.says("a CREATE one/two")
    before, position = imap.says('b LIST "" *'), imap.mailbox.changes.position
    assert imap.says(f"c {command}")[-1].startswith("c NO")
    assert imap.says('b LIST "" *') == before
    assert imap.mailbox.changes.position == position


def test_folders_lie_as_deep_as_they_may(imap: ImapClient) -> None:
    imap.says("a CREATE one/two")
    assert imap.says(f"b RENAME one {'x/' * 297}one") == ["b OK RENAME completed."]
    assert imap.says(f"c CREATE {'y/' * 298}deep") == ["c OK CREATE completed."]


def test_delete_takes_own_folders_only(imap: ImapClient) -> None:
    imap.says("a CREATE one")
    imap.select("one")
    assert imap.says("b DELETE one") == ["b OK DELETE completed."]
    assert imap.says("c CHECK") == ["c BAD Command received in Invalid state."]
    assert imap.says("d DELETE INBOX") == ["d NO DELETE failed."]
    assert imap.says("e DELETE one") == ["e NO one doesn't exist."]


def test_lsub_lists_what_is_subscribed(imap: ImapClient) -> None:
    assert imap.says("a UNSUBSCRIBE Journal") == ["a OK UNSUBSCRIBE completed."]
    assert not any("Journal" in line for line in imap.says('b LSUB "" *'))
    assert imap.says("c SUBSCRIBE Journal") == ["c OK SUBSCRIBE completed."]
    assert r'* LSUB (\HasNoChildren) "/" Journal' in imap.says('d LSUB "" *')


def test_status_ends_in_a_blank(imap: ImapClient) -> None:
    imap.mailbox.deliver(subject="one")
    assert imap.says("a STATUS inbox (MESSAGES RECENT UNSEEN UIDNEXT)") == [
        "* STATUS INBOX (MESSAGES 1 RECENT 0 UNSEEN 1 UIDNEXT 2) ",
        "a OK STATUS completed.",
    ]
    assert imap.says("b STATUS Nowhere (MESSAGES)") == ["b NO Nowhere doesn't exist."]


def test_namespace_and_check(imap: ImapClient) -> None:
    assert imap.says("a NAMESPACE") == ['* NAMESPACE (("" "/")) NIL NIL', "a OK NAMESPACE completed."]
    assert imap.select().says("b CHECK") == ["b OK CHECK completed."]


def test_close_expunges_and_unselect_does_not(imap: ImapClient, tenant: Tenant) -> None:
    item = imap.mailbox.deliver(subject="one")
    imap.mailbox.items.set_flags(item, MessageFlags(deleted=True))
    assert imap.select().says("a UNSELECT") == ["a OK UNSELECT completed."]
    assert imap.mailbox.messages() == [item]
    assert imap.select().says("b CLOSE") == ["b OK CLOSE completed."]
    assert imap.mailbox.messages() == []
    assert imap.says("c CLOSE") == ["c BAD Command received in Invalid state."]


def test_a_folder_goes_below_another_that_holds_one_of_its_old_name(imap: ImapClient) -> None:
    for path in ("one", "two/one"):
        imap.says(f"a CREATE {path}")
    assert imap.says("b RENAME one two/three") == ["b OK RENAME completed."]
    two = imap.mailbox.folders.by_path("two")
    assert two is not None
    assert [child.display_name for child in two.children] == ["one", "three"]
    assert imap.says("c RENAME two/three two/one") == ["c NO Mailbox already exists."]
    assert imap.says("d RENAME two/three TWO/Three") == ["d OK RENAME completed."]


def test_a_full_folder_is_deleted_in_steps(imap: ImapClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    folder = imap.mailbox.folders.create(imap.mailbox.folders.distinguished("msgfolderroot"), "Full")
    for number in range(100):
        imap.mailbox.deliver(subject=str(number), folder="Full")
    steps, answer = 1, imap.sends_once(b"a DELETE Full\r\nb NOOP\r\n")
    while imap.session.has_more:
        answer += imap.sends_once(b"")
        steps += 1
    assert steps >= 4
    assert answer == b"a OK DELETE completed.\r\nb OK NOOP completed.\r\n"
    assert not folder.exists
    assert len(imap.mailbox.messages("recoverableitemsdeletions")) == 100
