"""Waiting where the service asks for it, and connecting anew."""

from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import pytest

from pytest_m365.live.errors import AccessRefused, Busy, Disconnected, LiveError, NotConnected, Unavailable
from pytest_m365.live.patient_way import LIFETIME, PatientWay
from pytest_m365.live.rhythm import Rhythm
from tests.plugin.live.canned_way import CannedWay
from tests.plugin.live.world import Time, Twin, message


def throttled() -> Busy:
    return Busy("imap", "UID FETCH", "NO Request is throttled. Suggested Backoff Time: 5500 milliseconds", 5.5)


def ended() -> Disconnected:
    return Disconnected("imap", "UID FETCH", "BYE Session invalidated - AccessTokenExpired")


def not_connected() -> NotConnected:
    return NotConnected("imap", "opening INBOX", "BAD User is authenticated but not connected.")


@pytest.fixture
def time() -> Time:
    return Time()


def patient(way: CannedWay, time: Time, timeout: float = 120) -> PatientWay:
    return PatientWay(way, Rhythm(timeout=timeout, clock=time.clock, sleep=time.sleep))


def test_the_time_that_is_asked_for_is_waited(time: Time) -> None:
    way = patient(CannedWay(troubles=[throttled(), throttled()]), time)
    assert way.position("inbox").number == 0
    assert time.slept == [5.5, 5.5]
    assert way.retries == {"throttled": 2}


def test_a_report_may_be_written_while_another_thread_is_told_to_wait(time: Time) -> None:
    canned = CannedWay(troubles=[throttled()])
    way = patient(canned, time)
    way.position("inbox")
    for why, number in way.retries.items():
        canned.troubles += [throttled(), ended()]
        with ThreadPoolExecutor(1) as other:
            other.submit(way.position, "inbox").result()
        assert (why, number) == ("throttled", 1)
    assert way.retries == {"throttled": 2, "reconnected": 1}


def test_without_a_time_it_is_waited_ever_longer(time: Time) -> None:
    unavailable = Busy("imap", "opening INBOX", "BAD Server Unavailable. 15")
    patient(CannedWay(troubles=[unavailable] * 3), time).position("inbox")
    assert time.slept == [1, 2, 3]


def test_a_server_that_asks_for_no_time_is_given_some(time: Time) -> None:
    at_once = Busy("imap", "opening INBOX", "NO Request is throttled. Suggested Backoff Time: 0 milliseconds", 0.0)
    patient(CannedWay(troubles=[at_once] * 3), time).position("inbox")
    assert time.slept == [1, 2, 3]


def test_a_server_that_asks_for_little_has_it_a_few_times(time: Time) -> None:
    soon = Busy("imap", "opening INBOX", "NO Request is throttled. Suggested Backoff Time: 200 milliseconds", 0.2)
    patient(CannedWay(troubles=[soon] * 4), time).position("inbox")
    assert time.slept == [0.2, 0.2, 0.3, 0.5]


def test_more_than_is_left_is_not_waited(time: Time) -> None:
    way = patient(CannedWay(troubles=[throttled()]), time)
    with pytest.raises(Unavailable, match="5500 milliseconds") as raised, way.within(5):
        way.position("inbox")
    assert raised.value.__notes__ == ["not tried again: that would be in 5.5 s, and 5 s are left"]
    assert time.slept == []


def test_the_shorter_of_two_times_counts(time: Time) -> None:
    way = patient(CannedWay(troubles=[throttled()]), time)
    with pytest.raises(Unavailable), way.within(5), way.within(60):
        way.position("inbox")
    way.position("inbox")


def test_a_connection_that_ended_is_made_anew_twice(time: Time) -> None:
    canned = CannedWay(troubles=[ended(), ended()])
    way = patient(canned, time)
    way.position("inbox")
    assert canned.closed == 2
    canned.troubles = [ended() for _ in range(3)]
    with pytest.raises(Disconnected):
        way.position("inbox")


def test_not_connected_is_tried_twice_more_and_no_oftener(time: Time) -> None:
    canned = CannedWay(troubles=[not_connected(), not_connected()])
    patient(canned, time).position("inbox")
    assert time.slept == [10, 60]
    canned.troubles = [not_connected() for _ in range(3)]
    with pytest.raises(AccessRefused, match="authenticated but not connected"):
        patient(canned, time).position("inbox")
    assert canned.calls == ["position"] * 6


def test_a_refusal_is_not_tried_again(time: Time) -> None:
    canned = CannedWay(troubles=[AccessRefused("imap", "signing in", "NO AUTHENTICATE failed.")])
    with pytest.raises(AccessRefused):
        patient(canned, time).position("inbox")
    assert canned.calls == ["position"]


@pytest.mark.parametrize("is_done", [True, False])
def test_a_message_is_put_once_though_the_answer_was_lost(time: Time, is_done: bool) -> None:
    canned = CannedWay(is_put_done_before=is_done)
    canned.troubles = [ended()] if is_done else [None, ended()]
    way = patient(canned, time)
    way.put("inbox", message("Once", message_id="<once@example.com>"), is_read=False, received_at=None)
    assert len(canned.contents["inbox"]) == 1


def test_a_connection_lives_for_five_minutes(time: Time) -> None:
    canned = CannedWay()
    way = patient(canned, time)
    way.position("inbox")
    time.sleep(LIFETIME - 1)
    way.position("inbox")
    assert canned.closed == 0
    time.sleep(1)
    way.position("inbox")
    assert canned.closed == 1


#: what stores a message
_PUT = {"imap": "APPEND", "ews": "CreateItem", "graph": "CreateMessageInFolder"}
#: what is said where it is off
_OFF = {"imap": "not connected", "ews": "HTTP 403", "graph": "HTTP 404 MailboxNotEnabledForRESTAPI"}


class TestOverTheWire:
    """The same with the fake's servers, which say it as the service does."""

    @pytest.fixture(params=["imap", "ews", "graph"])
    def place(self, request: pytest.FixtureRequest) -> Literal["imap", "ews", "graph"]:
        name: Literal["imap", "ews", "graph"] = request.param
        return name

    def patient(self, twin: Twin, place: Literal["imap", "ews", "graph"], time: Time) -> PatientWay:
        return PatientWay(twin.way(place), Rhythm(clock=time.clock, sleep=time.sleep))

    def test_throttling_with_a_time(self, twin: Twin, place: Literal["imap", "ews", "graph"], time: Time) -> None:
        twin.tenant.faults.throttle(place, retry_after=7)
        way = self.patient(twin, place, time)
        way.position("inbox")
        way.close()
        assert time.slept == [7]

    def test_throttling_that_closes_the_connection(self, twin: Twin, time: Time) -> None:
        twin.tenant.faults.throttle("imap", retry_after=7, closes=True)
        way = self.patient(twin, "imap", time)
        way.position("inbox")
        way.close()
        assert time.slept == [7]
        assert twin.tokens == 2

    def test_throttling_that_is_wrapped_in_another_error(self, twin: Twin, time: Time) -> None:
        way = self.patient(twin, "ews", time)
        way.position("inbox")
        twin.tenant.faults.throttle("ews", "SyncFolderItems", wrapped=True)
        way.position("inbox")
        way.close()
        # The answer says no time; this one is exchangelib's.
        assert time.slept == [10]

    def test_a_service_that_is_not_available(
        self, twin: Twin, place: Literal["imap", "ews", "graph"], time: Time
    ) -> None:
        twin.tenant.faults.unavailable(place, times=2)
        way = self.patient(twin, place, time)
        way.position("inbox")
        way.close()
        assert time.slept == [1, 2]

    @pytest.mark.parametrize("place", ["ews", "graph"])
    def test_retry_after_of_http(self, twin: Twin, place: Literal["ews", "graph"], time: Time) -> None:
        twin.tenant.faults.unavailable(place, times=1, retry_after=30)
        way = self.patient(twin, place, time)
        way.position("inbox")
        way.close()
        assert time.slept == [30]

    def test_not_connected(self, twin: Twin, time: Time) -> None:
        fault = twin.tenant.faults.not_connected()
        way = self.patient(twin, "imap", time)
        with pytest.raises(NotConnected, match=r"BAD User is authenticated but not connected\. \(while"):
            way.position("inbox")
        assert time.slept == [10, 60]
        fault.cancel()
        way.position("inbox")
        way.close()

    def test_a_token_that_runs_out_is_renewed(
        self, twin: Twin, place: Literal["imap", "ews", "graph"], time: Time
    ) -> None:
        way = self.patient(twin, place, time)
        way.position("inbox")
        twin.tenant.clock.advance(hours=2)
        way.position("inbox")
        way.close()
        assert way.retries == {"reconnected": 1}
        assert time.slept == []

    def test_a_connection_that_is_cut(self, twin: Twin, place: Literal["imap", "ews", "graph"], time: Time) -> None:
        way = self.patient(twin, place, time)
        way.position("inbox")
        twin.tenant.faults.drop(place, times=1)
        way.position("inbox")
        way.close()
        assert way.retries == {"reconnected": 1}

    def test_an_answer_to_a_message_that_got_lost(
        self, twin: Twin, place: Literal["imap", "ews", "graph"], time: Time
    ) -> None:
        way = self.patient(twin, place, time)
        way.position("inbox")
        twin.tenant.faults.lose_answer(place, _PUT[place])
        way.put("inbox", message("Once", message_id="<once@example.com>"), is_read=False, received_at=None)
        way.close()
        assert [each.subject for each in twin.mailbox.messages()] == ["Once"]

    def test_a_protocol_that_is_off_says_so(
        self, twin: Twin, place: Literal["imap", "ews", "graph"], time: Time
    ) -> None:
        twin.target.user.imap = False  # type: ignore[attr-defined]
        twin.tenant.policies.ews_enabled = False
        if place == "graph":
            # Nothing turns it off for a user but what takes the whole mailbox.
            twin.target.user.licence = None  # type: ignore[attr-defined]
        way = self.patient(twin, place, time)
        with pytest.raises(LiveError, match=_OFF[place]):
            way.position("inbox")
        way.close()
