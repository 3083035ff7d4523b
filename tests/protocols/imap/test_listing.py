import pytest

from tests.protocols.imap.client import ImapClient


def names(client: ImapClient, command: str) -> list[str]:
    """Return what a LIST or LSUB shows: attributes and name, one string each."""
    *lines, end = client.says(f"n {command}")
    assert end.startswith("n OK")
    return [line.split(" ", 2)[2].replace(' "/"', "") for line in lines]


def test_list_shows_what_a_mailbox_has(imap: ImapClient) -> None:
    lines = imap.says('a LIST "" *')
    assert r'* LIST (\Marked \HasNoChildren) "/" INBOX' in lines
    assert r'* LIST (\HasNoChildren \Sent) "/" "Sent Items"' in lines
    assert r'* LIST (\HasNoChildren \Trash) "/" "Deleted Items"' in lines
    assert r'* LIST (\HasChildren) "/" Calendar' in lines
    assert r'* LIST (\HasNoChildren) "/" Calendar/Birthdays' in lines
    assert not any("Sync Issues" in line for line in lines)


def test_list_joins_reference_and_pattern(imap: ImapClient) -> None:
    assert imap.says('a LIST "" ""') == [r'* LIST (\Noselect \HasChildren) "/" ""', "a OK LIST completed."]
    assert imap.says("a LIST Calendar/ %")[:-1] == [r'* LIST (\HasNoChildren) "/" Calendar/Birthdays']
    assert imap.says('a LIST "" inbox')[:-1] == [r'* LIST (\Marked \HasNoChildren) "/" INBOX']
    assert not any("/Birthdays" in line for line in imap.says('a LIST "" %'))


def test_lsub_lists_what_is_subscribed(imap: ImapClient) -> None:
    assert imap.says("a UNSUBSCRIBE Journal") == ["a OK UNSUBSCRIBE completed."]
    assert not any("Journal" in line for line in imap.says('b LSUB "" *'))
    assert imap.says("c SUBSCRIBE Journal") == ["c OK SUBSCRIBE completed."]
    assert r'* LSUB (\HasNoChildren) "/" Journal' in imap.says('d LSUB "" *')


def test_namespace_and_check(imap: ImapClient) -> None:
    assert imap.says("a NAMESPACE") == ['* NAMESPACE (("" "/")) NIL NIL', "a OK NAMESPACE completed."]
    assert imap.select().says("b CHECK") == ["b OK CHECK completed."]


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        ("in*", ["INBOX", "INBOX/Sub"]),
        ("%bOx", ["INBOX"]),
        ("inb%/S%", ["INBOX/Sub"]),
        ("inbox/sub", []),
        ("invoices", []),
        ("Inv*", ["Invoices"]),
    ],
)
def test_any_case_means_the_inbox_and_only_the_inbox(imap: ImapClient, pattern: str, paths: list[str]) -> None:
    for path in ("Invoices", "inbox/Sub"):
        imap.says(f"a CREATE {path}")
    assert [line.rpartition(" ")[2] for line in names(imap, f'LIST "" {pattern}')] == paths


def test_a_folder_whose_name_holds_a_slash_is_in_no_list(imap: ImapClient) -> None:
    folders = imap.mailbox.folders
    imap.says("a CREATE one/two")
    top, one = folders.distinguished("msgfolderroot"), folders.named("one")
    folders.create(folders.create(top, "one/two"), "below")
    folders.create(folders.named("one/two"), "in/out")
    for path in ("one", "one/two"):
        imap.says(f"b SUBSCRIBE {path}")
    assert names(imap, 'LIST "" one*') == [r"(\HasChildren) one", r"(\HasNoChildren) one/two"]
    assert names(imap, 'LSUB "" one*') == [r"(\HasChildren) one", r"(\HasNoChildren) one/two"]
    assert one.children[0].children


def test_each_name_is_listed_once(imap: ImapClient) -> None:
    for path in ("one", "one/two", "NIL"):
        imap.says(f"a CREATE {path}")
        imap.says(f"b SUBSCRIBE {path}")
    for command in ('LIST "" *', 'LSUB "" *', 'LSUB "" %'):
        listed = names(imap, command)
        assert len(set(listed)) == len(listed)
    assert r"(\HasNoChildren) NIL" in names(imap, 'LSUB "" *')


def test_lsub_shows_what_lies_above_a_subscribed_name(imap: ImapClient) -> None:
    imap.says("a CREATE one/two/three")
    assert names(imap, 'LSUB "" one*') == []
    imap.says("b SUBSCRIBE one/two/three")
    assert names(imap, 'LSUB "" one%') == [r"(\Noselect) one"]
    assert names(imap, 'LSUB "" one/%') == [r"(\Noselect) one/two"]
    assert names(imap, 'LSUB "" one') == []
    assert names(imap, 'LSUB "" one*') == [r"(\HasNoChildren) one/two/three"]


def test_a_subscription_outlives_its_folder(imap: ImapClient) -> None:
    imap.says("a CREATE one")
    imap.says("b SUBSCRIBE ONE")
    imap.says("c DELETE one")
    assert names(imap, 'LSUB "" one') == [r"(\Noselect) one"]
    assert imap.says("d SUBSCRIBE one") == ["d NO one doesn't exist."]
    imap.says("e CREATE one")
    assert names(imap, 'LSUB "" one') == [r"(\HasNoChildren) one"]
    imap.says("f RENAME one two")
    assert names(imap, 'LSUB "" one') == [r"(\Noselect) one"]
    assert imap.says("g UNSUBSCRIBE one") == ["g OK UNSUBSCRIBE completed."]
    assert names(imap, 'LSUB "" one') == []
    assert imap.says("h UNSUBSCRIBE one") == ["h NO one doesn't exist."]
    imap.says("i CREATE one")
    assert names(imap, 'LSUB "" one') == []
    assert imap.says("j UNSUBSCRIBE one") == ["j OK UNSUBSCRIBE completed."]


def test_a_name_that_is_not_there_cannot_be_unsubscribed(imap: ImapClient) -> None:
    assert imap.says("a UNSUBSCRIBE one") == ["a NO one doesn't exist."]
    assert names(imap, 'LSUB "" one') == []


@pytest.mark.parametrize("name", ["R&D", "{4+}\r\n\u00e4\u00f6", "&AFIAJgBE-"])
def test_a_name_that_is_not_modified_utf7_names_nothing(imap: ImapClient, name: str) -> None:
    imap.says("a CREATE R&-D")
    imap.says("a CREATE &AOQA9g-")
    for command in (
        "SELECT {}",
        "CREATE {}",
        "DELETE {}",
        "STATUS {} (MESSAGES)",
        "SUBSCRIBE {}",
        "RENAME {} x",
        "RENAME R&-D {}",
    ):
        verb = command.partition(" ")[0]
        assert imap.says("b " + command.format(name)) == [f"b NO {verb} failed."]
    assert names(imap, f'LIST "" {name}') == names(imap, f"LIST {name} *") == names(imap, f'LSUB "" {name}') == []
    assert len(names(imap, 'LIST "" R&-D')) == len(names(imap, 'LIST "" &AOQA9g-')) == 1


@pytest.mark.parametrize("name", ["a*b", "a%b"])
def test_a_wildcard_in_a_name_is_quoted(imap: ImapClient, name: str) -> None:
    assert imap.says(f'a CREATE "{name}"') == ["a OK CREATE completed."]
    assert names(imap, f'LIST "" "{name}"') == [rf'(\HasNoChildren) "{name}"']
    assert imap.says(f'b SELECT "{name}"')[-1].startswith("b OK")
    assert imap.says(f"c SELECT {name}") == ["c BAD Command Argument Error. 11"]
