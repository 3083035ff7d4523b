"""The clients of a live test: what would change others' mail is refused before it is sent, and all else goes on."""

import imaplib
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_m365 import clients
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.guarded_imap import GuardedImap, _reads
from tests.plugin.live.world import TAG, Twin, message


class Folders:
    """The folders of a test."""

    def __init__(self) -> None:
        self.noted: list[str] = []

    def owns_folder(self, path: str) -> bool:
        return path in self.noted

    def note_folder(self, path: str) -> list[str]:
        self.noted.append(path)
        return [path]

    def note_renamed(self, path: str, new: str) -> list[str]:
        return self.note_folder(new)

    def were_not_made(self, paths: Collection[str]) -> None:
        self.noted = [each for each in self.noted if each not in paths]


@pytest.fixture
def folders() -> Folders:
    return Folders()


@pytest.fixture
def filled(twin: Twin) -> None:
    """The test's message between two of others; one of those is marked for removal."""
    for subject, tag in (("Theirs", None), ("Ours", TAG), ("Theirs too", None)):
        twin.mailbox.deliver(message(subject, tag=tag))
    with twin.mailbox.lock:
        for item in list(twin.mailbox.folders.distinguished("inbox").items.values()):
            if item.subject == "Theirs too":
                twin.mailbox.items.set_flags(item, item.flags._replace(deleted=True))


def state(twin: Twin) -> list[tuple[str, bool, bool]]:
    """Return the subjects in the inbox, and whether they are read and marked for removal."""
    return [(each.subject, each.flags.seen, each.flags.deleted) for each in twin.mailbox.messages()]


BEFORE = [("Theirs", False, False), ("Ours", False, False), ("Theirs too", False, True)]


@pytest.fixture
def imap(twin: Twin, filled: None, folders: Folders) -> Iterator[GuardedImap]:
    make = partial(GuardedImap, TAG, folders)
    with clients.imap(twin.target.imap, twin.target.ssl_context(), twin.user, twin.token(), make) as client:
        assert isinstance(client, GuardedImap)
        client.select()
        yield client


class TestImap:
    @pytest.mark.parametrize(
        "command",
        [
            lambda client: client.expunge(),
            lambda client: client.close(),
            lambda client: client.store("1", "+FLAGS", r"\Seen"),
            lambda client: client.store("1:3", "+FLAGS", r"\Deleted"),
            lambda client: client.store("1:*", "-FLAGS", r"\Deleted"),
            lambda client: client.fetch("1", "(RFC822)"),
            lambda client: client.fetch("2:3", "(BODY[])"),
            lambda client: client.fetch("3", "(FLAGS BODY[TEXT]<0.10>)"),
            lambda client: client.fetch("3", "(RFC822.TEXT)"),
            lambda client: client.uid("FETCH", "1:*", "(BODY[])"),
            lambda client: client.uid("store", "1:*", "+FLAGS", r"(\Seen)"),
            lambda client: client.uid("EXPUNGE", "1:*"),
            lambda client: client.uid("MOVE", "1", "Trash"),
            lambda client: client.copy("1", "Drafts"),
            lambda client: client.delete("Drafts"),
            lambda client: client.rename("Drafts", "Mine"),
            # by ways that few know
            lambda client: client.unsubscribe("Drafts"),
            lambda client: client.setacl("Drafts", "robin", "lrswipkxtea"),
            lambda client: client.proxyauth("robin"),
            lambda client: client.partial("1", "RFC822", "0", "10"),
            lambda client: client.xatom("UID EXPUNGE 1:*"),
            lambda client: client.xatom("UID", "EXPUNGE 1:*"),
            lambda client: client.xatom("NOTHING", "known"),
            lambda client: client.store("1:3 +FLAGS", r"(\Seen)", "x"),
            lambda client: client.fetch("1 (BODY[])", ""),
            lambda client: client.uid("FETCH", "1:* (BODY[])"),
            lambda client: client.store("$", "+FLAGS", r"\Seen"),
            lambda client: client.list('""', "*\r\nX1 EXPUNGE"),
            lambda client: client.send(b"X1 EXPUNGE\r\n"),
            lambda client: client.sock.sendall(b"X1 EXPUNGE\r\n"),
            lambda client: client.socket().send(b"X1 EXPUNGE\r\n"),
            lambda client: client.socket().write(b"X1 EXPUNGE\r\n"),
        ],
    )
    def test_others_are_left_alone(self, imap: GuardedImap, twin: Twin, command: object) -> None:
        assert callable(command)
        with pytest.raises(NotAllowed):
            command(imap)
        assert state(twin) == BEFORE
        # The connection lives.
        assert imap.noop()[0] == "OK"

    def test_ones_own_is_ones_own(self, imap: GuardedImap, twin: Twin) -> None:
        _, found = imap.search(None, "SUBJECT", "Ours")
        number = found[0].decode()
        assert imap.fetch(number, "(RFC822)")[0] == "OK"
        assert state(twin)[1] == ("Ours", True, False)
        assert imap.store(number, "+FLAGS", r"\Deleted")[0] == "OK"
        uid = imap.uid("SEARCH", "SUBJECT", "Ours")[1][0].decode()
        assert imap.uid("EXPUNGE", uid)[0] == "OK"
        assert state(twin) == [BEFORE[0], BEFORE[2]]

    def test_looking_is_free(self, imap: GuardedImap, twin: Twin) -> None:
        for items in ("(BODY.PEEK[])", "(FLAGS ENVELOPE RFC822.SIZE)", "(RFC822.HEADER)", "(BODY BODYSTRUCTURE UID)"):
            assert imap.fetch("1:*", items)[0] == "OK"
        assert state(twin) == BEFORE

    def test_a_folder_of_ones_own(self, imap: GuardedImap, twin: Twin, folders: Folders) -> None:
        assert imap.create('"M&APw-ll"')[0] == "OK"
        assert folders.noted == ["Müll"]
        imap.append('"M&APw-ll"', "", None, message("Ours"))
        imap.select('"M&APw-ll"')
        imap.store("1", "+FLAGS", r"\Deleted")
        assert imap.expunge()[0] == "OK"
        imap.append('"M&APw-ll"', "", None, message("Ours"))
        imap.fetch("1", "(RFC822)")
        assert imap.close()[0] == "OK"
        assert imap.delete('"M&APw-ll"')[0] == "OK"

    def test_the_open_folder_is_known_however_it_was_opened(
        self, imap: GuardedImap, twin: Twin, folders: Folders
    ) -> None:
        imap.create("Own")
        imap.select("Own")
        imap.xatom("SELECT", "INBOX")
        for command in (imap.expunge, lambda: imap.store("1:*", "+FLAGS", r"\Deleted"), imap.close):
            with pytest.raises(NotAllowed):
                command()
        assert state(twin) == BEFORE

    def test_append_of_what_nobody_would_find_again(self, imap: GuardedImap, twin: Twin) -> None:
        with pytest.raises(NotAllowed, match=r"address it to m365_mailbox\.address"):
            imap.append("INBOX", "", None, message("Unmarked", tag=None))
        assert state(twin) == BEFORE
        assert imap.append("INBOX", "", None, message("Marked"))[0] == "OK"

    def test_another_folder_opened_by_its_bare_command(self, imap: GuardedImap, twin: Twin, folders: Folders) -> None:
        imap.create("Mine")
        imap.select("Mine")
        imap.xatom("SELECT", "INBOX")
        with pytest.raises(NotAllowed, match="EXPUNGE would remove every message"):
            imap.expunge()
        assert state(twin) == BEFORE

    def test_a_folder_that_could_not_be_opened(self, imap: GuardedImap, twin: Twin, folders: Folders) -> None:
        folders.note_folder("Mine")
        assert imap.select("Mine")[0] == "NO"
        imap.state = "SELECTED"
        with pytest.raises(NotAllowed, match="EXPUNGE would remove every message"):
            imap.expunge()

    def test_what_comes_after_the_look_is_left_alone(
        self, imap: GuardedImap, twin: Twin, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """``2:*`` has one message when it is looked at, and two when the server takes it."""
        twin.mailbox.deliver(message("Ours, last"))
        imap.noop()
        look = imap._checked

        def slowly(*asked: Any) -> str:
            sure = look(*asked)
            twin.mailbox.deliver(message("Theirs, late", tag=None))
            return sure

        monkeypatch.setattr(imap, "_checked", slowly)
        assert imap.store("4:*", "+FLAGS", r"\Deleted")[0] == "OK"
        assert state(twin)[-2:] == [("Ours, last", False, True), ("Theirs, late", False, False)]

    @pytest.mark.parametrize("answer", [("NO", [b"Request is throttled."]), ("OK", [b'1 (BODY[HEADER] "Subject: A")'])])
    def test_a_server_that_does_not_say_whose_it_is(
        self, imap: GuardedImap, twin: Twin, monkeypatch: pytest.MonkeyPatch, answer: tuple[str, list[bytes]]
    ) -> None:
        monkeypatch.setattr(imap, "fetch", lambda *_: answer)
        with pytest.raises(NotAllowed):
            imap.store("1", "+FLAGS", r"\Seen")
        assert state(twin) == BEFORE

    def test_what_was_refused_leaves_nothing_behind(self, imap: GuardedImap) -> None:
        with pytest.raises(NotAllowed):
            imap.append("INBOX", "", None, message("Unmarked", tag=None))
        assert imap.noop()[0] == "OK"

    def test_a_folder_of_another_name(self, imap: GuardedImap, twin: Twin, folders: Folders) -> None:
        imap.create("Mine")
        assert imap.rename("Mine", "Renamed")[0] == "OK"
        assert folders.noted == ["Mine", "Renamed"]

    def test_a_folder_that_is_there_already_is_not_the_tests(
        self, imap: GuardedImap, twin: Twin, folders: Folders
    ) -> None:
        """Also where the helpers call it by another name: the service's refusal counts."""
        twin.mailbox.add_folder("Theirs")
        for is_new in (True, False):
            imap.create("Mine")
            refused = imap.create("Theirs") if is_new else imap.rename("Mine", "Theirs")
            assert refused[0] == "NO"
            assert folders.noted == ["Mine"]
            imap.select("Theirs")
            with pytest.raises(NotAllowed):
                imap.expunge()
            with pytest.raises(NotAllowed):
                imap.delete("Theirs")
            imap.delete("Mine")
            folders.noted.clear()

    @pytest.mark.parametrize(
        "command",
        [
            lambda client: client.xatom("CREATE"),
            lambda client: client.rename("Mine", ""),
            lambda client: client.uid("COPY", "2"),
            lambda client: client.xatom("STORE", "2", "+FLAGS"),
        ],
    )
    def test_what_a_literal_would_bring(
        self, imap: GuardedImap, folders: Folders, command: Callable[[GuardedImap], object]
    ) -> None:
        """imaplib appends it to any command."""
        imap.create("Mine")
        before = imap.list()
        imap.literal = b"Nobody's"  # type: ignore[assignment]  # typeshed knows texts only
        with pytest.raises(NotAllowed, match="a literal, which nobody looks at"):
            command(imap)
        assert imap.list() == before

    def test_a_search_for_a_literal(self, imap: GuardedImap) -> None:
        imap.literal = b"Ours"  # type: ignore[assignment]  # typeshed knows texts only
        assert imap.search(None, "SUBJECT") == ("OK", [b"2"])

    def test_a_number_that_is_nobodys(self, imap: GuardedImap) -> None:
        """As without us: what is not there is the server's to say."""
        assert imap.uid("STORE", "99", "+FLAGS", r"\Seen")[0] == "OK"


@pytest.mark.parametrize(
    ("items", "reads"),
    [
        ("(BODY.PEEK[])", False),
        ("(BODY)", False),
        ("ALL", False),
        ("(RFC822.SIZE RFC822.HEADER)", False),
        ("(BINARY.PEEK[1] BINARY.SIZE[1])", False),
        ("RFC822", True),
        ("(body[])", True),
        ("(BODY.PEEK[] RFC822)", True),
        ("BINARY[1]", True),
        ("(RFC822.TEXT)", True),
    ],
)
def test_what_marks_as_read(items: str, reads: bool) -> None:
    assert _reads([items]) is reads


@given(st.text(max_size=40))
def test_no_text_breaks_it(items: str) -> None:
    assert isinstance(_reads([items]), bool)


def test_each_of_imaplibs_methods_comes_through_the_guard() -> None:
    """What the guard hooks into is private to imaplib; a Python that changes it must be noticed."""
    assert callable(getattr(imaplib.IMAP4, "_command", None))
