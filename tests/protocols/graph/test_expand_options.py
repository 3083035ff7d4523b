"""The text of $expand."""

import pytest

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.expand_options import ids_in, options_in, split_expand


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("attachments", [("attachments", "")]),
        ("a, b($select=c,d)", [("a", ""), ("b", "$select=c,d")]),
        ("a($filter=id eq 'x,)('),b()", [("a", "$filter=id eq 'x,)('"), ("b", "")]),
        ("a($expand=b($select=c),d)", [("a", "$expand=b($select=c),d")]),
    ],
)
def test_names_and_their_options(text: str, found: list[tuple[str, str]]) -> None:
    assert split_expand(text) == found


@pytest.mark.parametrize("text", ["a(", "a)", "a)(", "a(b)c", "a('x)", "a,(", "," * 5 + ")", "a," * 300])
def test_no_syntax(text: str) -> None:
    with pytest.raises(GraphError):
        split_expand(text)


def test_options() -> None:
    assert options_in("$Select=a,b; $filter=id eq ';'", ("$select", "$filter")) == {
        "$select": "a,b",
        "$filter": "id eq ';'",
    }
    for text in ("$top=1", "select=a", "$select=a;$select=b", "x"):
        with pytest.raises(GraphError):
            options_in(text, ("$select",))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("id eq 'a'", ["a"]),
        ("id eq 'a' or id eq 'b'", ["a", "b"]),
        ("(id eq 'it''s') OR (id eq 'b')", ["it's", "b"]),
        ("ep/id eq 'a'", ["a"]),
        (" id  eq  'a' or id eq 'b' ", ["a", "b"]),
    ],
)
def test_ids(text: str, ids: list[str]) -> None:
    assert ids_in(text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "",
        "id",
        "id eq",
        "id eq a",
        "id ne 'a'",
        "id eq 'a' and id eq 'b'",
        "id eq 'a' or",
        "id eq 'a' x",
        "value eq 'a'",
    ],
)
def test_other_filters(text: str) -> None:
    with pytest.raises(GraphError):
        ids_in(text)


def test_ids_that_have_to_be_there() -> None:
    assert ids_in(None) == []
    with pytest.raises(GraphError):
        ids_in(None, needed=True)
