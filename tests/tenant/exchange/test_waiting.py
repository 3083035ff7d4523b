import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import freezegun
import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.transport.outbound import Outbound, OutboundMessage
from fakeserver.tenant.exchange.watched_folder import WatchedFolder
from fakeserver.tenant.journal import marks
from tests.world import World


def while_waited_for(happen: Callable[[], object]) -> None:
    """Let something happen as soon as the caller, who holds the mailbox's lock, waits and so lets go of it."""
    threading.Thread(target=happen).start()


def test_a_second_run_must_send_its_message_again(alice: Mailbox) -> None:
    first = alice.deliver(subject="Report")
    assert alice.wait_for("Report") is first
    with pytest.raises(TimeoutError, match=r"1 such message had been returned by an earlier wait_for, .* messages\(\)"):
        alice.wait_for("Report", timeout=0)
    second = alice.deliver(subject="Report")
    assert alice.wait_for("Report") is second


def test_what_is_moved_into_a_folder_is_new_there(alice: Mailbox) -> None:
    item = alice.deliver(subject="Report")
    alice.wait_for("Report")
    alice.items.move([item], alice.folders.distinguished("junkemail"))
    assert alice.wait_for("Report", "junkemail", 0) is item


def test_a_mark_tells_new_messages_from_old_ones(alice: Mailbox) -> None:
    alice.deliver(subject="Report")
    mark = alice.mark()
    with pytest.raises(TimeoutError, match="1 such message had come before the mark"):
        alice.wait_for("Report", since=mark, timeout=0)
    second = alice.deliver(subject="Report")
    assert alice.wait_for("Report") is not second
    assert alice.wait_for("Report", since=mark) is second
    assert alice.wait_for("Report", since=mark) is second, "a mark decides alone"


def test_the_mark_of_another_mailbox_is_refused(alice: Mailbox, bob: Mailbox) -> None:
    with pytest.raises(ValueError, match=r"since= is a mark of bob@.*; take one of alice@.* by its mark\(\)"):
        alice.wait_for(since=bob.mark(), timeout=0)


def test_a_misspelt_name_suggests_the_right_one(alice: Mailbox, world: World) -> None:
    with pytest.raises(TypeError, match=r"Mailbox\.wait_for takes no 'subjct'; did you mean 'subject'\?"):
        alice.wait_for(subjct="x")  # type: ignore[call-overload]
    with pytest.raises(TypeError, match=r"Outbound\.wait_for takes no 'sendr'; did you mean 'sender'\?"):
        world.tenant.outbound.wait_for(sendr="x")  # type: ignore[call-overload]


def test_a_mark_of_the_journal_is_none_of_a_mailbox(alice: Mailbox) -> None:
    with pytest.raises(TypeError, match=r"since=Mark\(number=3\) is no mark of alice@.*; take one by its mark\(\)"):
        alice.wait_for(since=marks.Mark(3), timeout=0)  # type: ignore[call-overload]


def test_each_part_of_what_is_wanted_must_fit(alice: Mailbox) -> None:
    for sender, to in (("a@x.com", "c@x.com"), ("b@x.com", "d@x.com"), ("b@x.com", "c@x.com")):
        alice.deliver(subject="Report", sender=f"Somebody <{sender}>", to=to)
    found = alice.wait_for("Report", sender="B@x.com", recipient="Carol <c@x.com>", timeout=0)
    assert (found.sender, found.recipients) == ("b@x.com", ["c@x.com"])
    assert alice.wait_for(recipient="d", timeout=0).recipients == ["d@x.com"]
    assert alice.wait_for(predicate=lambda item: item.sender == "a@x.com", timeout=0).recipients == ["c@x.com"]


def test_several_are_returned_as_a_list_and_only_together(alice: Mailbox) -> None:
    first = alice.deliver(subject="Report")
    with pytest.raises(TimeoutError, match="Only 1 of 2 messages with the subject 'Report' came"):
        alice.wait_for("Report", count=2, timeout=0)
    second, third = alice.deliver(subject="Report"), alice.deliver(subject="Report")
    assert alice.wait_for("Report", count=2) == [first, second]
    assert alice.wait_for("Report", count=1) == [third]
    with pytest.raises(ValueError, match="count=0"):
        alice.wait_for(count=0)
    with pytest.raises(ValueError, match="none_within= alone"):
        alice.wait_for(count=1, none_within=0)  # type: ignore[call-overload]
    with pytest.raises(ValueError, match=r"timeout=3: none_within=0 says how long to wait"):
        alice.wait_for(timeout=3, none_within=0)  # type: ignore[call-overload]


def test_none_may_come_for_a_while(alice: Mailbox) -> None:
    alice.deliver(subject="other")
    assert alice.wait_for("Report", none_within=0.01) is None
    with alice.lock:
        while_waited_for(lambda: alice.deliver(subject="Report", sender="a@x.com"))
        with pytest.raises(
            AssertionError, match=r"no message with the subject 'Report' was to come to Inbox of alice@"
        ):
            alice.wait_for("Report", none_within=60)


def test_a_change_of_a_message_that_is_there_is_seen(alice: Mailbox) -> None:
    item = alice.deliver(subject="Report")
    with alice.lock:
        while_waited_for(lambda: alice.items.set_flags(item, item.flags._replace(seen=True)))
        assert alice.wait_for(predicate=lambda each: each.is_read, timeout=60) is item


def test_a_predicate_may_ask_the_fake_itself(alice: Mailbox) -> None:
    asked: list[int] = []

    def ask(item: Item) -> bool:
        other = threading.Thread(target=lambda: asked.append(len(alice.messages())))
        other.start()
        other.join(60)
        return bool(asked)

    alice.deliver(subject="Report")
    assert alice.wait_for(predicate=ask, timeout=0).subject == "Report"


def test_each_message_is_looked_at_once(alice: Mailbox) -> None:
    seen: list[str] = []

    def is_last(item: Item) -> bool:
        seen.append(item.subject)
        return item.subject == "3"

    alice.deliver(subject="1")
    with alice.lock:
        while_waited_for(lambda: [alice.deliver(subject=name) for name in ("2", "3")])
        alice.wait_for(predicate=is_last, timeout=60)
    assert seen == ["1", "2", "3"]


def test_two_waits_get_two_messages(alice: Mailbox) -> None:
    found: list[Item] = []
    waits = [threading.Thread(target=lambda: found.append(alice.wait_for("Report", timeout=60))) for _ in range(2)]
    for wait in waits:
        wait.start()
    sent = [alice.deliver(subject="Report") for _ in range(2)]
    for wait in waits:
        wait.join(60)
    assert sorted(found, key=sent.index) == sent


def test_an_error_says_what_nearly_fits(alice: Mailbox) -> None:
    alice.deliver(subject="Report", sender="a@x.com")
    alice.deliver(subject="report 2", sender="b@x.com")
    alice.deliver(subject="Report", sender="b@x.com", folder="junkemail")
    with pytest.raises(TimeoutError) as error:
        alice.wait_for("Report", sender="b", timeout=0)
    assert str(error.value) == (
        "No message with the subject 'Report' from b came to Inbox of alice@contoso.onmicrosoft.com in 0 s; "
        "it holds 2: 'Report', 'report 2'. Nearly: 'Report' is from a@x.com; 'report 2' is nearly the subject. "
        "Other folders: 1 in Junk Email. What fits is in Junk Email."
    )
    with pytest.raises(TimeoutError, match="Nearly: 'Report' is to alice@"):
        alice.wait_for("Report", recipient="bob", timeout=0)

    def is_long(item: Item) -> bool:
        return item.size > 10_000

    with pytest.raises(TimeoutError, match=r"that meets is_long .* Nearly: 'Report' does not meet the predicate"):
        alice.wait_for("Report", predicate=is_long, timeout=0)


def test_the_time_is_real_whatever_clocks_say(alice: Mailbox) -> None:
    time_machine = pytest.importorskip("time_machine", reason="needs time-machine: pip install -e '.[test]'")
    with time_machine.travel(0, tick=False), pytest.raises(TimeoutError):
        alice.wait_for("never", timeout=0.01)
    with freezegun.freeze_time("2026-11-28"):
        assert alice.wait_for("never", none_within=0.01) is None


def test_what_has_left_is_waited_for_alike() -> None:
    lock = threading.RLock()
    outbound = Outbound(lock)

    def leave(subject: str) -> None:
        mime = f"Subject: {subject}\r\n\r\n".encode()
        outbound.append(OutboundMessage("alice@x.com", ("bob@y.com",), mime, datetime.now(UTC)))

    leave("one")
    mark = outbound.mark()
    with pytest.raises(TimeoutError, match="1 such message had come before the mark"):
        outbound.wait_for("one", since=mark, timeout=0)
    with lock:
        thread = threading.Thread(target=leave, args=["two"])
        thread.start()
        assert outbound.wait_for("two", timeout=60, sender="alice", recipient="bob@y.com", since=mark) is outbound[1]
    assert outbound.wait_for() is outbound[0]
    with pytest.raises(TimeoutError, match=r"No message with the subject 'two' came to outbound in 0 s; it holds 2: "):
        outbound.wait_for("two", timeout=0)
    assert outbound.wait_for(none_within=0) is None
    leave("three")
    leave("three")
    assert outbound.wait_for("three", count=2) == outbound[2:]
    assert not outbound._watchers


def test_a_folder_forgets_what_left_it_while_somebody_waits(alice: Mailbox) -> None:
    place = WatchedFolder(alice.folders.distinguished("inbox"), alice.changes, alice.lock, set())
    position = place.position
    item = alice.deliver(subject="Report")
    number = item.number
    assert place.since(position) == {number: item}
    alice.items.delete([item])
    assert place.since(position) == {number: None}


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"subject": 3}, "subject takes a text, not 3"),
        ({"sender": b"a"}, "sender takes a text, not b'a'"),
        ({"recipient": ["a"]}, r"recipient takes a text, not \['a'\]"),
        ({"predicate": "subject"}, "predicate takes a function, not 'subject'"),
        ({"since": 3}, r"since=3 is no mark of .*; take one by its mark\(\)"),
        ({"timeout": float("nan")}, "timeout takes seconds, not nan"),
        ({"none_within": "1"}, "none_within takes seconds, not '1'"),
        ({"timeout": -1}, "timeout=-1: a wait takes 0 seconds or more"),
        ({"none_within": -0.5}, "none_within=-0.5: a wait takes 0 seconds or more"),
        ({"count": "2"}, "count takes an int, not '2'"),
        ({"count": True}, "count takes an int, not True"),
    ],
)
def test_a_wish_of_another_kind_is_refused_though_nothing_is_there(
    wish: dict[str, Any], error: str, alice: Mailbox
) -> None:
    with pytest.raises((TypeError, ValueError), match=error):
        alice.wait_for(**wish)


def test_a_wait_that_no_timer_can_end(alice: Mailbox) -> None:
    with alice.lock:
        while_waited_for(lambda: alice.deliver(subject="Report"))
        assert alice.wait_for("Report", timeout=float("inf")).subject == "Report"
