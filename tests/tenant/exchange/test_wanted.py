import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.wanted import Mark, Wanted


def test_what_a_message_does_not_meet_is_named(alice: Mailbox) -> None:
    wanted = Wanted[Item]("Report", "robot", alice.address)
    assert wanted.unmet(alice.deliver(subject="Report", sender="Robot <robot@x.com>")) == []
    assert wanted.unmet(alice.deliver(subject="report", sender="bob@x.com")) == ["subject", "sender"]
    assert (wanted.demands, Wanted[Item]().demands) == (3, 0)


def test_a_predicate_is_asked_where_all_else_is_met(alice: Mailbox) -> None:
    asked: list[str] = []

    def refuse(item: Item) -> bool:
        asked.append(item.subject)
        return False

    wanted = Wanted[Item]("Report", predicate=refuse)
    assert wanted.unmet(alice.deliver(subject="Other")) == ["subject"]
    assert wanted.unmet(alice.deliver(subject="Report")) == ["predicate"]
    assert asked == ["Report"]


def test_a_mark_counts_where_it_was_taken() -> None:
    mark = Mark("outbound", 7)
    assert mark.checked("outbound") == 7
    with pytest.raises(ValueError, match="since= is a mark of outbound; take one of alice by its"):
        mark.checked("alice")
