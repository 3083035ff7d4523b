"""FindItem with a query string."""

from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

import pytest

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.items.finding import request


def found(ews: Ews, query: str) -> int:
    """Return how many items a query finds."""
    answer = ews(request(query=f"<m:QueryString>{escape(query)}</m:QueryString>"))
    return int(answer.attribute(".//m:RootFolder", "TotalItemsInView"))


@pytest.fixture
def filled(ews: Ews) -> Ews:
    """Three messages of one day: alpha, beta, and one without a subject."""
    ews.tenant.clock.freeze()
    ews.mailbox.deliver(subject="Alpha", body="one two", sender="Carol <carol@example.com>")
    ews.mailbox.deliver(subject="beta", body="two", sender="dora@example.com")
    ews.mailbox.deliver(body="three", sender="dora@example.com")
    return ews


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("subject:alpha", 1),
        ('subject:"alp" AND body:two', 0),
        ("subject:alp AND body:two", 1),
        ("alpha beta", 0),
        ("alpha OR beta", 2),
        ("NOT from:carol", 2),
        ("three", 1),
        ("kind:email received:today", 3),
    ],
)
def test_a_query_as_one_types_it(filled: Ews, query: str, count: int) -> None:
    assert found(filled, query) == count


def test_a_day_begins_at_midnight_of_the_mailbox(ews: Ews) -> None:
    ews.tenant.clock.freeze(datetime(2026, 1, 10, 23, 30, tzinfo=UTC))
    ews.mailbox.deliver(subject="late")
    ews.tenant.clock.advance(timedelta(hours=1))
    assert (found(ews, "received:today"), found(ews, "received:yesterday")) == (0, 1)
    ews.alice.time_zone = "W. Europe Standard Time"
    assert (found(ews, "received:today"), found(ews, "received:yesterday")) == (1, 0)


def test_a_zone_is_one_that_windows_knows(ews: Ews) -> None:
    with pytest.raises(ValueError, match="time_zone takes"):
        ews.alice.time_zone = "Europe/Berlin"


def test_the_journal_says_what_was_looked_for_as_text(filled: Ews) -> None:
    assert found(filled, "colour:red") == 0
    assert "'colour' is no keyword" in filled.tenant.journal.entries[-1].answered
    found(filled, "subject:alpha")
    assert filled.tenant.journal.entries[-1].answered == "NoError"


@pytest.mark.parametrize("name", ["ReturnHighlightTerms", "ReturnDeletedItems"])
def test_what_a_query_cannot_return_is_refused(filled: Ews, name: str) -> None:
    answer = filled(request(query=f'<m:QueryString {name}="true">alpha</m:QueryString>'))
    assert answer.element.findtext(".//faultcode") == "a:ErrorInvalidOperation"
    allowed = filled(request(query=f'<m:QueryString {name}="false">alpha</m:QueryString>'))
    assert allowed.attribute(".//m:RootFolder", "TotalItemsInView") == "1"


def test_a_restriction_together_with_a_query_is_refused(filled: Ews) -> None:
    restriction = '<m:Restriction><t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists></m:Restriction>'
    answer = filled(request(query="<m:QueryString>three</m:QueryString>", extra=restriction))
    assert answer.element.findtext(".//faultcode") == "a:ErrorInvalidOperation"
