"""mbox files: where one message ends, what its bytes are, and its flags."""

import mailbox
import tempfile
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.loading.loaded import NotLoaded
from fakeserver.tenant.exchange.loading.mbox import read_mbox
from fakeserver.tenant.exchange.mailbox import Mailbox

BEGIN = b"From a@x.com Sat Jan  3 01:05:34 1996\n"


def read(content: bytes) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "box.mbox"
        path.write_bytes(content)
        return [message.mime for message in read_mbox(path, [])]


def test_messages_end_before_the_next_line_that_begins_one() -> None:
    assert read(BEGIN + b"Subject: one\n\nx\nFrom inside\n\n" + BEGIN + b"Subject: two\n\ny\n\n") == [
        b"Subject: one\n\nx\nFrom inside\n",
        b"Subject: two\n\ny\n",
    ]


def test_line_ends_stay_and_quoted_lines_lose_one_mark() -> None:
    content = BEGIN.replace(b"\n", b"\r\n") + b"Subject: one\r\n\r\n>From me\r\n>>From you\r\n> From\r\n\r\n"
    assert read(content) == [b"Subject: one\r\n\r\nFrom me\r\n>From you\r\n> From\r\n"]


def test_an_empty_file_holds_nothing_and_another_is_refused() -> None:
    assert read(b"") == []
    with pytest.raises(NotLoaded, match="is no mbox: it does not begin with 'From '"):
        read(b"Subject: x\n\n")


@pytest.mark.parametrize(
    ("fields", "flags"),
    [
        (b"Status: RO\n", {"seen"}),
        (b"Status: O\nX-Status: AFTD\n", {"answered", "flagged", "draft", "deleted"}),
        (b"Status: Done\n", set()),
        (b"", set()),
    ],
)
def test_flags_are_those_that_mail_programs_write(box: Mailbox, tmp_path: Path, fields: bytes, flags: set[str]) -> None:
    path = tmp_path / "x.mbox"
    path.write_bytes(BEGIN + fields + b"\nx\n")
    [item] = box.load(path)
    assert {name for name, is_set in item.flags._asdict().items() if is_set} == flags
    assert item.received_at == datetime(1996, 1, 3, 1, 5, 34, tzinfo=UTC)
    assert item.mime() == fields + b"\nx\n"


lines = st.sampled_from([b"", b"x", b"From y", b">From z", b">>From", b"Subject: s", b"\xff\x00"])


@given(st.lists(st.lists(lines, min_size=1).map(b"\n".join), max_size=4))
def test_what_pythons_own_module_writes_is_read(bodies: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        written = mailbox.mbox(f"{folder}/box.mbox")
        for body in bodies:
            written.add(b"Subject: x\n\n" + body + b"\n")
        written.close()
        found = [message.mime for message in read_mbox(Path(folder) / "box.mbox", [])]
    # It quotes ``From `` alone, so that a line with a mark cannot be told from a quoted one.
    assert [_unmarked(mime) for mime in found] == [_unmarked(b"Subject: x\n\n" + body + b"\n") for body in bodies]


def test_a_large_file_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.mbox"
    with path.open("wb") as file:
        for _ in range(2000):
            file.write(BEGIN + b"Subject: x\n\n" + b"y" * 4000 + b"\n\n")
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_mbox(path, [])) == 2000
        assert tracemalloc.get_traced_memory()[1] < 500_000
    finally:
        tracemalloc.stop()


def _unmarked(mime: bytes) -> bytes:
    return mime.replace(b">", b"")
