"""What one types into the search field."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fakeserver.protocols.ews.request.query_strings import read_query
from fakeserver.tenant.exchange.criteria import Cost
from fakeserver.tenant.exchange.values import EmailAddress
from tests.protocols.ews.client import Ews


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hello", True),
        ('"hello world"', True),
        ('"world hello"', False),
        ("subject:HELLO AND isread:false", True),
        ("subject:hel*", True),
        ("wor*", True),
        ("subject:hex*", False),
        ("hasattachments:true", True),
        ("attachment:report", True),
        ("to:bob", True),
        ("cc:bob", False),
        ("participants:carol", True),
        ("category:red", True),
        ("importance:high", False),
        ("unknown:hello", False),
    ],
)
def test_a_query(ews: Ews, query: str, found: bool) -> None:
    item = ews.mailbox.deliver(
        subject="Hello World", body="text", sender="Carol <carol@example.com>", to="bob@example.com",
        attachments=[("Report.pdf", b"x")],
    )  # fmt: skip
    ews.mailbox.items.update(item, {"categories": ["Red"], "reply_to": [EmailAddress("", "x@y.z")]})
    criterion = read_query(query)
    assert criterion is not None
    assert criterion.met_by(item) is found


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("isread:true", Cost.FACTS),
        ("subject:x isread:true", Cost.SUBJECT),
        ("from:x subject:x", Cost.HEADER),
        ("attachment:x", Cost.BODY),
        ("x", Cost.BODY),
    ],
)
def test_a_query_costs_what_it_reads(query: str, cost: Cost) -> None:
    criterion = read_query(query)
    assert criterion is not None
    assert criterion.cost is cost


@given(st.text() | st.lists(st.sampled_from(["AND", "a", "subject:", '"', " "])).map("".join))
@example("subject:AND")
def test_any_text_is_a_query_or_none(query: str) -> None:
    words = query.replace('"', " ").split()
    if any(word != "AND" for word in words):
        assert read_query(query) is not None
    elif not words:
        assert read_query(query.replace('"', "")) is None
