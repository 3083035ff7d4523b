"""What one types into the search field."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.aqs.query import MAX_DEPTH, MAX_LENGTH, read_query
from fakeserver.tenant.exchange.aqs.text import MAX_WORDS
from fakeserver.tenant.exchange.criteria import Cost
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.refusals import QueryTooComplex
from tests.protocols.ews.client import Ews

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def item(ews: Ews) -> Item:
    """A message of yesterday, with an attachment, in the category Red."""
    ews.tenant.clock.freeze(datetime(2026, 11, 28, 9, tzinfo=UTC))
    made = ews.mailbox.deliver(
        subject="Hello World", body="Figures of the quarter", sender="Carol <carol@example.com>", to="bob@example.com",
        attachments=[("Report.pdf", b"x"), ("notes.txt", "pelican in the café".encode("cp1252"))],
    )  # fmt: skip
    ews.mailbox.items.update(made, {"categories": ["Red Team"]})
    return made


def finds(query: str, item: Item) -> bool:
    """Say whether a query finds the item."""
    criterion = read_query(query, NOW).criterion
    assert criterion is not None
    return criterion.met_by(item)


@pytest.mark.parametrize(
    "query",
    [
        "hello",
        "hel",
        '"hello world"',
        "world hello",
        "SUBJECT:HELLO AND IsRead:false",
        "subject:hel*",
        "subject:(world hello)",
        "subject:world hello",
        "subject: hello",
        "subject:=hello",
        "subject:<>goodbye",
        "pelican",
        "attachment:pelican",
        "attachment:café",
        "hasattachments:yes",
        "hasattachment:true",
        "attachment:report",
        "to:bob",
        'from:"@example.com"',
        "from:carol@example.com",
        "participants:carol",
        "category:red",
        'category:"red team"',
        "importance:normal",
        "kind:email",
        "kind:im OR kind:EMAIL",
        "kind:emails OR kind:meetings",
        "isflagged:no",
        "size:>100 size:<1MB",
        "size:100..2kb",
        "size>100 AND received>=2026-11-28",
        "size >= 100 received < today",
        "subject=hello",
        "subject:hello size<1MB",
        "“hello world”",
        "'hello' world",
        "subject:hello,world",
        "hello;world.",
        "goodbye OR hello",
        "goodbye OR farewell OR hello",
        "hello goodbye OR world",
        "hello NOT goodbye",
        "NOT (goodbye OR farewell)",
        "NOT NOT hello",
        "(hello)",
        "subject:(goodbye OR (world NOT farewell))",
        "received:yesterday",
        "received:2026-11-28",
        "received:11/28/2026",
        "received: > 2026-11-27 AND from:carol",
        "received:>=2026-11-28",
        "received:<=2026-11-28",
        "received:<2026-11-29",
        "received:<>today",
        "received:last week",
        'received:"last week"',
        "received:this month hello",
        "received:11/1/2026..11/28/2026",
        "received: last year .. yesterday",
        "received:last year..this year",
        "sent:yesterday",
        "received:November 28, 2026",
        "received:November 28 hello",
        "received:11/28",
        "received:November 1, 2026..November 28, 2026",
        "received:November hello",
        "received:NOT today",
        "subject:NOT goodbye",
        "NOT subject:NOT hello",
        "received:past week hello",
        "received:yesterday..tomorrow",
        "hello -goodbye",
        "hello - goodbye",
        "-goodbye",
        '-"world hello"',
        "subject:(hello -goodbye)",
        "-(goodbye OR farewell)",
        "-kind:contacts",
        "hello + world",
        "hello +world",
        "cc:bob OR to:bob",
    ],
)
def test_it_finds_the_item(item: Item, query: str) -> None:
    assert read_query(query, NOW).remarks == ()
    assert finds(query, item)


@pytest.mark.parametrize(
    "query",
    [
        '"world hello"',
        "ello",
        'subject:"hel"',
        "subject:figures",
        "subject:hello figures",
        "subject:<>hello",
        "cc:bob",
        "importance:high",
        "kind:contacts",
        "isread:true",
        "isflagged:yes",
        "hasattachment:false",
        "size:>1MB",
        "size:1..10",
        "hello goodbye",
        "hello AND NOT world",
        "NOT hello",
        "-hello",
        "goodbye - hello",
        "subject:hello -world",
        "hello + goodbye",
        "received:next week",
        "received:Saturday",
        "received:November 27, 2026",
        "received:NOT November 28",
        "subject:NOT hello",
        "goodbye OR hello farewell",
        "received:today",
        "received:>2026-11-28",
        "received:<2026-11-28",
        "received:<>yesterday",
        "received:this week",
        "received:2025",
        "sent:last month",
    ],
)
def test_it_does_not_find_the_item(item: Item, query: str) -> None:
    assert read_query(query, NOW).remarks == ()
    assert not finds(query, item)


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("colour:hello", "'colour' is no keyword"),
        ("importance:urgent", "importance does not take it"),
        ("received:whenever", "received does not take it"),
        ("received:>1/1/2026..2/2/2026", "received does not take it"),
        ("size:tiny", "size does not take it"),
        ("isread:maybe", "isread does not take it"),
        ("subject:>x", "subject does not take it"),
        ("subject:", "subject does not take it"),
        ("OR hello", "nothing to join"),
        ("hello AND", "nothing to join"),
        ("subject:NOT", "nothing to join"),
        ("hello or goodbye", "operators are in capitals"),
        ("subject:hello not goodbye", "operators are in capitals"),
        ("--hello", "'-' is no operator"),
        ("hello -", "'-' was looked for as text: it has nothing to join"),
        ("+hello", "'+' was looked for as text: it has nothing to join"),
        ("subject:~hello", "'~' is no operator"),
        ("colour>3", "'colour' is no keyword"),
        ("hello >3", "'>' is no operator"),
        ("*ello", "an asterisk counts at the end"),
        ("hello )", "encloses nothing"),
        ("hello ()", "encloses nothing"),
        ("(hello", "not closed"),
    ],
)
def test_what_is_looked_for_as_text_is_said(item: Item, query: str, remark: str) -> None:
    remarks = read_query(query, NOW).remarks
    assert remark in " ".join(remarks), remarks


def test_what_is_no_keyword_is_found_as_text(ews: Ews) -> None:
    odd = ews.mailbox.deliver(subject="see note:x and importance:urgent, see http://example.com/y")
    assert finds("note:x", odd)
    assert finds("importance:urgent", odd)
    assert finds("http://example.com/y", odd)
    assert not finds("note:y", odd)


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("isread:true", Cost.FACTS),
        ("received:today size:>1", Cost.FACTS),
        ("subject:x isread:true", Cost.SUBJECT),
        ("from:x subject:x", Cost.HEADER),
        ("attachment:x", Cost.BODY),
        ("x", Cost.BODY),
    ],
)
def test_a_query_costs_what_it_reads(query: str, cost: Cost) -> None:
    criterion = read_query(query, NOW).criterion
    assert criterion is not None
    assert criterion.cost is cost


@pytest.mark.parametrize(
    "query",
    [
        "x" * (MAX_LENGTH + 1),
        "(" * (MAX_DEPTH + 1) + "x" + ")" * (MAX_DEPTH + 1),
        'subject:"' + "x " * (MAX_WORDS + 1) + '"',
        "x," * (MAX_WORDS + 1),
    ],
    ids=["long", "deep", "phrase", "word"],
)
def test_too_much_is_too_complex(query: str) -> None:
    with pytest.raises(QueryTooComplex):
        read_query(query, NOW)


def test_the_limits_are_allowed(item: Item) -> None:
    assert finds("(" * MAX_DEPTH + "hello" + ")" * MAX_DEPTH, item)
    assert finds("hello " * (MAX_LENGTH // 6), item)


PIECES = ('AND OR NOT + - ( ) " "* a subject: received: last week .. > <= x:').split()
PIECEMEAL = st.lists(st.sampled_from(PIECES))
TEXTS = st.text(max_size=200) | PIECEMEAL.map(" ".join) | PIECEMEAL.map("".join)


@given(TEXTS)
@example("subject:AND")
@example("received:..")
@example("NOT NOT")
def test_any_text_is_a_query(query: str) -> None:
    try:
        read = read_query(query, NOW)
    except QueryTooComplex:
        assert query.count("(") > MAX_DEPTH or len(re.findall(r"\w+", query)) > MAX_WORDS
        return
    assert (read.criterion is None) == (not query.strip())
