"""What has changed since the client last asked (MS-OXWSSYNC)."""

from functools import partial

import pytest

from fakeserver.tenant.directory.users import User
from tests.protocols.ews.client import Answer
from tests.protocols.ews.requirements.asking import (
    change,
    change_folder,
    delete,
    disposed,
    find,
    folder,
    get,
    get_folder,
    item_id,
    made,
    made_folder,
    message,
    sync_folders,
    sync_items,
    update,
    update_folder,
    uri,
)
from tests.protocols.ews.requirements.full_items import APPOINTMENT, CONTACT, DISTRIBUTION_LIST, POST, task
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.meetings import invited, only, removed, response
from tests.protocols.ews.requirements.wire import EwsOverTls

#: Element -> an item and the folder for it.
ITEMS = {
    "Message": (message(), "inbox"),
    "Task": (task(), "tasks"),
    "Contact": (CONTACT, "contacts"),
    "PostItem": (POST, "inbox"),
    "CalendarItem": (APPOINTMENT, "calendar"),
    "DistributionList": (DISTRIBUTION_LIST, "contacts"),
}
KINDS = ["Folder", "CalendarFolder", "ContactsFolder", "TasksFolder"]


def state(answer: Answer) -> str:
    """Return the sync state of an answer that succeeded."""
    assert answer.codes == ["NoError"], answer.text
    return answer.value(".//m:SyncState")


def changes(answer: Answer) -> list[tuple[str, str]]:
    """Return what an answer reports: the change, and the element in it."""
    found = answer.all(".//m:Changes/*")
    return [(one.tag.rpartition("}")[2], one[0].tag.rpartition("}")[2]) for one in found]


@holds("MS-OXWSSYNC", 84, 85, 99, 101, 103, 107, 10010, 10020, 1021, 1022, 1041, 1042, 1081, 1082, 49, 44)
@holds("MS-OXWSSYNC", 117, 503, 4601, 2573, 37811002, 2631)
@pytest.mark.parametrize("kind", KINDS)
def test_folders_since_the_last_time(ews: EwsOverTls, kind: str) -> None:
    before = state(ews(sync_folders(base="IdOnly")))
    one = made_folder(ews, "One", kind=kind)
    first = ews(sync_folders(before))
    assert changes(first) == [("Create", kind)]
    assert first.value(".//m:IncludesLastFolderInRange") == "true"
    ews(update_folder(one, change_folder("folder:DisplayName", "<t:DisplayName>Uno</t:DisplayName>", kind)))
    second = ews(sync_folders(state(first)))
    assert changes(second) == [("Update", kind)]
    ews(disposed("DeleteFolder", one))
    third = ews(sync_folders(state(second)))
    assert changes(third) == [("Delete", "FolderId")]
    assert third.attribute(".//t:Delete/t:FolderId", "Id") == one
    assert changes(ews(sync_folders(state(third)))) == []


@holds("MS-OXWSSYNC", 105, 1061, 1062)
@holds("MS-OXWSFOLD", 33, 540, 3302)
def test_search_folders_since_the_last_time(ews: EwsOverTls) -> None:
    before = state(ews(sync_folders()))
    parameters = (
        f"<t:SearchParameters><t:Restriction><t:Exists>{uri('item:Subject')}</t:Exists></t:Restriction>"
        f"<t:BaseFolderIds>{folder('inbox')}</t:BaseFolderIds></t:SearchParameters>"
    )
    one = made_folder(ews, "Found", parameters, "SearchFolder")
    first = ews(sync_folders(before))
    assert changes(first) == [("Create", "SearchFolder")]
    assert first.attribute(".//t:SearchFolder/t:FolderId", "Id") == one
    assert len(first.all(".//t:SearchFolder/t:SearchParameters/t:Restriction/t:Exists")) == 1
    deep = parameters.replace("<t:SearchParameters>", '<t:SearchParameters Traversal="Deep">')
    updated = ews(update_folder(one, change_folder("folder:SearchParameters", deep, "SearchFolder")))
    assert updated.codes == ["NoError"]
    second = ews(sync_folders(state(first)))
    assert changes(second) == [("Update", "SearchFolder")]
    assert second.attribute(".//t:SearchFolder/t:SearchParameters", "Traversal") == "Deep"
    assert len(ews(get_folder(one)).all(".//m:Folders/t:SearchFolder")) == 1
    ews(disposed("DeleteFolder", one))
    assert changes(ews(sync_folders(state(second)))) == [("Delete", "FolderId")]


@holds("MS-OXWSSYNC", 259, 260, 262, 263, 2601, 2602, 2632)
def test_folders_from_the_start(ews: EwsOverTls) -> None:
    one = made_folder(ews, "One")
    made_folder(ews, "Inner", parent=one)
    below = ews(sync_folders(where=one))
    assert below.texts(".//t:Folder/t:DisplayName") == ["Inner"]
    everywhere = ews(sync_folders().replace(f"<m:SyncFolderId>{folder('msgfolderroot')}</m:SyncFolderId>", ""))
    assert {"One", "Inner", "Inbox"} <= set(everywhere.texts(".//t:Folder/t:DisplayName"))


@holds("MS-OXWSSYNC", 2574, 2575)
def test_folders_with_what_was_asked_for(ews: EwsOverTls) -> None:
    shape = (
        f"<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>{uri('folder:DisplayName')}</t:AdditionalProperties>"
    )
    request = sync_folders(base="IdOnly").replace("<t:BaseShape>IdOnly</t:BaseShape>", shape)
    assert "Inbox" in ews(request).texts(".//t:Folder/t:DisplayName")


@holds("MS-OXWSCDATA", 518, 5188)
@pytest.mark.parametrize("request_of", [sync_folders, lambda given: sync_items("inbox", given)])
def test_a_state_that_is_none(ews: EwsOverTls, request_of) -> None:  # type: ignore[no-untyped-def]
    assert ews(request_of("bm9uZQ==")).codes == ["ErrorInvalidSyncStateData"]


@holds("MS-OXWSSYNC", 70, 131, 132, 134, 136, 156, 158, 160, 172, 174, 380, 184, 504, 3831, 65, 3783, 194, 37811)
@holds("MS-OXWSSYNC", 1571, 1572, 1591, 1592, 1611, 1612, 1631, 1632, 1731, 1732, 1751, 1752)
@pytest.mark.parametrize("kind", ITEMS)
def test_items_since_the_last_time(ews: EwsOverTls, kind: str) -> None:
    whole, where = ITEMS[kind]
    before = state(ews(sync_items(where, base="IdOnly")))
    [item] = made(ews, whole, to=where)
    first = ews(sync_items(where, before))
    assert changes(first) == [("Create", kind)]
    ews(update(item, change("item:Subject", "<t:Subject>Other</t:Subject>", kind)))
    second = ews(sync_items(where, state(first)))
    assert changes(second) == [("Update", kind)]
    ews(delete(item))
    third = ews(sync_items(where, state(second)))
    assert changes(third) == [("Delete", "ItemId")]
    assert third.attribute(".//t:Delete/t:ItemId", "Id") == item


def _asked(ews: EwsOverTls) -> tuple[User, str]:
    invited(ews)
    return ews.bob, "inbox"


def _answered(ews: EwsOverTls) -> tuple[User, str]:
    bob, _ = _asked(ews)
    assert ews(response("AcceptItem", only(ews, "inbox", bob)), bob).codes == ["NoError"]
    return ews.alice, "inbox"


def _cancelled(ews: EwsOverTls) -> tuple[User, str]:
    meeting = invited(ews)
    ews(delete(only(ews, "inbox", ews.bob)), ews.bob)
    assert ews(removed(meeting)).codes == ["NoError"]
    return ews.bob, "inbox"


#: Element -> what brings such a message about, and says who finds it where.
MEETING_MESSAGES = {"MeetingRequest": _asked, "MeetingResponse": _answered, "MeetingCancellation": _cancelled}


# A request is also a meeting message, of which the others are kinds.
@holds("MS-OXWSSYNC", 164, 165, 166, 168, 170, 1651, 1671, 1672, 1691, 1692, 1711, 1712)
@pytest.mark.parametrize("kind", MEETING_MESSAGES)
def test_messages_about_meetings_since_the_last_time(ews: EwsOverTls, kind: str) -> None:
    before = {user: state(ews(sync_items("inbox", base="IdOnly"), user)) for user in (ews.alice, ews.bob)}
    who, where = MEETING_MESSAGES[kind](ews)
    first = ews(sync_items(where, before[who]), who)
    assert changes(first) == [("Create", kind)]
    categories = "<t:Categories><t:String>Walks</t:String></t:Categories>"
    ews(update(only(ews, where, who), change("item:Categories", categories, kind)), who)
    second = ews(sync_items(where, state(first)), who)
    assert changes(second) == [("Update", kind)]
    assert second.texts(".//t:Categories/t:String") == ["Walks"]


@holds("MS-OXWSSYNC", 37801, 37802)
@pytest.mark.parametrize("said", ["true", "false"])
def test_scripts_are_removed_where_bodies_are_shown(ews: EwsOverTls, said: str) -> None:
    body = "&lt;html&gt;&lt;body&gt;&lt;script&gt;alert(1)&lt;/script&gt;Herons&lt;/body&gt;&lt;/html&gt;"
    made(ews, message(f'<t:Body BodyType="HTML">{body}</t:Body>'), to="inbox")
    filtered = f"</t:BaseShape><t:FilterHtmlContent>{said}</t:FilterHtmlContent>"
    listed = ews(sync_items("inbox").replace("</t:BaseShape>", filtered))
    # What lists items shows no bodies.
    assert (changes(listed), listed.all(".//t:Body")) == ([("Create", "Message")], [])
    item = listed.attribute(".//t:ItemId", "Id")
    shown = ews(get(item).replace("</t:BaseShape>", filtered)).value(".//t:Body")
    assert "Herons" in shown
    assert ("alert" in shown) == (said == "false")


@holds("MS-OXWSSYNC", 37809)
def test_a_template_for_images_is_taken(ews: EwsOverTls) -> None:
    made(ews, message(), to="inbox")
    template = "</t:BaseShape><t:InlineImageUrlTemplate>cid:{id}</t:InlineImageUrlTemplate>"
    assert changes(ews(sync_items("inbox").replace("</t:BaseShape>", template))) == [("Create", "Message")]


@holds("MS-OXWSSYNC", 136, 194, 195, 1951, 1952)
@pytest.mark.parametrize("said", ["true", "false"])
def test_whether_it_was_read(ews: EwsOverTls, said: str) -> None:
    other = {"true": "false", "false": "true"}[said]
    [item] = made(ews, message(f"<t:IsRead>{other}</t:IsRead>"), to="inbox")
    before = state(ews(sync_items("inbox")))
    ews(update(item, change("message:IsRead", f"<t:IsRead>{said}</t:IsRead>")))
    answer = ews(sync_items("inbox", before))
    assert answer.texts(".//t:ReadFlagChange/t:IsRead") == [said]
    assert answer.attribute(".//t:ReadFlagChange/t:ItemId", "Id") == item


@holds("MS-OXWSSYNC", 67, 383, 388, 3891, 6701, 6702, 382, 3832)
def test_a_few_at_a_time(ews: EwsOverTls) -> None:
    items = made(ews, *[message()] * 3, to="inbox")
    first = ews(sync_items("inbox", most=2))
    assert (len(changes(first)), first.value(".//m:IncludesLastItemInRange")) == (2, "false")
    second = ews(sync_items("inbox", state(first), most=2))
    assert (len(changes(second)), second.value(".//m:IncludesLastItemInRange")) == (1, "true")
    seen = [*first.attributes(".//t:ItemId", "Id"), *second.attributes(".//t:ItemId", "Id")]
    assert sorted(seen) == sorted(items)


@holds("MS-OXWSSYNC", 385, 386, 3851, 3852, 3861, 3862)
def test_what_is_to_be_ignored(ews: EwsOverTls) -> None:
    one, two = made(ews, message(), message(), to="inbox")
    ignored = f"<m:Ignore>{item_id(one)}</m:Ignore>"
    assert ews(sync_items("inbox", more=ignored)).attributes(".//t:ItemId", "Id") == [two]


@holds("MS-OXWSSYNC", 347, 348, 37811008)
def test_associated_items_on_demand(ews: EwsOverTls) -> None:
    hidden, shown = made(ews, message("<t:IsAssociated>true</t:IsAssociated>"), message(), to="inbox")
    for scope, expected in {"NormalItems": [shown], "NormalAndAssociatedItems": [hidden, shown]}.items():
        said = f"</m:MaxChangesReturned><m:SyncScope>{scope}</m:SyncScope>"
        request = sync_items("inbox", base="IdOnly").replace("</m:MaxChangesReturned>", said)
        assert sorted(ews(request).attributes(".//t:ItemId", "Id")) == sorted(expected)


@holds("MS-OXWSSYNC", 37814, 37815)
def test_items_with_what_was_asked_for(ews: EwsOverTls) -> None:
    made(ews, message(), to="inbox")
    shape = f"<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>{uri('item:Subject')}</t:AdditionalProperties>"
    request = sync_items("inbox", base="IdOnly").replace("<t:BaseShape>IdOnly</t:BaseShape>", shape)
    assert ews(request).texts(".//t:Subject") == ["About herons"]


@holds("MS-OXWSSYNC", 37811004)
def test_a_generic_item_is_a_message(ews: EwsOverTls) -> None:
    made(ews, "<t:Item><t:Subject>Generic</t:Subject></t:Item>", to="inbox")
    assert changes(ews(sync_items("inbox"))) == [("Create", "Message")]
    assert len(ews(find("inbox")).all(".//t:Message")) == 1


@holds("MS-OXWSSYNC", 2571, 2572, 2573, 3781, 3782, 3783)
def test_each_base_shape(ews: EwsOverTls) -> None:
    made(ews, message(), to="inbox")
    requests = ((sync_folders, "Folder"), (partial(sync_items, "inbox"), "Message"))
    for request, element in requests:
        sizes = []
        for base in ("IdOnly", "Default", "AllProperties"):
            sizes.append(len(ews(request(base=base)).all(f".//t:Create/t:{element}/*")))
        assert 0 < sizes[0] < sizes[1] < sizes[2]


@holds("MS-OXWSSYNC", 3787)
def test_mime_is_not_synchronized(ews: EwsOverTls) -> None:
    said = "</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent>"
    answer = ews(sync_items("inbox").replace("</t:BaseShape>", said))
    assert answer.codes == ["ErrorInvalidPropertyForOperation"]
