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
    assert imap.says("d RENAME Drafts three") == ["d NO RENAME failed."]
    assert imap.says("e RENAME nothing x") == ["e NO nothing doesn't exist."]


@pytest.mark.parametrize(
    "command",
    [
        "RENAME one two//",
        "RENAME one two/",
        "RENAME one new/two/",
        'RENAME one ""',
        "RENAME one /two",
        "RENAME one Files",
        "RENAME one Files/two",
        "CREATE //",
        "CREATE /new",
        "CREATE Files/new/deep",
        "RENAME INBOX new/two//",
        "RENAME INBOX one",
        "RENAME one one/new/deep",
        "RENAME one one/Two/new/deep",
        "RENAME Drafts new/old",
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


def test_the_inbox_is_renamed_by_moving_what_is_in_it(imap: ImapClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    imap.says("a CREATE INBOX/Sub")
    items = [imap.mailbox.deliver(subject=str(number)) for number in range(100)]
    imap.select()
    answer = imap.says("b RENAME inbox old/mail")
    assert answer[-1] == "b OK RENAME completed."
    assert answer.count("* 1 EXPUNGE") == 100
    assert imap.mailbox.messages() == []
    assert imap.mailbox.messages("old/mail") == items
    assert imap.says("c STATUS INBOX/Sub (MESSAGES)")[-1].startswith("c OK")
    assert imap.says("d RENAME INBOX OLD/Mail") == ["d NO Mailbox already exists."]


def test_a_folder_with_others_below_it_is_not_deleted(imap: ImapClient) -> None:
    imap.says("a CREATE one/two")
    assert imap.says("b DELETE one") == ["b NO DELETE failed."]
    assert imap.says("c DELETE one/two") == ["c OK DELETE completed."]
    one = imap.mailbox.folders.by_path("one")
    assert one is not None
    imap.mailbox.folders.create(one, "in/out")
    assert imap.says("d DELETE one") == ["d NO DELETE failed."]


@pytest.mark.parametrize(
    "command",
    ["SELECT {}", "EXAMINE {}", "STATUS {} (MESSAGES)", "DELETE {}", "RENAME {} x", "SUBSCRIBE {}", "COPY 1 {}"],
)
@pytest.mark.parametrize("name", ["in/out", "in/out/deep", "Files", "Files/deep", "INBOX/", '""', "/"])
def test_what_is_not_listed_cannot_be_named(imap: ImapClient, command: str, name: str) -> None:
    folders = imap.mailbox.folders
    top = folders.distinguished("msgfolderroot")
    for parent in (folders.create(top, "in/out"), folders.named("Files")):
        folders.create(parent, "deep")
    imap.mailbox.deliver(subject="x")
    imap.select()
    assert imap.says("a " + command.format(name))[-1].endswith(f"{name.strip(chr(34))} doesn't exist.")
    assert not [line for line in imap.says('b LIST "" *') if "deep" in line]


def test_delete_takes_own_folders_only(imap: ImapClient) -> None:
    imap.says("a CREATE one")
    imap.select("one")
    assert imap.says("b DELETE one") == ["b OK DELETE completed."]
    assert imap.says("c CHECK") == ["c BAD Command received in Invalid state."]
    assert imap.says("d DELETE INBOX") == ["d NO DELETE failed."]
    assert imap.says("e DELETE one") == ["e NO one doesn't exist."]


def test_status_ends_in_a_blank(imap: ImapClient) -> None:
    imap.mailbox.deliver(subject="one")
    assert imap.says("a STATUS inbox (MESSAGES RECENT UNSEEN UIDNEXT)") == [
        "* STATUS INBOX (MESSAGES 1 RECENT 0 UNSEEN 1 UIDNEXT 2) ",
        "a OK STATUS completed.",
    ]
    assert imap.says("b STATUS Nowhere (MESSAGES)") == ["b NO Nowhere doesn't exist."]


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
