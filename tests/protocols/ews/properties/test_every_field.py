"""Every FieldURI of items, messages, posts, tasks and conversations: asked for, set, searched, sorted by, deleted.

Which can be set, and only on creation: the flags in the schemas of Microsoft's EWS Managed API.
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

import pytest
from lxml import etree

from tests.protocols.ews.client import Answer, Ews, schema_folder
from tests.protocols.ews.requirements.asking import change, create, find, get, made, update, uri
from tests.world import World

XS = "{http://www.w3.org/2001/XMLSchema}"
#: What a FieldURI begins with -> the element of the items asked about, its type, and where they are.
KINDS = {
    "item": ("Message", "MessageType", "inbox"),
    "message": ("Message", "MessageType", "inbox"),
    "postitem": ("PostItem", "PostItemType", "inbox"),
    "task": ("Task", "TaskType", "tasks"),
}
CAROL = "<t:Mailbox><t:Name>C</t:Name><t:EmailAddress>c@x.example</t:EmailAddress></t:Mailbox>"
TIME = "2030-05-06T00:00:00Z"
TAG = "00062004-0000-0000-c000-000000000046"
#: What else stands in the start tag of a property's element.
ATTRIBUTES = {"Body": 'BodyType="Text"', "ArchiveTag": 'IsExplicit="true"', "PolicyTag": 'IsExplicit="true"'}
WORDS = "<t:String>one</t:String>"
RECURRENCE = (
    "<t:DailyRecurrence><t:Interval>2</t:Interval></t:DailyRecurrence>"
    "<t:NoEndRecurrence><t:StartDate>2030-05-06Z</t:StartDate></t:NoEndRecurrence>"
)
#: FieldURI -> what is in its element, and the constant by which the item is found; None: it cannot be searched.
SETTABLE: dict[str, tuple[str, str | None]] = {
    "item:ItemClass": ("IPM.Note.Form", "IPM.Note.Form"),
    "item:Subject": ("Coots", "Coots"),
    "item:Sensitivity": ("Private", "Private"),
    "item:Body": ("seen", None),
    "item:Categories": (WORDS, "one"),
    "item:Importance": ("High", "High"),
    "item:InReplyTo": ("&lt;0@x&gt;", "&lt;0@x&gt;"),
    "item:ReminderDueBy": (TIME, TIME),
    "item:ReminderIsSet": ("true", "true"),
    "item:ReminderNextTime": (TIME, TIME),
    "item:ReminderMinutesBeforeStart": ("7", "7"),
    "item:Culture": ("en-GB", "en-GB"),
    "item:Flag": ("<t:FlagStatus>Flagged</t:FlagStatus>", None),
    "item:RetentionDate": (TIME, TIME),
    "item:ArchiveTag": (TAG, None),
    "item:PolicyTag": (TAG, None),
    "item:Mentions": (CAROL, None),
    "message:ToRecipients": (CAROL, None),
    "message:CcRecipients": (CAROL, None),
    "message:BccRecipients": (CAROL, None),
    "message:ReplyTo": (CAROL, None),
    "message:IsReadReceiptRequested": ("true", "true"),
    "message:IsDeliveryReceiptRequested": ("true", "true"),
    "message:From": (CAROL, None),
    "message:IsRead": ("false", "false"),
    "message:IsResponseRequested": ("true", "true"),
    "message:References": ("&lt;0@x&gt;", "&lt;0@x&gt;"),
    "task:ActualWork": ("5", "5"),
    "task:BillingInformation": ("free", "free"),
    "task:Companies": (WORDS, "one"),
    "task:CompleteDate": ("2020-05-06T00:00:00Z", "2020-05-06T00:00:00Z"),
    "task:Contacts": (WORDS, "one"),
    "task:DueDate": (TIME, TIME),
    "task:Mileage": ("5", "5"),
    "task:PercentComplete": ("40", "40"),
    "task:Recurrence": (RECURRENCE, None),
    "task:StartDate": (TIME, TIME),
    "task:Status": ("Deferred", "Deferred"),
    "task:TotalWork": ("5", "5"),
}
#: Those that only a new item may be given.
ONCE = {
    "item:IsAssociated": "true",
    "message:Sender": CAROL,
    "message:InternetMessageId": "&lt;1@x&gt;",
}
#: Those that are set and cannot be deleted.
LASTING = frozenset(
    "item:ItemClass item:Sensitivity item:Importance item:ReminderDueBy item:ReminderIsSet "
    "item:ReminderMinutesBeforeStart message:IsRead task:PercentComplete task:Status".split()
)
#: Taken, and read back as something else: `test_mime_replaces_all`.
MIME = "item:MimeContent"
#: Taken in a new item without an effect: `requirements/test_refused_properties.py`.
IGNORED = "item:StoreEntryId"
#: FieldURIs of the schema that its items have no element for.
WITHOUT_ELEMENT = ("item:FirstBody", "item:MimeContentUTF8")
#: Made by CreateAttachment.
ATTACHMENTS = "item:Attachments"


@cache
def known(*kinds: str) -> list[str]:
    """Return the FieldURIs of the schema that begin with these."""
    path = schema_folder() / "types.xsd"
    if not path.exists():
        return []
    values = etree.parse(str(path)).iterfind(f".//{XS}simpleType[@name='UnindexedFieldURIType']//{XS}enumeration")
    return [name for value in values if (name := str(value.get("value"))).startswith(tuple(f"{k}:" for k in kinds))]


def all_but(names: Iterable[str], left_out: Collection[str]) -> list[Any]:
    """Return names as parameters; without the schema there is none, and the test is skipped."""
    absent = pytest.mark.skip("Microsoft's EWS schema is not beside the checkout; set EWS_SCHEMA to its ews.xsd")
    return [name for name in names if name not in left_out] or [pytest.param("", marks=absent)]


@pytest.fixture(scope="module")
def ews() -> Ews:
    """One service for all of them: each has an item of its own."""
    return Ews(World.of("alice", "bob"))


def kind_of(name: str) -> tuple[str, str]:
    element, _, folder = KINDS[name.partition(":")[0]]
    return element, folder


def new(ews: Ews, name: str, inside: str = "") -> str:
    """Create an item that has a property; return its id."""
    element, folder = kind_of(name)
    return made(ews, f"<t:{element}>{inside}</t:{element}>", to=folder)[0]


def written(name: str, inside: str) -> str:
    """Return the element of a property."""
    element = name.partition(":")[2]
    return f"<t:{element} {ATTRIBUTES.get(element, '')}>{inside}</t:{element}>"


def shown(ews: Ews, item: str, name: str) -> str:
    """Return what an item has in the element of a property, in canonical form; empty where it has none."""
    found = ews(get(item, base="IdOnly", more=uri(name))).all(f".//t:{name.partition(':')[2]}")
    return "".join(canonical(each) for each in found)


def canonical(node: etree._Element) -> str:
    inside = "".join(canonical(child) for child in node)
    return f"<{etree.QName(node).localname}>{inside or node.text or ''}</>"


def asked_of(ews: Ews, name: str, inside: str) -> Answer:
    """Search the folder where items have a property."""
    _, folder = kind_of(name)
    return ews(find(folder, base="IdOnly").replace("<m:ParentFolderIds>", f"{inside}<m:ParentFolderIds>"))


def equal_to(name: str, constant: str) -> str:
    return (
        f"<m:Restriction><t:IsEqualTo>{uri(name)}<t:FieldURIOrConstant>"
        f'<t:Constant Value="{constant}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>'
    )


def exists(name: str) -> str:
    return f"<m:Restriction><t:Exists>{uri(name)}</t:Exists></m:Restriction>"


def sorted_by(name: str) -> str:
    return f'<m:SortOrder><t:FieldOrder Order="Ascending">{uri(name)}</t:FieldOrder></m:SortOrder>'


@pytest.mark.parametrize("name", SETTABLE)
def test_what_is_set_is_shown_found_and_deleted(ews: Ews, name: str) -> None:
    (inside, constant), (element, _) = SETTABLE[name], kind_of(name)
    item, other = new(ews, name), new(ews, name, written(name, inside))
    before = shown(ews, item, name)
    assert ews(update(item, change(name, written(name, inside), element))).codes == ["NoError"]
    after = shown(ews, item, name)
    # Set later or at once is the same.
    assert after == shown(ews, other, name) != before
    if constant is not None:
        found = asked_of(ews, name, equal_to(name, constant))
        assert {item, other} <= set(found.attributes(".//t:ItemId", "Id"))
        assert {*asked_of(ews, name, sorted_by(name)).codes} <= {"NoError", "ErrorUnsupportedPathForSortGroup"}
    gone = ews(update(item, f"<t:DeleteItemField>{uri(name)}</t:DeleteItemField>"))
    assert gone.codes == ["ErrorInvalidPropertyDelete" if name in LASTING else "NoError"]
    assert shown(ews, item, name) == (after if name in LASTING else before)


@pytest.mark.parametrize("name", ONCE)
def test_what_is_set_once(ews: Ews, name: str) -> None:
    element, _ = kind_of(name)
    item = new(ews, name, written(name, ONCE[name]))
    before = shown(ews, item, name)
    assert canonical(etree.fromstring(f'<x xmlns:t="t">{written(name, ONCE[name])}</x>')[0])[:20] in before
    assert ews(update(item, change(name, written(name, ONCE[name]), element))).codes == ["ErrorInvalidPropertySet"]
    assert ews(update(item, f"<t:DeleteItemField>{uri(name)}</t:DeleteItemField>")).codes == [
        "ErrorInvalidPropertyDelete"
    ]
    assert shown(ews, item, name) == before


@cache
def _types() -> dict[str, etree._Element]:
    root = etree.parse(str(schema_folder() / "types.xsd")).getroot()
    return {str(node.get("name")): node for node in root.iterfind(f"{XS}complexType")}


def sample(name: str) -> str:
    """Return an element of a property that the schema accepts, as far as its type is simple."""
    simple = {"boolean": "true", "dateTime": TIME, "int": "1", "base64Binary": "eA==", "string": "x"}
    prefix, _, element = name.partition(":")
    for kind in (KINDS[prefix][1], "ItemType"):
        for node in _types()[kind].iter(f"{XS}element"):
            if node.get("name") == element:
                return written(name, simple.get(str(node.get("type")).partition(":")[2], ""))
    raise AssertionError(f"the schema has no element for {name}")


@pytest.mark.parametrize("name", all_but(known(*KINDS), {*SETTABLE, *ONCE, MIME, ATTACHMENTS, *WITHOUT_ELEMENT}))
def test_what_cannot_be_set(ews: Ews, name: str) -> None:
    (element, _), given = kind_of(name), sample(name)
    codes = ews(create(f"<t:{element}>{given}</t:{element}>", to=kind_of(name)[1])).codes
    assert codes == ["NoError" if name == IGNORED else "ErrorInvalidPropertySet"]
    item = new(ews, name)
    assert ews(update(item, change(name, given, element))).codes == ["ErrorInvalidPropertySet"]
    gone = ews(update(item, f"<t:DeleteItemField>{uri(name)}</t:DeleteItemField>"))
    assert gone.codes == ["ErrorInvalidPropertyDelete"]


@pytest.mark.parametrize("name", all_but(known(*KINDS), WITHOUT_ELEMENT))
def test_asked_for_searched_and_sorted_by(ews: Ews, name: str) -> None:
    assert ews(get(new(ews, name), base="IdOnly", more=uri(name))).codes == ["NoError"]
    _, folder = kind_of(name)
    found = ews(find(folder, base="IdOnly", more=uri(name))).codes
    assert found == ["ErrorInvalidPropertyForOperation" if name in NOT_FOUND else "NoError"]
    searched, ordered = (asked_of(ews, name, part(name)).codes[0] for part in (exists, sorted_by))
    calculated = name in CALCULATED
    assert (searched == "ErrorUnsupportedPathForQuery") == calculated, searched
    assert (ordered == "ErrorUnsupportedPathForSortGroup") == (calculated or name in UNSORTED), ordered
    assert (searched == "ErrorInvalidPropertyForExists") == (name in FLAGS), searched


#: FindItem has no such property. Source: exchangelib's and Microsoft's lists of what FindItem returns.
NOT_FOUND = frozenset(
    "item:MimeContent item:MimeContentUTF8 item:Attachments item:InternetMessageHeaders item:ResponseObjects "
    "item:UniqueBody item:NormalizedBody item:TextBody message:ToRecipients message:CcRecipients "
    "message:BccRecipients message:ReplyTo task:Recurrence".split()
)
#: Bits of the message flags: every item has them, and nothing is sorted by one.
FLAGS = frozenset("item:IsDraft item:IsFromMe item:IsResend item:IsSubmitted item:IsUnmodified message:IsRead".split())
#: Searched, and not sorted by.
UNSORTED = FLAGS | frozenset(
    "item:Body message:ToRecipients message:CcRecipients message:BccRecipients message:ReplyTo".split()
)
#: Worked out for each answer, or with elements of their own.
CALCULATED = frozenset(
    "item:ItemId item:ParentFolderId item:MimeContent item:MimeContentUTF8 item:Attachments "
    "item:InternetMessageHeaders item:ResponseObjects item:EffectiveRights item:LastModifiedName item:UniqueBody "
    "item:Flag item:StoreEntryId item:InstanceKey item:NormalizedBody item:EntityExtractionResult item:Preview "
    "item:PredictedActionReasons item:RightsManagementLicenseData item:BlockStatus item:HasBlockedImages "
    "item:WebClientReadFormQueryString item:WebClientEditFormQueryString item:TextBody item:Mentions "
    "item:MentionsPreview item:MentionsEx item:AppliedHashtags item:AppliedHashtagsPreview item:Likes "
    "item:LikesPreview message:ApprovalRequestData message:VotingInformation message:ReminderMessageData "
    "message:MessageSafety task:Recurrence".split()
)


@pytest.mark.parametrize("name", all_but(known("conversation"), ()))
def test_conversations_have_no_items_of_their_own(ews: Ews, name: str) -> None:
    item = new(ews, "item:Subject")
    assert ews(get(item, base="IdOnly", more=uri(name))).codes == ["ErrorInvalidPropertyRequest"]
    gone = ews(update(item, f"<t:DeleteItemField>{uri(name)}</t:DeleteItemField>"))
    assert gone.codes == ["ErrorInvalidPropertyRequest"]
    assert asked_of(ews, "item:Subject", exists(name)).codes == ["ErrorUnsupportedPathForQuery"]
    assert asked_of(ews, "item:Subject", sorted_by(name)).codes == ["ErrorUnsupportedPathForSortGroup"]


def test_mime_replaces_all(ews: Ews) -> None:
    item = new(ews, MIME)
    assert ews(update(item, change(MIME, written(MIME, "U3ViamVjdDogeAoKeQo=")))).codes == ["NoError"]
    assert shown(ews, item, "item:Subject") == "<Subject>x</>"
