"""FindItem: pages, searches, orders, and what it shows of items."""

import threading
from typing import Any

import pytest

from fakeserver.protocols.ews.service import EwsService
from fakeserver.tenant.exchange.kinds.contact import PhoneKind
from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.items.finding import (
    comparison,
    contains,
    request,
    restricted,
    shape_of,
    with_subject,
)


def test_the_newest_comes_first_and_pages_follow_each_other(ews: Ews) -> None:
    for number in range(5):
        ews.mailbox.deliver(subject=f"{number}")
    view = '<m:IndexedPageItemView MaxEntriesReturned="2" Offset="{}" BasePoint="Beginning"/>'
    subjects, offset = list[list[str]](), "0"
    for _ in range(3):
        answer = ews(request(with_subject(), view.format(offset)))
        subjects.append(answer.texts(".//t:Subject"))
        root = answer.find(".//m:RootFolder")
        offset = str(root.get("IndexedPagingOffset"))
        assert root.get("TotalItemsInView") == "5"
    assert subjects == [["4", "3"], ["2", "1"], ["0"]]
    assert root.get("IncludesLastItemInRange") == "true"


def test_an_empty_folder_has_an_empty_list(ews: Ews) -> None:
    answer = ews(request())
    assert len(answer.find(".//t:Items")) == 0


def test_each_parent_has_its_message(ews: Ews) -> None:
    parents = '<t:DistinguishedFolderId Id="inbox"/><t:DistinguishedFolderId Id="archiveroot"/>' * 2
    answer = ews(request(parents=parents))
    assert answer.codes == ["NoError", "ErrorFolderNotFound"] * 2


def test_less_is_shown_than_by_get_item(filled: Any) -> None:
    filled.mailbox.deliver(subject="x" * 300, sender="Carol <carol@example.com>", attachments=[("a.txt", b"x")])
    answer = filled(request("<t:BaseShape>AllProperties</t:BaseShape>"))
    first = answer.find(".//t:Message")
    assert [len(text) for text in answer.texts(".//t:Message[1]/t:Subject")] == [255]
    assert answer.texts(".//t:Message[1]/t:From/t:Mailbox/*") == ["Carol"]
    names = {str(child.tag).rpartition("}")[2] for child in first}
    assert not names & {"Body", "ToRecipients", "Attachments", "InternetMessageHeaders", "MimeContent"}


ALL, ALPHA, BETA, NONE = ["", "beta", "Alpha"], ["Alpha"], ["beta"], list[str]()


@pytest.mark.parametrize(
    ("term", "subjects"),
    [
        (comparison("IsEqualTo", "item:Subject", "Alpha"), ALPHA),
        (comparison("IsEqualTo", "item:Subject", "alpha"), NONE),
        (comparison("IsNotEqualTo", "item:Subject", "Alpha"), BETA),
        (comparison("IsEqualTo", "item:Categories", "BLUE"), ALPHA),
        (comparison("IsEqualTo", "message:IsRead", "1"), ALPHA),
        (comparison("IsEqualTo", "message:IsRead", "false"), ["", "beta"]),
        (comparison("IsEqualTo", "item:Importance", "High"), BETA),
        (comparison("IsEqualTo", "item:ReminderIsSet", "false"), ["", "beta", "Alpha"]),
        (comparison("IsGreaterThan", "item:DateTimeReceived", "2026-01-02T01:00:00+01:00"), [""]),
        (comparison("IsGreaterThanOrEqualTo", "item:DateTimeReceived", "2026-01-02T00:00:00Z"), ["", "beta"]),
        (comparison("IsLessThan", "item:DateTimeReceived", "2026-01-02T00:00:00Z"), ALPHA),
        (comparison("IsLessThanOrEqualTo", "item:Size", "0"), NONE),
        (comparison("IsEqualTo", "message:From", "carol@example.com"), BETA),
        (contains("item:Subject", "ALP"), ALPHA),
        (contains("item:Subject", "ALP", comparison="Exact"), NONE),
        (contains("item:Subject", "Alp", "Prefixed", "Exact"), ALPHA),
        (contains("item:Subject", "lpha", "Prefixed"), NONE),
        (contains("item:Subject", "ALPHA", "FullString"), ALPHA),
        (contains("item:Body", "two"), ALPHA),
        (contains("item:Body", "tw", "PrefixOnWords"), ALPHA),
        (contains("item:Body", "one t", "PrefixOnWords"), ALPHA),
        (contains("item:Body", "THREE"), [""]),
        (contains("item:Body", "thr\u00e9\u00e8", comparison="Loose"), [""]),
        ('<t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists>', ["beta", "Alpha"]),
        ('<t:Not><t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists></t:Not>', [""]),
        (f"<t:Not>{comparison('IsEqualTo', 'item:Subject', 'Alpha')}</t:Not>", ["", "beta"]),
        (
            f"<t:Or>{comparison('IsEqualTo', 'item:Subject', 'Alpha')}{contains('item:Subject', 'BET')}</t:Or>",
            ["beta", "Alpha"],
        ),
        (
            f"<t:And>{comparison('IsEqualTo', 'item:Subject', 'Alpha')}{contains('item:Subject', 'BET')}</t:And>",
            NONE,
        ),
        (
            '<t:Excludes><t:ExtendedFieldURI PropertyTag="0x0E07" PropertyType="Integer"/><t:Bitmask Value="0x1"/>'
            "</t:Excludes>",
            ["", "beta"],
        ),
        (
            '<t:IsEqualTo><t:FieldURI FieldURI="item:DateTimeCreated"/><t:FieldURIOrConstant>'
            '<t:FieldURI FieldURI="item:LastModifiedTime"/></t:FieldURIOrConstant></t:IsEqualTo>',
            ALL,
        ),
    ],
)
def test_a_restriction_finds(filled: Any, term: str, subjects: list[str]) -> None:
    answer = filled(restricted(term))
    assert answer.codes == ["NoError"]
    assert [message.findtext("t:Subject", "", {"t": message.nsmap["t"]}) for message in answer.all(".//t:Message")] == (
        subjects
    )


@pytest.mark.parametrize(
    ("orders", "subjects"),
    [
        ([("item:Subject", "Ascending")], ["", "Alpha", "beta"]),
        ([("item:Subject", "Descending")], ["beta", "Alpha", ""]),
        ([("item:DateTimeReceived", "Ascending")], ["Alpha", "beta", ""]),
        ([("item:Importance", "Ascending"), ("item:DateTimeReceived", "Descending")], ["", "Alpha", "beta"]),
        ([("message:From", "Descending"), ("item:Subject", "Descending")], ["beta", "Alpha", ""]),
    ],
)
def test_an_order_by_one_or_several(filled: Any, orders: list[tuple[str, str]], subjects: list[str]) -> None:
    fields = "".join(
        f'<t:FieldOrder Order="{way}"><t:FieldURI FieldURI="{uri}"/></t:FieldOrder>' for uri, way in orders
    )
    answer = filled(request(with_subject(), f"<m:SortOrder>{fields}</m:SortOrder>"))
    found = [message.findtext("t:Subject", "", {"t": message.nsmap["t"]}) for message in answer.all(".//t:Message")]
    assert found == subjects


BY_SUBJECT = (
    '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></t:FieldOrder></m:SortOrder>'
)


UNSORTABLE = '<t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Body"/></t:FieldOrder>'
WRONG_ORDER = '<t:FieldOrder Order="Up"><t:FieldURI FieldURI="{}"/></t:FieldOrder>'


@pytest.mark.parametrize(
    ("asked", "orders"),
    [
        (["item:Subject"], UNSORTABLE + WRONG_ORDER.format("item:Subject")),
        (["item:Subject"], WRONG_ORDER.format("item:Body")),
        (["item:Attachments"], WRONG_ORDER.format("item:Subject")),
        (["folder:DisplayName", "item:Nonsense"], ""),
    ],
)
def test_what_the_schema_does_not_have_comes_before_what_cannot_be_found_or_sorted(
    filled: Any, asked: list[str], orders: str
) -> None:
    order = f"<m:SortOrder>{orders}</m:SortOrder>" if orders else ""
    answer = filled(request(shape_of(*asked), order))
    assert answer.value(".//faultcode") in ("a:ErrorSchemaValidation", "a:ErrorInvalidRequest")


@pytest.mark.parametrize("extra", ["", BY_SUBJECT, f"<m:Restriction>{contains('item:Subject', 'a')}</m:Restriction>"])
def test_associated_items_are_seen_by_their_own_traversal(filled: Any, extra: str) -> None:
    before = filled(request(extra=extra)).attributes(".//t:ItemId", "Id")
    inbox = filled.mailbox.folders.distinguished("inbox")
    view = filled.mailbox.items.add(inbox, "IPM.Configuration.x", {"is_associated": True, "subject": "a view"})
    assert filled(request(extra=extra, traversal="Associated")).attributes(".//t:ItemId", "Id") == [view.item_id]
    shallow = filled(request(extra=extra))
    assert shallow.attributes(".//t:ItemId", "Id") == before
    assert shallow.find(".//m:RootFolder").get("TotalItemsInView") == str(len(before))
    filled.mailbox.items.move([view], filled.mailbox.folders.distinguished("archive"))
    assert filled(request(extra=extra, traversal="Associated")).all(".//t:ItemId") == []


@pytest.mark.parametrize(("sought", "count"), [("views", 1), ("Alpha", 0)])
def test_associated_items_are_searched_by_themselves(filled: Any, sought: str, count: int) -> None:
    inbox = filled.mailbox.folders.distinguished("inbox")
    for subject in ("views", "rules"):
        filled.mailbox.items.add(inbox, "IPM.Configuration.x", {"is_associated": True, "subject": subject})
    restriction = f"<m:Restriction>{contains('item:Subject', sought)}</m:Restriction>"
    assert len(filled(request(extra=restriction, traversal="Associated")).all(".//t:ItemId")) == count


def test_a_soft_deleted_traversal_finds_what_is_recoverable_and_nothing_in_other_folders(filled: Any) -> None:
    item = filled.mailbox.messages()[0]
    deleting = (
        f'<m:DeleteItem DeleteType="SoftDelete"><m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds></m:DeleteItem>'
    )
    assert filled(deleting).codes == ["NoError"]
    answer = filled(request(traversal="SoftDeleted"))
    assert answer.all(".//t:ItemId") == []
    assert answer.find(".//m:RootFolder").get("TotalItemsInView") == "0"
    assert "recoverableitemsdeletions" in filled.tenant.journal.entries[-1].answered
    deletions = '<t:DistinguishedFolderId Id="recoverableitemsdeletions"/>'
    for traversal in ("Shallow", "SoftDeleted"):
        found = filled(request(parents=deletions, traversal=traversal))
        assert found.attributes(".//t:ItemId", "Id") == [item.item_id]
    restriction = f"<m:Restriction>{contains('item:Subject', item.subject[:1])}</m:Restriction>"
    assert len(filled(request(extra=restriction, parents=deletions)).all(".//t:ItemId")) == 1
    assert filled(request(extra=restriction, parents=deletions, traversal="SoftDeleted")).all(".//t:ItemId") == []


def test_a_header_field_that_only_some_have(filled: Any) -> None:
    path = '<t:IndexedFieldURI FieldURI="item:InternetMessageHeader" FieldIndex="X-Ticket"/>'
    found = filled.mailbox.deliver(b"Subject: with\r\nX-Ticket: 4711\r\n\r\nx")
    term = f'<t:IsEqualTo>{path}<t:FieldURIOrConstant><t:Constant Value="4711"/></t:FieldURIOrConstant></t:IsEqualTo>'
    assert filled(restricted(term)).attributes(".//t:ItemId", "Id") == [found.item_id]


def test_an_entry_of_a_contact(filled: Any) -> None:
    contacts = filled.mailbox.folders.distinguished("contacts")
    numbers = {PhoneKind.MOBILE: "+45 1", PhoneKind.HOME: "+45 2"}
    made = filled.mailbox.items.add(contacts, "IPM.Contact", {"phone_numbers": numbers})
    filled.mailbox.items.add(contacts, "IPM.Contact", {"phone_numbers": {PhoneKind.HOME: "+45 1"}})
    path = '<t:IndexedFieldURI FieldURI="contacts:PhoneNumber" FieldIndex="MobilePhone"/>'
    term = f'<t:IsEqualTo>{path}<t:FieldURIOrConstant><t:Constant Value="+45 1"/></t:FieldURIOrConstant></t:IsEqualTo>'
    asked = request(extra=f"<m:Restriction>{term}</m:Restriction>", parents='<t:DistinguishedFolderId Id="contacts"/>')
    assert filled(asked).attributes(".//t:ItemId", "Id") == [made.item_id]


SEARCHED = f"<m:Restriction>{contains('item:Subject', 'number')}</m:Restriction>"


@pytest.mark.parametrize(
    ("extra", "traversal"),
    [(SEARCHED, "Shallow"), (BY_SUBJECT, "Shallow"), (SEARCHED + BY_SUBJECT, "Shallow"), ("", "Associated")],
)
def test_a_large_folder_is_searched_and_sorted_in_steps(
    ews: Ews, monkeypatch: pytest.MonkeyPatch, extra: str, traversal: str
) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    monkeypatch.setattr("fakeserver.steps._RUN", 50)
    inbox = ews.mailbox.folders.distinguished("inbox")
    for number in range(300):
        properties = {"subject": f"number {number}", "is_associated": traversal == "Associated"}
        ews.mailbox.items.add(inbox, "IPM.Note", properties)
    view = '<m:IndexedPageItemView MaxEntriesReturned="1" Offset="0" BasePoint="{}"/>'

    def asked(base_point: str) -> str:
        return request(extra=view.format(base_point) + extra, traversal=traversal)

    steps: list[int] = []
    ews.in_steps(asked("Beginning"), steps.append)
    assert len(steps) > 8
    first, last = (ews(asked(base_point)).attribute(".//t:ItemId", "Id") for base_point in ("Beginning", "End"))
    # One that has kept no order, so that the next request sorts again.
    ews.service = EwsService(ews.cloud)

    def leave() -> None:
        with ews.tenant.lock:
            ews.mailbox.items.delete([ews.mailbox.items.by_id(first)])
            ews.mailbox.items.move([ews.mailbox.items.by_id(last)], ews.mailbox.folders.distinguished("archive"))

    def between(taken: int) -> None:
        if taken == len(steps) // 2:
            other = threading.Thread(target=leave)
            other.start()
            other.join(60)
            assert not other.is_alive(), "the tenant's lock was held"

    answer = ews.in_steps(asked("Beginning"), between)
    assert answer.find(".//m:RootFolder").get("TotalItemsInView") == "298"
    (found,) = answer.attributes(".//t:ItemId", "Id")
    assert found in {item.item_id for item in inbox.items.values()}
    # What is asked for next has the folder as it is then.
    again = ews(asked("Beginning"))
    assert again.find(".//m:RootFolder").get("TotalItemsInView") == "298"
    assert again.attributes(".//t:ItemId", "Id") == [found]


@pytest.mark.parametrize(("value", "subjects"), [("true", ["mine"]), ("false", ["beta", "Alpha", ""])])
def test_what_is_from_oneself(filled: Any, value: str, subjects: list[str]) -> None:
    filled.mailbox.deliver(subject="mine", sender=filled.alice.address)
    answer = filled(restricted(comparison("IsEqualTo", "item:IsFromMe", value)))
    found = [message.findtext("t:Subject", "", {"t": message.nsmap["t"]}) for message in answer.all(".//t:Message")]
    assert sorted(found) == sorted(subjects)


def test_choices_are_compared_by_their_order(filled: Any) -> None:
    answer = filled(restricted(comparison("IsGreaterThan", "item:Importance", "Normal")))
    assert answer.texts(".//t:Subject") == ["beta"]
