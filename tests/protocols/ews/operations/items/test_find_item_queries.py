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
        ews.alice.time_zone = "Europe/Atlantis"


def test_the_journal_says_what_was_looked_for_as_text(filled: Ews) -> None:
    assert found(filled, "colour:red") == 0
    assert "'colour' is no keyword" in filled.tenant.journal.entries[-1].answered
    found(filled, "subject:alpha")
    assert filled.tenant.journal.entries[-1].answered == "NoError"


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("alpha", [("all", "alpha")]),
        ('subject:alp* "in order"', [("subject", "alp"), ("all", "in order")]),
        ("Subject:(one OR two) alpha alpha", [("subject", "one"), ("subject", "two"), ("all", "alpha")]),
        ("subject:one two", [("subject", "one"), ("subject", "two")]),
        ("subject:NOT one to:alice", [("to", "alice")]),
        ("alpha NOT beta -body:(gamma delta) NOT (NOT eta)", [("all", "alpha"), ("all", "eta")]),
        ("isread:true size:&gt;1 subject:&lt;&gt;one", []),
        ("", []),
    ],
)
def test_the_terms_of_a_query_are_returned_on_demand(filled: Ews, query: str, terms: list[tuple[str, str]]) -> None:
    answer = filled(request(query=f'<m:QueryString ReturnHighlightTerms="true">{query}</m:QueryString>'))
    shown = zip(answer.texts(".//t:Term/t:Scope"), answer.texts(".//t:Term/t:Value"), strict=True)
    assert (list(shown), len(answer.all(".//m:HighlightTerms"))) == (terms, 1)
    silent = filled(request(query=f'<m:QueryString ReturnHighlightTerms="false">{query}</m:QueryString>'))
    assert silent.all(".//m:HighlightTerms") == []


def test_deleted_items_are_found_on_demand(filled: Ews) -> None:
    mailbox = filled.mailbox
    [here] = [item for item in mailbox.messages() if item.subject.lower().startswith("alpha")]
    deleted = mailbox.deliver(subject="Alpha, deleted", folder="deleteditems")
    mailbox.add_folder("Deleted Items/Old")
    below = mailbox.deliver(subject="Alpha, long ago", folder="Deleted Items/Old")
    mailbox.deliver(subject="Alpha elsewhere", folder="drafts")
    expected = {"false": [here], "true": [below, deleted, here]}
    for said, items in expected.items():
        for extra in ("", '<m:IndexedPageItemView MaxEntriesReturned="9" Offset="0" BasePoint="Beginning"/>'):
            query = f'<m:QueryString ReturnDeletedItems="{said}">subject:alpha</m:QueryString>'
            answer = filled(request(extra=extra, query=query))
            assert answer.attributes(".//t:ItemId", "Id") == [item.item_id for item in items]
            assert answer.attribute(".//m:RootFolder", "TotalItemsInView") == str(len(items))
    there = '<t:DistinguishedFolderId Id="deleteditems"/>'
    query = '<m:QueryString ReturnDeletedItems="true">subject:alpha</m:QueryString>'
    assert len(filled(request(parents=there, query=query)).all(".//t:ItemId")) == 2


def test_a_restriction_together_with_a_query_is_refused(filled: Ews) -> None:
    restriction = '<m:Restriction><t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists></m:Restriction>'
    answer = filled(request(query="<m:QueryString>three</m:QueryString>", extra=restriction))
    assert answer.codes == ["ErrorInvalidOperation"]
    assert answer.value(".//m:MessageText") == "A query string and a restriction cannot be used together."
