"""Pull subscriptions: the events of each thing that can happen, and what is refused."""

import base64

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeserver.tenant.exchange.values import DeleteMode
from tests.protocols.ews.client import Ews, envelope, fault_of
from tests.protocols.ews.operations.notifications.subscriber import (
    Pulling,
    get_events,
    id_in,
    kind,
    request,
    unsubscribe,
)


@pytest.fixture
def pulling(ews: Ews) -> Pulling:
    return Pulling(ews)


def test_new_mail(ews: Ews, pulling: Pulling) -> None:
    ews.tenant.clock.freeze()
    item = ews.mailbox.deliver(subject="x")
    created, new, folder = pulling.events()
    assert [kind(each) for each in (created, new, folder)] == ["Created", "NewMail", "(Modified)"]
    for each in (created, new):
        assert id_in(each, "ItemId") == item.item_id
        assert id_in(each, "ParentFolderId") == item.folder.folder_id
    assert id_in(folder, "FolderId") == item.folder.folder_id
    assert folder[-1].text == "1", "UnreadCount"
    assert created[1].text == ews.tenant.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    assert pulling.told() == ["Status"]


def test_unread_counts_are_those_of_the_time(ews: Ews) -> None:
    pulling = Pulling(ews, request("Pull", types=("Modified",)))
    first = ews.mailbox.deliver(subject="1")
    ews.mailbox.deliver(subject="2")
    ews.mailbox.items.set_flags(first, first.flags._replace(seen=True))
    events = pulling.events()
    assert [kind(each) for each in events] == ["(Modified)", "(Modified)", "Modified", "(Modified)"]
    assert [events[number][-1].text for number in (0, 1, 3)] == ["1", "2", "1"]


def test_a_move_is_told_to_both_folders(ews: Ews, pulling: Pulling) -> None:
    item = ews.mailbox.deliver(subject="x")
    archive = Pulling(ews, request("Pull", '<t:DistinguishedFolderId Id="drafts"/>'))
    pulling.events()
    old_id, inbox = item.item_id, item.folder
    ews.mailbox.items.move([item], ews.mailbox.folders.distinguished("drafts"))
    moved, folder = pulling.events()
    assert (kind(moved), kind(folder)) == ("Moved", "(Modified)")
    assert (id_in(moved, "ItemId"), id_in(moved, "OldItemId")) == (item.item_id, old_id)
    assert id_in(moved, "ParentFolderId") == item.folder.folder_id
    assert id_in(moved, "OldParentFolderId") == id_in(folder, "FolderId") == inbox.folder_id
    moved, folder = archive.events()
    assert (kind(moved), id_in(folder, "FolderId")) == ("Moved", item.folder.folder_id)


def test_a_copy(ews: Ews, pulling: Pulling) -> None:
    item = ews.mailbox.deliver(subject="x")
    pulling.events()
    (copy,) = ews.mailbox.items.copy([item], item.folder)
    copied, folder = pulling.events()
    assert (kind(copied), kind(folder)) == ("Copied", "(Modified)")
    assert (id_in(copied, "ItemId"), id_in(copied, "OldItemId")) == (copy.item_id, item.item_id)


#: exchange-web-services/pull-notifications-for-ews-deletion-related-mailbox-events-in-exchange, Exchange Online
DELETIONS = [
    (DeleteMode.MOVE_TO_DELETED, ["Moved", "(Modified)"], ["Moved", "(Modified)", "(Modified)"]),
    (DeleteMode.SOFT, ["Moved", "(Modified)"], ["Deleted", "Deleted", "(Modified)"]),
    (DeleteMode.HARD, ["Deleted", "(Modified)"], ["Deleted", "Deleted", "(Modified)"]),
]


@pytest.mark.parametrize(("mode", "in_the_folder", "everywhere"), DELETIONS)
def test_deletions(ews: Ews, mode: DeleteMode, in_the_folder: list[str], everywhere: list[str]) -> None:
    item = ews.mailbox.deliver(subject="x")
    one, all_folders = Pulling(ews), Pulling(ews, request("Pull", None))
    item_id = item.item_id
    ews.mailbox.items.delete([item], mode)
    assert one.told() == in_the_folder
    events = all_folders.events()
    assert [kind(each) for each in events] == everywhere
    assert id_in(events[0], "OldItemId" if everywhere[0] == "Moved" else "ItemId") == item_id


def test_folders(ews: Ews) -> None:
    folders = ews.mailbox.folders
    inbox, drafts = folders.distinguished("inbox"), folders.distinguished("drafts")
    pulling = Pulling(ews)
    folder = folders.create(inbox, "new")
    assert pulling.told() == ["(Created)", "(Modified)"]
    folders.rename(folder, "renamed")
    assert pulling.told() == ["(Modified)"]
    folders.move(folder, drafts)
    events = pulling.events()
    assert [kind(each) for each in events] == ["(Moved)", "(Modified)"]
    assert id_in(events[0], "OldFolderId") == id_in(events[0], "FolderId") == folder.folder_id
    assert id_in(events[0], "OldParentFolderId") == inbox.folder_id
    copy = folders.copy(folder, inbox)
    events = pulling.events()
    assert [kind(each) for each in events] == ["(Copied)", "(Modified)"]
    assert (id_in(events[0], "OldFolderId"), id_in(events[0], "FolderId")) == (folder.folder_id, copy.folder_id)
    folders.delete(copy)
    assert pulling.told() == ["(Deleted)", "(Modified)"]


def test_free_busy_of_the_calendar(ews: Ews) -> None:
    calendar = ews.mailbox.folders.distinguished("calendar")
    pulling = Pulling(ews, request("Pull", '<t:DistinguishedFolderId Id="calendar"/>', ("FreeBusyChanged",)))
    item = ews.mailbox.items.add(calendar, "IPM.Appointment", {"subject": "x"})
    assert pulling.told() == ["FreeBusyChanged"]
    ews.mailbox.items.update(item, {"subject": "y"})
    assert pulling.told() == ["Status"]
    ews.mailbox.items.update(item, {"start": ews.tenant.clock.now()})
    assert pulling.told() == ["FreeBusyChanged"]
    ews.mailbox.items.delete([item])
    assert pulling.told() == ["FreeBusyChanged"]


def test_what_people_do_not_see_is_no_event(ews: Ews, pulling: Pulling) -> None:
    inbox = ews.mailbox.folders.distinguished("inbox")
    ews.mailbox.items.add(inbox, "IPM.Configuration.x", {"is_associated": True})
    assert pulling.told() == ["Status"]


def test_fifty_at_a_time(ews: Ews, pulling: Pulling) -> None:
    items = [ews.mailbox.deliver(subject=str(number)).item_id for number in range(40)]
    told: list[str] = []
    sizes: list[int] = []
    while not sizes or pulling.more:
        events = pulling.events()
        sizes.append(len(events))
        told += [id_in(each, "ItemId") for each in events if kind(each) == "NewMail"]
    assert told == items
    assert sizes == [50, 50, 20]
    assert pulling.told() == ["Status"]


def test_each_watermark_is_a_place_to_go_on_from(ews: Ews, pulling: Pulling) -> None:
    for number in range(3):
        ews.mailbox.deliver(subject=str(number))
    start = pulling.watermark
    whole = [(kind(each), each.findtext("t:Watermark", "", {"t": each.nsmap["t"]})) for each in pulling.events()]
    pulling.watermark = start
    for number, (_, watermark) in enumerate(whole[:-1], 1):
        pulling.watermark = watermark
        assert pulling.told() == [name for name, _ in whole[number:]]
    again = Pulling(ews, request("Pull", rest=f"<t:Watermark>{whole[2][1]}</t:Watermark><t:Timeout>1</t:Timeout>"))
    assert again.watermark == whole[2][1]
    assert again.told() == [name for name, _ in whole[3:]]
    own_way = request("Pull", rest=f"<m:Watermark>{whole[2][1]}</m:Watermark><t:Timeout>1</t:Timeout>")
    assert Pulling(ews, own_way).told() == [name for name, _ in whole[3:]]


def test_it_ends_when_nobody_asks(ews: Ews, pulling: Pulling) -> None:
    clock = ews.tenant.clock
    clock.freeze()
    # From here on, however long the machine took until now.
    pulling.told()
    for _ in range(3):
        clock.advance(minutes=9, seconds=59)
        assert pulling.told() == ["Status"]
    clock.advance(minutes=10)
    asking = get_events(pulling.id, pulling.watermark)
    assert ews(asking).codes == ["ErrorExpiredSubscription"]
    assert ews(asking).codes == ["ErrorSubscriptionNotFound"]
    late = Pulling(ews)
    clock.advance(minutes=11)
    assert ews(get_events(late.id, late.watermark)).codes == ["ErrorSubscriptionNotFound"]
    assert ews(unsubscribe(late.id)).codes == ["ErrorSubscriptionNotFound"]


def test_what_is_missed_by_order_is_said(ews: Ews, pulling: Pulling) -> None:
    ews.mailbox.deliver(subject="x")
    with ews.tenant.faults.refuse("ews", "GetEvents", reason="EventsMissed"):
        assert ews(get_events(pulling.id, pulling.watermark)).codes == ["ErrorMissedNotificationEvents"]
    assert pulling.told() == ["Created", "NewMail", "(Modified)"]


def test_events_are_kept_for_thirty_days(ews: Ews) -> None:
    pulling = Pulling(ews, request("Pull", rest="<t:Timeout>1440</t:Timeout>"))
    ews.tenant.clock.freeze()
    ews.mailbox.deliver(subject="old")
    for _ in range(30):
        ews.tenant.clock.advance(hours=23)
        assert ews(get_events(pulling.id, pulling.watermark)).codes == ["NoError"]
    for _ in range(2):
        ews.tenant.clock.advance(hours=23)
        codes = ews(get_events(pulling.id, pulling.watermark)).codes
    assert codes == ["ErrorEventNotFound"]
    assert ews(unsubscribe(pulling.id)).codes == ["ErrorSubscriptionNotFound"], "it is deleted with it"
    again = request("Pull", rest=f"<t:Watermark>{pulling.watermark}</t:Watermark><t:Timeout>1</t:Timeout>")
    assert ews(again).codes == ["ErrorInvalidWatermark"]


def test_other_subscriptions_are_told_apart(ews: Ews, pulling: Pulling) -> None:
    streaming = ews(request("Streaming")).value(".//m:SubscriptionId")
    url = "<t:StatusFrequency>1</t:StatusFrequency><t:URL>http://localhost:1/</t:URL>"
    push = ews(request("Push", rest=url)).value(".//m:SubscriptionId")
    for other in (streaming, push):
        assert ews(get_events(other, pulling.watermark)).codes == ["ErrorInvalidPullSubscriptionId"]
    assert ews(unsubscribe(push)).codes == ["ErrorInvalidSubscription"]
    assert ews(unsubscribe(streaming)).codes == ["NoError"]
    for body in (get_events(pulling.id, pulling.watermark), unsubscribe(pulling.id)):
        answer = ews(body, ews.bob)
        assert answer.codes == ["ErrorSubscriptionAccessDenied"]
    assert ews(get_events("AAA-", pulling.watermark)).codes == ["ErrorSubscriptionNotFound"]


def test_watermarks_of_elsewhere_are_invalid(ews: Ews, pulling: Pulling) -> None:
    his = Pulling(ews, user=ews.bob)
    for mark in (his.watermark, "AAAA", pulling.id, "x y", "AAAAAGUhAAAAAAAAAQ=="):
        assert ews(get_events(pulling.id, mark)).codes == ["ErrorInvalidWatermark"]
        rest = f"<t:Watermark>{mark}</t:Watermark><t:Timeout>1</t:Timeout>"
        assert ews(request("Pull", rest=rest)).codes == ["ErrorInvalidWatermark"]


def test_what_was_taken_back_has_no_watermark(ews: Ews, pulling: Pulling) -> None:
    snapshot = ews.tenant.snapshot()
    later = Pulling(ews)
    ews.mailbox.deliver(subject="x")
    pulling.events()
    newest = pulling.watermark
    before = later.watermark
    ews.tenant.restore(snapshot)
    assert ews(get_events(later.id, before)).codes == ["ErrorSubscriptionNotFound"]
    assert ews(get_events(pulling.id, newest)).codes == ["ErrorInvalidWatermark"]
    pulling.watermark = before
    item = ews.mailbox.deliver(subject="y")
    assert [id_in(each, "ItemId") for each in pulling.events()[:2]] == [item.item_id] * 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=st.text(min_size=1, max_size=80), octets=st.binary(max_size=70))
def test_nonsense_is_an_error_and_never_a_crash(ews: Ews, text: str, octets: bytes) -> None:
    for value in (text, base64.b64encode(octets).decode()):
        escaped = "".join(f"&#{ord(letter)};" for letter in value if letter.isprintable()) or "x"
        for body in (get_events(escaped, escaped), unsubscribe(escaped)):
            response = ews.post(envelope(body), ews.token(ews.alice))
            if response.status == 200:
                assert b"NoError" not in response.body
            else:
                assert fault_of(response)[0] == "ErrorSchemaValidation"
