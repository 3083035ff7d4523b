"""The grammar of filters: what they say, and that nothing makes it raise anything but its own error."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.odata.expressions import Call, Comparison, Joined, Literal, Not, OneOf, Path, Quantified
from fakeserver.protocols.graph.odata.filters import read_filter

IS_READ = Path(("isRead",))
WORDS = st.sampled_from(
    "and or not eq ne gt in any all ( ) , / : 'x' 'it''s' 5 -2.5 true null 2026-01-01 2026-13-01T00:00:00Z "
    "subject "
    "from/emailAddress/address contains categories c 00000000-0000-0000-0000-000000000000 ' \" $it ep/value "
    "cast".split()
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("isRead eq false", Comparison("eq", IS_READ, Literal(False))),
        ("isRead EQ False", Comparison("eq", IS_READ, Literal(False))),
        ("subject eq 'it''s'", Comparison("eq", Path(("subject",)), Literal("it's"))),
        ("a eq 1 and b eq 2 or c eq -2.5", None),
        ("not isRead", Not(IS_READ)),
        ("not not isRead", IS_READ),
        ("contains(subject, 'x')", Call("contains", (Path(("subject",)), Literal("x")))),
        ("importance in ('low','high')", OneOf(Path(("importance",)), (Literal("low"), Literal("high")))),
        ("categories/any()", Quantified(Path(("categories",)), "any", "", None)),
        (
            "receivedDateTime ge 2026-01-01",
            Comparison("ge", Path(("receivedDateTime",)), Literal(datetime(2026, 1, 1, tzinfo=UTC))),
        ),
    ],
)
def test_what_a_filter_says(text: str, expected: object) -> None:
    found = read_filter(text)
    if expected is None:
        assert isinstance(found, Joined)
        assert found.operator == "or"
        assert isinstance(found.operands[0], Joined)
        return
    assert found == expected


@pytest.mark.parametrize(
    "text",
    ["", "eq", "isRead eq", "isRead eq false false", "(isRead", "isRead)", "'x", "a/", "a in ()", "any(", "x eq #",
     "categories/any(c)", "categories/any(c:)", "(" * 60 + "a" + ")" * 60, "a" * 20_000, "b eq 2026-02-30"],
)  # fmt: skip
def test_what_is_no_filter(text: str) -> None:
    with pytest.raises(GraphError) as refused:
        read_filter(text)
    assert refused.value.message.startswith("Invalid filter clause")


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=200))
def test_nothing_makes_it_raise_anything_else(text: str) -> None:
    try:
        read_filter(text)
    except GraphError:
        return
