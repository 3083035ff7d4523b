"""Votes as Outlook writes them; `made` writes such a stream by the documented structure."""

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.kinds.voting import (
    VERB_RESPONSE,
    VERB_STREAM,
    VotePrompt,
    Voting,
    VotingOption,
    voting_of,
    voting_options,
)
from tests.tenant.exchange.kinds.verb_streams import made

OPTIONS = {"Yes": 1, "Nö": 2, "Maybe": 0}


def test_names_and_prompts() -> None:
    assert voting_options(made(OPTIONS)) == (
        VotingOption("Yes", VotePrompt.SEND),
        VotingOption("Nö", VotePrompt.EDIT),
        VotingOption("Maybe", VotePrompt.NONE),
    )


def test_names_beyond_the_code_page_stand_in_the_second_part() -> None:
    assert [one.name for one in voting_options(made({"はい": 1}))] == ["はい"]
    assert [one.name for one in voting_options(made({"はい": 1}, names=False))] == ["??"]


def test_other_verbs_are_none() -> None:
    assert voting_options(made({"Reply": 1}, verb=102)) == ()


@pytest.mark.parametrize("stream", [b"", b"\1\1", made(OPTIONS)[:-1], made(OPTIONS)[:40], struct.pack("<HI", 0x102, 9)])
def test_what_cannot_be_read_has_none(stream: bytes) -> None:
    assert voting_options(stream) == ()


@given(st.binary(max_size=300) | st.binary(max_size=60).map(lambda octets: made(OPTIONS)[:30] + octets))
def test_any_octets(stream: bytes) -> None:
    assert all(isinstance(one, VotingOption) for one in voting_options(stream))


@pytest.mark.parametrize(
    ("properties", "voting"),
    [
        ({}, None),
        ({VERB_STREAM: b"?"}, None),
        ({VERB_RESPONSE: "Yes"}, Voting((), "Yes")),
        ({VERB_STREAM: made({"Yes": 1})}, Voting((VotingOption("Yes", VotePrompt.SEND),), "")),
    ],
)
def test_what_a_message_says(properties: dict[Any, Any], voting: Voting | None) -> None:
    assert voting_of(properties) == voting
