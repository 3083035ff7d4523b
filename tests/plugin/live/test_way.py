"""What every way to a mailbox does, against the fake's servers."""

from datetime import UTC, datetime

import pytest

from fakeserver.tenant.exchange.mime.message import Message
from pytest_m365.live.by_ews import ByEws
from pytest_m365.live.by_graph import ByGraph
from pytest_m365.live.errors import FolderNotEmpty
from pytest_m365.live.way import Found, Way
from tests.plugin.live.world import GRAPH, RUN, TAG, Twin, message


def put(way: Way, octets: bytes, folder: str = "inbox") -> None:
    way.put(folder, octets, is_read=False, received_at=None)


def only(way: Way, folder: str = "inbox") -> Found:
    (found,) = way.after(folder, None)
    return found


def test_what_is_put_is_found_behind_the_position_with_its_octets(way: Way, twin: Twin) -> None:
    put(way, message("Before", tag=None))
    before = way.position("inbox")
    mime = message("Prüfung", to=TAG.address(twin.user), tag=None, message_id="<own@example.com>")
    put(way, mime)
    (found,) = way.after("inbox", before)
    assert (found.subject, found.sender) == ("Prüfung", "robin@example.com")
    assert found.recipients == (TAG.address(twin.user),)
    assert found.message_id == "<own@example.com>"
    assert found.tags == {TAG}
    assert found.number > before.number
    # Of a message that is no draft Microsoft Graph takes the parts.
    assert Message(way.mime(found)).text == Message(mime).text if way.name == "graph" else way.mime(found) == mime
    assert [each.subject for each in way.after("inbox", None)] == ["Before", "Prüfung"]


def test_it_lies_there_as_it_was_put(way: Way, twin: Twin) -> None:
    moment = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
    way.put("drafts", message("Old"), is_read=True, received_at=moment)
    (item,) = twin.mailbox.messages("drafts")
    assert (item.flags.seen, item.flags.draft, item.received_at) == (True, False, moment)
    put(way, message("New"))
    (item,) = twin.mailbox.messages()
    assert (item.flags.seen, item.flags.draft) == (False, False)


def test_nothing_is_marked_as_read(way: Way, twin: Twin) -> None:
    twin.mailbox.deliver(message("Unread"))
    found = only(way)
    way.mime(found)
    way.marked("inbox")
    (item,) = twin.mailbox.messages()
    assert item.flags.seen is False


def test_marks_are_found_among_others(way: Way, twin: Twin) -> None:
    twin.mailbox.deliver(message("Somebody's", tag=None))
    twin.mailbox.deliver(message("By field"))
    twin.mailbox.deliver(message("By address", to=TAG.address(twin.user), tag=None))
    ours = TAG.message_id(1, datetime(2026, 11, 30, tzinfo=UTC))
    twin.mailbox.deliver(message("By Message-ID", tag=None, message_id=ours))
    twin.mailbox.deliver(message("By reference", tag=None, more=f"References: <a@example.com>\r\n {ours}"))
    twin.mailbox.deliver(message("By In-Reply-To", tag=None, more=f"In-Reply-To: {ours}"))
    assert {each.subject: each.tags for each in way.marked("inbox")} == dict.fromkeys(
        ["By field", "By address", "By Message-ID", "By reference", "By In-Reply-To"], frozenset({TAG})
    )


def test_a_report_belongs_to_whom_it_is_about(way: Way, twin: Twin) -> None:
    before = way.position("inbox")
    address = TAG.address(twin.user)
    with twin.target.open_smtp() as sender:
        lost = message("Lost", to=address, sender=twin.user, tag=None)
        sender.sendmail(twin.user, [f"nobody@{twin.target.domain}"], lost)
    twin.mailbox.wait_for(predicate=lambda each: "Undeliverable" in each.subject)
    (report,) = way.after("inbox", before)
    assert report.tags == {TAG}
    assert [each.id for each in way.marked("inbox")] == [report.id]


def test_only_what_still_has_its_tags_is_removed(way: Way, twin: Twin) -> None:
    for subject, tag in (("Ours", TAG), ("Theirs", None), ("Ours too", TAG)):
        twin.mailbox.deliver(message(subject, tag=tag))
    found = way.after("inbox", None)
    way.remove(found)
    way.remove(found)
    assert [each.subject for each in twin.mailbox.messages()] == ["Theirs"]


def test_a_message_that_is_gone_cannot_be_read(way: Way, twin: Twin) -> None:
    twin.mailbox.deliver(message("Gone"))
    found = only(way)
    way.remove([found])
    with pytest.raises(LookupError, match="'Gone' is not in Inbox any more"):
        way.mime(found)
    with pytest.raises(LookupError, match="'Gone' is not in Inbox any more"):
        way.is_read(found)


def test_whether_it_is_read_is_asked_each_time(way: Way, twin: Twin) -> None:
    item = twin.mailbox.deliver(message("Read me"))
    found = only(way)
    assert way.is_read(found) is False
    twin.mailbox.items.set_flags(item, item.flags._replace(seen=True))
    assert way.is_read(found) is True


def test_folders_come_and_go(way: Way, twin: Twin) -> None:
    way.add_folder("Inbox/Rechnungen & Mahnungen")
    way.add_folder("Inbox/Rechnungen & Mahnungen")
    way.add_folder("Prüfung")
    assert {"inbox", "sentitems", "Inbox/Rechnungen & Mahnungen", "Prüfung"} <= {*way.folders()}
    assert way.named("inbox/rechnungen & mahnungen") == "Inbox/Rechnungen & Mahnungen"
    put(way, message("Inside"), "prüfung")
    assert only(way, "Prüfung").folder == "Prüfung"
    with pytest.raises(FolderNotEmpty, match="holds 1 messages"):
        way.remove_folder("Prüfung")
    way.remove([only(way, "Prüfung")])
    way.remove_folder("Prüfung")
    way.remove_folder("Prüfung")
    way.remove_folder("Inbox/Rechnungen & Mahnungen")
    assert not {"Inbox/Rechnungen & Mahnungen", "Prüfung"} & {*way.folders()}
    assert not {"Prüfung"} & {
        folder.display_name for folder in twin.mailbox.folders.distinguished("msgfolderroot").children
    }


def test_a_folder_with_others_below_it_stays(way: Way) -> None:
    way.add_folder("Above")
    way.add_folder("Above/Below")
    with pytest.raises(FolderNotEmpty, match="Above/Below"):
        way.remove_folder("Above")


def test_a_folder_that_is_not_there_is_named_with_those_that_are(way: Way) -> None:
    with pytest.raises(LookupError, match=r"no folder 'Invoicse'.*Sent Items"):
        way.position("Invoicse")


def test_the_folders_are_listed_once_for_one_that_is_not_there(way: Way, twin: Twin) -> None:
    asked = twin.asked()
    for times in (1, 2):
        with pytest.raises(LookupError):
            way.named("Invoices")
        listed = twin.asked_since(asked)
        assert listed["LIST"] + listed["FindFolder"] + listed["ListFolders"] == times


def test_a_way_that_was_closed_opens_anew(way: Way, twin: Twin) -> None:
    before = way.position("inbox")
    way.close()
    twin.mailbox.deliver(message("Later"))
    assert [each.subject for each in way.after("inbox", before)] == ["Later"]


def test_a_user_reaches_the_mailbox_by_ews_as_well(twin: Twin) -> None:
    way = ByEws(twin.target.ews_url, twin.user, twin.token)
    put(way, message("By a user"))
    assert only(way).subject == "By a user"
    way.remove([only(way)])
    way.close()
    assert twin.mailbox.messages() == []


def test_an_application_reaches_the_mailbox_by_graph_as_well(twin: Twin) -> None:
    way = ByGraph(twin.target.graph_url, twin.user, lambda: twin.target.app_token(GRAPH))
    put(way, message("By an application"))
    assert only(way).subject == "By an application"
    way.remove([only(way)])
    way.close()
    assert twin.mailbox.messages() == []


def test_tags_name_the_run(way: Way, twin: Twin) -> None:
    twin.mailbox.deliver(message("Ours"))
    assert {tag.run for tag in only(way).tags} == {RUN}
