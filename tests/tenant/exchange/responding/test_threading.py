"""What ties an answer to its conversation."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from fakeserver.tenant.exchange.responding.threading import child_index, references
from tests.world import World

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def parent(first: int = 1) -> bytes:
    """Return an index with five octets of its time from one on: the service's begin with the upper octet, number 0."""
    ticks = (BEGUN - EPOCH) // timedelta(microseconds=1) * 10
    return b"\1" + ticks.to_bytes(8, "big")[first : first + 5] + bytes(range(16))


@pytest.mark.parametrize(
    ("passed", "far", "shift"),
    [(timedelta(hours=1), 0, 18), (timedelta(days=365), 0, 18), (timedelta(days=900), 1, 23)],
)
def test_a_block_tells_how_long_it_took(passed: timedelta, far: int, shift: int) -> None:
    index = child_index(parent(), BEGUN + passed, Random(1))
    assert (index[:22], len(index)) == (parent(), 27)
    word = int.from_bytes(index[22:26], "big")
    assert word >> 31 == far
    ticks = passed // timedelta(microseconds=1) * 10
    # The header has lost the lowest 16 bits of its own time.
    assert (word & 0x7FFFFFFF) - (ticks >> shift) in (0, 1)


def test_the_service_keeps_less_of_its_own_time() -> None:
    index = child_index(parent(0), BEGUN + timedelta(hours=1), Random(1))
    assert (index[:22], len(index)) == (parent(0), 27)
    passed = int.from_bytes(index[22:26], "big") - (36_000_000_000 >> 18)
    assert 0 <= passed <= (1 << 24 >> 18)


def test_an_answer_from_before_its_original_took_no_time() -> None:
    index = child_index(parent(), BEGUN - timedelta(days=1), Random(1))
    assert index[22:26] == bytes(4)


def test_an_index_grows_level_by_level_up_to_a_bound() -> None:
    index = parent()
    for _ in range(200):
        index = child_index(index, BEGUN, Random(1))
    assert len(index) == 22 + 100 * 5
    assert child_index(b"short", BEGUN, Random(1)) == b"short"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Message-ID: <2>\r\nReferences: <0> <1>\r\n", "<0> <1> <2>"),
        ("Message-ID: <2>\r\nIn-Reply-To: <1>\r\n", "<1> <2>"),
        ("Message-ID: <2>\r\n", "<2>"),
        ("Message-ID: <2>\r\nReferences: <2>\r\n", "<2>"),
    ],
)
def test_references_are_those_of_the_original_and_itself(header: str, said: str) -> None:
    assert references(World.of("alice").mailbox("alice").deliver(f"{header}\r\nx")) == said
