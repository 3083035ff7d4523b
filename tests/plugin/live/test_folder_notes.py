"""What a note of a folder says is read as it was written, or not at all: by it foreign folders are told from ours."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_m365.live.folder_notes import foreign_before, made_by, note_about
from pytest_m365.live.headers import read_header
from pytest_m365.live.tags import Tag
from pytest_m365.live.way import Found

TAG = Tag("2611301200abcd", 1)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


def found(subject: str) -> Found:
    return Found("pytest-m365", "1", 1, subject, "", (), "", frozenset({TAG}))


def read_back(mime: bytes) -> Found:
    return found(read_header(mime).subject)


@given(NAMES, st.lists(NAMES, max_size=5))
def test_what_is_written_is_read(path: str, foreign: list[str]) -> None:
    mime = note_about(path, TAG, "alice@contoso.com", datetime.now(UTC), foreign)
    note = read_back(mime)
    assert (made_by(note), foreign_before(note, mime)) == (path, sorted(foreign))


BODIES = [
    "",
    "nonsense",
    "7",
    "[]",
    "{}",
    json.dumps({"folder": "Mine"}),
    json.dumps({"folder": "Other", "foreign": []}),
    json.dumps({"folder": "Mine", "foreign": None}),
    json.dumps({"folder": "Mine", "foreign": {}}),
    json.dumps({"folder": "Mine", "foreign": "Theirs"}),
    json.dumps({"folder": "Mine", "foreign": [7]}),
    json.dumps({"folder": "Mine", "foreign": ["Theirs"]})[:-4],
    "[" * 100_000,
    "9" * 100_000,
]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:40] or "nothing")
def test_what_is_not_as_it_was_written_removes_nothing(body: str) -> None:
    with pytest.raises(LookupError, match="is not as it was written"):
        foreign_before(found("A test has made the folder Mine"), b"Subject: x\r\n\r\n" + body.encode())


@given(st.binary(max_size=300))
def test_octets_from_outside_raise_nothing_else(mime: bytes) -> None:
    with suppress(LookupError):
        raise AssertionError(foreign_before(found("A test has made the folder Mine"), mime))
