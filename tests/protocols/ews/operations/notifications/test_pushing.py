"""Push subscriptions without sockets: what is sent when, by the tenant's clock, and what the answers do."""

import pytest

from fakeserver.protocols.ews.service import EwsService
from fakeserver.wire import Posted
from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.notifications.callback import HALF_AN_HOUR, Callback, result
from tests.protocols.ews.operations.notifications.subscriber import Pulling, get_events, request, unsubscribe
from tests.world import World


@pytest.fixture
def callback() -> Callback:
    return Callback()


@pytest.fixture
def ews(callback: Callback) -> Ews:
    ews = Ews(World.of("alice", "bob", frozen=True))
    ews.service = EwsService(ews.cloud, callback)
    return ews


@pytest.fixture
def pushed(ews: Ews) -> str:
    return ews(request("Push", rest=HALF_AN_HOUR)).value(".//m:SubscriptionId")


NEW_MAIL = ["Created", "NewMail", "(Modified)"]


def test_one_call_at_a_time_each_with_all_that_has_happened(ews: Ews, callback: Callback, pushed: str) -> None:
    assert callback.told == [["Status"]]
    ews.mailbox.deliver(subject="1")
    ews.mailbox.deliver(subject="2")
    assert callback.told == [], "the first call was not answered yet"
    callback.answer(result("OK"))
    assert callback.told == [NEW_MAIL * 2]
    callback.answer(result("OK"))
    assert callback.told == []
    ews.mailbox.deliver(subject="3")
    assert callback.told == [NEW_MAIL]
    assert pushed


def test_while_nothing_happens_it_is_said_so(ews: Ews, callback: Callback, pushed: str) -> None:
    callback.answer(result("OK"))
    ews.tenant.clock.advance(minutes=29)
    ews.mailbox.deliver(subject="x")
    callback.answer(result("OK"))
    assert callback.told == [["Status"], NEW_MAIL]
    ews.tenant.clock.advance(minutes=29)
    assert callback.told == []
    for _ in range(3):
        ews.tenant.clock.advance(minutes=1)
        ews.tenant.clock.advance(minutes=29)
        assert callback.told == [["Status"]]
        callback.answer(result("OK"))
        ews.tenant.clock.advance(minutes=0.5)
        ews.tenant.clock.advance(minutes=-0.5)
    assert pushed


@pytest.mark.parametrize(
    "failed",
    [
        Posted(problem="no answer (ConnectionRefusedError)"),
        Posted(500, result("OK").body),
        Posted(200, b"<html/>"),
        Posted(200, b"not XML <"),
        result("Whatever"),
    ],
)
def test_retries_double_until_the_frequency_is_used_up(
    ews: Ews, callback: Callback, pushed: str, failed: Posted
) -> None:
    for seconds in (30, 60, 120, 240, 480, 960):
        assert callback.told == [["Status"]]
        callback.answer(failed)
        ews.tenant.clock.advance(seconds - 1)
        assert callback.told == []
        ews.tenant.clock.advance(1)
    callback.answer(failed)
    assert ews(unsubscribe(pushed)).codes == ["ErrorSubscriptionNotFound"]
    noted = [one.answered for one in ews.tenant.journal.entries if one.operation == "SendNotification"]
    assert "again in 30 seconds" in noted[0]
    assert "the subscription ends" in noted[-1]
    assert ews.mailbox.changes._watchers == []


def test_a_retry_has_what_has_happened_meanwhile(ews: Ews, callback: Callback, pushed: str) -> None:
    callback.answer(Posted())
    ews.mailbox.deliver(subject="x")
    assert callback.told == [["Status"]]
    ews.tenant.clock.advance(30)
    assert callback.told == [NEW_MAIL]
    callback.answer(result("OK"))
    ews.mailbox.deliver(subject="y")
    callback.answer(Posted())
    assert callback.told == [NEW_MAIL]
    ews.tenant.clock.advance(30)
    assert callback.told == [NEW_MAIL], "it starts anew after a call that went well"
    assert pushed


def test_unsubscribe_is_an_answer(ews: Ews, callback: Callback, pushed: str) -> None:
    callback.answer(result("Unsubscribe"))
    ews.mailbox.deliver(subject="x")
    ews.tenant.clock.advance(hours=1)
    assert callback.told == [["Status"]]
    assert ews(unsubscribe(pushed)).codes == ["ErrorSubscriptionNotFound"]


def test_whoever_may_not_read_is_not_told(ews: Ews, callback: Callback) -> None:
    ews.tenant.rights.add_mailbox_permission("alice", "bob")
    mailbox = f"<t:Mailbox><t:EmailAddress>{ews.alice.address}</t:EmailAddress></t:Mailbox>"
    folder = f'<t:DistinguishedFolderId Id="inbox">{mailbox}</t:DistinguishedFolderId>'
    his = ews(request("Push", folder, rest=HALF_AN_HOUR), ews.bob).value(".//m:SubscriptionId")
    callback.answer(result("OK"))
    ews.tenant.rights.remove_mailbox_permission("alice", "bob")
    ews.mailbox.deliver(subject="x")
    assert callback.told == [["Status"]]
    assert ews(unsubscribe(his), ews.bob).codes == ["ErrorSubscriptionNotFound"]


def test_a_restore_lets_it_begin_anew(ews: Ews, callback: Callback, pushed: str) -> None:
    callback.answer(result("OK"))
    snapshot = ews.tenant.snapshot()
    ews.mailbox.deliver(subject="taken back")
    assert callback.told == [["Status"], NEW_MAIL]
    ews.tenant.restore(snapshot)
    callback.answer(result("Unsubscribe"))
    ews.mailbox.deliver(subject="x")
    assert callback.told == [NEW_MAIL], "an answer to what has not been says nothing"
    callback.answer(result("OK"))
    assert pushed


def test_nothing_is_left_of_it(ews: Ews, callback: Callback, pushed: str) -> None:
    callback.answer(result("OK"))
    ews.tenant.close()
    assert ews.mailbox.changes._watchers == []
    assert ews.tenant.clock._watchers == []
    assert pushed


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/", "https://localhost/x", "http://[::1]:8080/", "http://127.1.2.3/", "http://me.localhost/"],
)
def test_this_machine_is_called(ews: Ews, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.protocols.ews.operations.notifications.callback.URL", url)
    rest = f"<t:StatusFrequency>1</t:StatusFrequency><t:URL>{url}</t:URL>"
    assert ews(request("Push", rest=rest)).codes == ["NoError"]


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1/x", "https://contoso.com/", "http://localhost.contoso.com/", "ftp://127.0.0.1/", "127.0.0.1",
        "http://", "http://[::1/", "http://127.0.0.1:x/", f"http://127.0.0.1/{'x' * 2083}", "http://0.0.0.0/",
        "http://127.0.0.1@192.0.2.1/", "http://127.0.0.1\x0b/", "",
    ],
)  # fmt: skip
def test_no_other_is(ews: Ews, callback: Callback, url: str) -> None:
    url = url.replace("\x0b", "&#x85;")
    rest = f"<t:StatusFrequency>1</t:StatusFrequency><t:URL>{url}</t:URL>"
    answer = ews(request("Push", rest=rest))
    assert answer.codes == ["ErrorInvalidPushSubscriptionUrl"]
    assert callback.sent == []
    (explained,) = ews.tenant.journal.entries[-1].refusals
    assert explained.fix


def test_a_failed_tests_report_says_where_callbacks_go(ews: Ews) -> None:
    rest = "<t:StatusFrequency>1</t:StatusFrequency><t:URL>http://192.0.2.1/</t:URL>"
    assert "loopback addresses only" in ews(request("Push", rest=rest)).value(".//m:MessageText")
    assert "192.0.2.1 is never asked" in ews.tenant.journal.entries[-1].refusals[0].fix


def test_push_goes_on_from_a_watermark(ews: Ews, callback: Callback) -> None:
    pulling = Pulling(ews)
    ews.mailbox.deliver(subject="x")
    mark = f"<t:Watermark>{pulling.watermark}</t:Watermark>"
    answer = ews(request("Push", rest=mark + HALF_AN_HOUR))
    assert answer.value(".//m:Watermark") == pulling.watermark
    assert callback.told == [NEW_MAIL]
    assert ews(get_events(pulling.id, pulling.watermark)).codes == ["NoError"]
