from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange import criteria
from fakeserver.tenant.exchange.criteria import Cost, Criterion, all_of, any_of, not_met
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import Body, TextFormat

MESSAGES = {
    "plain": b"Subject: Plain One\r\nFrom: Bob <bob@x.com>\r\nX-Tag: blue\r\n\r\nThe Body text\r\n",
    "words": b"Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\nTo: al@x.com\r\n\r\nnothing\r\n",
    "encoded": b"Subject: e\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"R3LDvMOfZSB0ZXh0\r\n",
    "html": b"Subject: h\r\nContent-Type: text/html\r\n\r\n<p>The <b>body</b></p>\r\n",
    "utf8": "Subject: ümlaut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nÜber body\r\n".encode(),
    "none": b"\r\n",
}


@pytest.fixture
def found(alice: Mailbox) -> Callable[[Criterion[Item]], set[str]]:
    inbox = alice.folders.distinguished("inbox")
    names = {alice.items.add_mime(inbox, raw).uid: name for name, raw in MESSAGES.items()}
    made = alice.items.add(
        inbox, "IPM.Note", {"subject": "Made", "body": Body(TextFormat.HTML, "<i>Of Properties</i>")}
    )
    names[made.uid] = "made"
    return lambda criterion: {names[item.uid] for item in inbox.items.values() if criterion.met_by(item)}


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        (criteria.subject_contains("plain ONE"), {"plain"}),
        (criteria.subject_contains("GRÜ"), {"words"}),
        (criteria.subject_contains("üml"), {"utf8"}),
        (criteria.subject_contains("made"), {"made"}),
        (criteria.body_contains("BODY"), {"plain", "html", "utf8"}),
        (criteria.body_contains("the body text"), {"plain"}),
        (criteria.body_contains("grüße TEXT"), {"encoded"}),
        (criteria.body_contains("ÜBER"), {"utf8"}),
        (criteria.body_contains("of properties"), {"made"}),
        (criteria.body_contains("subject"), set()),
        (criteria.body_contains_exactly("The Body"), {"plain"}),
        (criteria.body_contains_exactly("the body"), set()),
        (criteria.body_contains_exactly("Grüße"), {"encoded"}),
        (criteria.header_contains("from", "BOB"), {"plain"}),
        (criteria.header_contains("X-Tag", ""), {"plain"}),
        (criteria.header_contains("x-tag", "red"), set()),
        (criteria.header_contains("Subject", "grüße"), {"words"}),
        (criteria.addresses_contain("from", "BOB@x"), {"plain"}),
        (criteria.addresses_contain("to", "al@x.com"), {"words"}),
        (criteria.text_contains("blue"), {"plain"}),
        (criteria.text_contains("grüße"), {"words", "encoded"}),
        (criteria.text_contains("nothing"), {"words"}),
        (criteria.smaller_than(3), {"none"}),
        (criteria.larger_than(2), {"plain", "words", "encoded", "html", "utf8", "made"}),
    ],
)
def test_texts_and_sizes_are_found(
    found: Callable[[Criterion[Item]], set[str]], criterion: Criterion[Item], expected: set[str]
) -> None:
    assert found(criterion) == expected
    assert found(criterion) == expected  # and again from what was kept


@pytest.mark.parametrize(
    ("field", "text", "met"),
    [
        (b"From: <ann (c)@ (c) x.org>", "ann@x.org", True),
        (b'From: "ann \\"b\\"" <a@x.org>', 'ann "b"', True),
        (b"From: =?utf-8?B?4oKs4oI=?= =?utf-8?B?rA==?= <a@x.org>", "€€", True),
        (b"From: a@x.org (Ann)\r\nFrom: b@x.org", "b@x.org", True),
        (b"From : a@x.org", "a@x.org", True),
        (b"\xef\xbb\xbfFrom: a@x.org", "a@x.org", True),
        (b"From: team: a@x.org, b@x.org;", "team", True),
        (b"From: a@x.org", "", True),
        (b"Fromage: a@x.org", "", False),
        (b"From: a@x.org (c)", "b@x.org", False),
    ],
)
def test_addresses_are_found_as_they_are_meant(alice: Mailbox, field: bytes, text: str, met: bool) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), field + b"\r\n\r\n")
    assert criteria.addresses_contain("from", text).met_by(item) is met


def test_an_empty_text_is_everywhere(found: Callable[[Criterion[Item]], set[str]]) -> None:
    everything = {*MESSAGES, "made"}
    for criterion in (criteria.subject_contains(""), criteria.body_contains(""), criteria.text_contains("")):
        assert found(criterion) == everything


def test_a_changed_item_is_found_by_what_it_says_now(alice: Mailbox) -> None:
    item = alice.deliver(subject="before", body="old")
    assert criteria.subject_contains("before").met_by(item)
    assert criteria.body_contains("old").met_by(item)
    alice.items.update(item, {"subject": "after", "body": Body(TextFormat.PLAIN, "new")})
    assert criteria.subject_contains("after").met_by(item)
    assert criteria.body_contains("new").met_by(item)
    assert not criteria.body_contains("old").met_by(item)


def test_received_in_a_span(alice: Mailbox, clock: Clock) -> None:
    item = alice.deliver(subject="x")
    now, second = clock.now(), timedelta(seconds=1)
    assert criteria.received_in(since=now).met_by(item)
    assert not criteria.received_in(before=now).met_by(item)
    assert criteria.received_in(now, now + second).met_by(item)
    assert not criteria.received_in(now + second).met_by(item)


def test_sent_counts_by_the_day_that_the_sender_wrote(alice: Mailbox) -> None:
    day = date(2026, 11, 23)
    item = alice.deliver(b"Date: Mon, 23 Nov 2026 (late) 23 : 30 : 00 -0800\r\n\r\n")
    assert criteria.sent_in(since=day, before=day + timedelta(1)).met_by(item)
    item = alice.deliver(b"Date: Mon, 23 Nov 2026 23:30:00 -0800\r\n\r\n")
    assert criteria.sent_in(since=day).met_by(item)
    assert criteria.sent_in(before=day + timedelta(1)).met_by(item)
    assert not criteria.sent_in(before=day).met_by(item)
    made = alice.items.add(alice.folders.distinguished("inbox"), "IPM.Note", {})
    assert criteria.sent_in(since=made.created_at.date()).met_by(made)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.text(max_size=5))
def test_any_bytes_can_be_searched_for_any_text(alice: Mailbox, raw: bytes, text: str) -> None:
    item = alice.items.add_mime(alice.folders.distinguished("inbox"), raw)
    for criterion in (
        criteria.subject_contains(text), criteria.body_contains(text), criteria.text_contains(text),
        criteria.header_contains(text or "x", text), criteria.sent_in(date(2026, 1, 1)),
        criteria.addresses_contain("to", text),
    ):  # fmt: skip
        assert criterion.met_by(item) in (True, False)


FIRST, SECOND = criteria.larger_than(1), criteria.smaller_than(3)


@pytest.mark.parametrize(
    ("criterion", "sizes"),
    [
        (all_of([FIRST, SECOND]), [2]),
        (all_of([FIRST]), [2, 3, 4]),
        (all_of([]), [0, 1, 2, 3, 4]),
        (any_of([]), []),
        (any_of([FIRST, SECOND]), [0, 1, 2, 3, 4]),
        (any_of([not_met(FIRST), criteria.larger_than(3)]), [0, 1, 4]),
        (not_met(all_of([FIRST, SECOND])), [0, 1, 3, 4]),
    ],
)
def test_criteria_are_combined(alice: Mailbox, criterion: Criterion[Item], sizes: list[int]) -> None:
    inbox = alice.folders.distinguished("inbox")
    items = [alice.items.add_mime(inbox, b"x" * size) for size in range(5)]
    assert [item.size for item in items if criterion.met_by(item)] == sizes


@pytest.mark.parametrize("combine", [all_of, any_of])
def test_the_cheap_ones_are_asked_first(combine: Callable[[list[Criterion[str]]], Criterion[str]]) -> None:
    asked: list[Cost] = []

    def costing(cost: Cost) -> Criterion[str]:
        def met_by(owner: str) -> bool:
            asked.append(cost)
            return combine is all_of

        return Criterion(met_by, cost)

    inner = combine([costing(Cost.HEADER), costing(Cost.FACTS)])
    outer = combine([costing(Cost.BODY), not_met(not_met(inner)), costing(Cost.SUBJECT)])
    assert outer.met_by("owner") is (combine is all_of)
    assert asked == [Cost.SUBJECT, Cost.FACTS, Cost.HEADER, Cost.BODY]
    assert outer.cost is Cost.BODY


@pytest.mark.parametrize(
    ("criterion", "cost"),
    [
        (criteria.larger_than(1), Cost.FACTS),
        (criteria.received_in(), Cost.FACTS),
        (criteria.subject_contains("x"), Cost.SUBJECT),
        (criteria.header_contains("to", "x"), Cost.HEADER),
        (criteria.sent_in(), Cost.HEADER),
        (criteria.body_contains("x"), Cost.BODY),
        (criteria.body_contains_exactly("x"), Cost.BODY),
        (criteria.text_contains("x"), Cost.BODY),
    ],
)
def test_a_criterion_costs_what_it_reads(criterion: Criterion[Item], cost: Cost) -> None:
    assert criterion.cost is cost


@pytest.mark.parametrize(("text", "names"), [("grüße text", {"encoded"}), ("the body", {"plain", "html"})])
def test_a_body_is_decoded_before_it_is_looked_through(
    found: Callable[[Criterion[Item]], set[str]], text: str, names: set[str]
) -> None:
    assert found(criteria.body_contains(text)) == names
