"""What operations declare that they read, against Microsoft's schema, and what they answer to words that are none."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from fakeserver.protocols.ews.registry import performed
from fakeserver.protocols.ews.soap.complex_types import ANY, ComplexType
from fakeserver.protocols.ews.soap.envelope import request_element
from fakeserver.protocols.ews.soap.names import MESSAGES, SOAP, TYPES, XML_LANG, XSI_NIL
from fakeserver.protocols.ews.soap.versions import VERSIONS
from tests.protocols.ews.client import Ews, envelope, schema_folder
from tests.protocols.ews.operations.example_requests import REQUESTS
from tests.world import World

XS = "{http://www.w3.org/2001/XMLSchema}"
OPERATIONS = sorted(performed())
#: What Exchange Online has and this schema lacks.
NEWER = {f"{{{TYPES}}}{name}" for name in ("ProposeNewTime", "AddItemToMyCalendar", "MimeContentUTF8")}
#: What the documentation has of answers, and their type in the schema lacks.
OF_DELEGATES = {f"{{{TYPES}}}ReceivedBy", f"{{{TYPES}}}ReceivedRepresenting"}
#: What exchangelib writes against the schema and Exchange Online takes, by the end of the path to its parent.
CLIENTS_OWN = {
    **dict.fromkeys(("ReplyToItem", "ReplyAllToItem", "ForwardItem", "CancelCalendarItem"), OF_DELEGATES),
    "Permission": {f"{{{TYPES}}}CanCreateSubfolders", f"{{{TYPES}}}CalendarPermissionLevel"},
    "CalendarPermission": {f"{{{TYPES}}}CanCreateSubfolders", f"{{{TYPES}}}PermissionLevel"},
    "ServerReplyWithMessage": {f"{{{TYPES}}}ItemId"},
    "FindPeople": {"@Traversal"},
    "PullSubscriptionRequest": {f"{{{MESSAGES}}}Watermark"},
    "PushSubscriptionRequest": {f"{{{MESSAGES}}}Watermark"},
}


@cache
def documents() -> dict[str, etree._ElementTree]:
    folder = schema_folder()
    if not (folder / "messages.xsd").exists():
        pytest.skip("Microsoft's EWS schema is not beside the checkout; set EWS_SCHEMA to its ews.xsd")
    return {MESSAGES: etree.parse(folder / "messages.xsd"), TYPES: etree.parse(folder / "types.xsd")}


@cache
def named(kind: str, name: str) -> tuple[str, etree._Element] | None:
    """Return a global declaration with the namespace that its elements are in."""
    for namespace, document in documents().items():
        found = document.find(f"{XS}{kind}[@name='{name}']")
        if found is not None:
            return namespace, found
    return None


def members(type_name: str) -> dict[str, str]:
    """Return what a complex type holds: elements by lxml's names with the names of their types, attributes by ``@``."""
    declared = named("complexType", type_name)
    if declared is None:
        return {}
    namespace, node = declared
    found: dict[str, str] = {}
    extension = node.find(f"{XS}complexContent/{XS}extension")
    if extension is not None:
        found |= members(str(extension.get("base")).rpartition(":")[2])
    for one in node.iter(f"{XS}attribute"):
        if one.get("use") != "prohibited":
            # The only one that is another schema's is xml:lang.
            found[f"@{one.get('name') or XML_LANG}"] = str(one.get("type")).rpartition(":")[2]
    for one in node.iter(f"{XS}element"):
        reference = str(one.get("ref", "")).rpartition(":")[2]
        where, target = (named("element", reference) or (namespace, one)) if reference else (namespace, one)
        found[f"{{{where}}}{target.get('name')}"] = str(target.get("type")).rpartition(":")[2]
    return found


def known_names(kind: ComplexType) -> set[str]:
    """Return all names that a type knows, performed or not."""
    return {f"@{name}" for name in kind.attributes - {XSI_NIL}} | set(kind.elements) | kind.not_performed


def differences(kind: ComplexType, type_name: str, path: str, seen: set[tuple[int, str]]) -> Iterator[str]:
    if kind is ANY or kind.text or (id(kind), type_name) in seen:
        return
    seen.add((id(kind), type_name))
    known = known_names(kind) - CLIENTS_OWN.get(path.rpartition("/")[2], set())
    declared = members(type_name)
    yield from (f"{path}: {name} is not in the schema" for name in known - set(declared) - NEWER)
    yield from (f"{path}: {name} is not declared" for name in set(declared) - known_names(kind))
    for name, inner in kind.elements.items():
        yield from differences(inner, declared.get(name, ""), f"{path}/{name.rpartition('}')[2]}", seen)


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_declares_what_the_schema_has(name: str) -> None:
    declared = named("element", request_element(name))
    assert declared is not None
    type_name = str(declared[1].get("type")).rpartition(":")[2]
    assert list(differences(performed()[name].request, type_name, name, set())) == []


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_says_since_when_it_is(name: str) -> None:
    assert performed()[name].since in VERSIONS


# --- requests --------------------------------------------------------------------------------------------------------


def test_there_is_a_request_of_each_operation(ews_schema: Callable[[], etree.XMLSchema]) -> None:
    assert sorted(REQUESTS) == OPERATIONS
    for text in REQUESTS.values():
        assert ews_schema().validate(etree.fromstring(envelope(text))[-1][0]), ews_schema().error_log


@pytest.mark.parametrize("name", OPERATIONS)
def test_none_of_them_is_a_schema_fault(ews: Ews, name: str) -> None:
    ews.alice.photo = b"x"
    answer = ews(REQUESTS[name])
    assert answer.status == 200, answer.text


#: Attributes with a type that has other values than any text, and elements likewise: where, type in the schema.
VALUES = [
    ("FindItem", "@Traversal", "ItemQueryTraversalType"),
    ("FindItem", "t:BodyType", "BodyTypeResponseType"),
    ("FindItem", "t:FilterHtmlContent", "boolean"),
    ("FindItem", "m:IndexedPageItemView/@MaxEntriesReturned", "int"),
    ("FindItem", "m:IndexedPageItemView/@Offset", "int"),
    ("FindItem", "m:IndexedPageItemView/@BasePoint", "IndexBasePointType"),
    ("FindItem", "t:Contains/@ContainmentMode", "ContainmentModeType"),
    ("FindItem", "t:Contains/@ContainmentComparison", "ContainmentComparisonType"),
    ("FindItem", "t:DistinguishedFolderId/@Id", "DistinguishedFolderIdNameType"),
    ("FindItem", "t:AdditionalProperties/t:FieldURI/@FieldURI", "UnindexedFieldURIType"),
    ("FindFolder", "@Traversal", "FolderQueryTraversalType"),
    ("FindFolder", "m:IndexedPageFolderView/@BasePoint", "IndexBasePointType"),
    ("CreateItem", "@MessageDisposition", "MessageDispositionType"),
    ("CreateItem", "@SendMeetingInvitations", "CalendarItemCreateOrDeleteOperationType"),
    ("CreateItem", "t:Body/@BodyType", "BodyTypeType"),
    ("UpdateItem", "@ConflictResolution", "ConflictResolutionType"),
    ("UpdateItem", "@MessageDisposition", "MessageDispositionType"),
    ("UpdateItem", "@SendMeetingInvitationsOrCancellations", "CalendarItemUpdateOperationType"),
    ("UpdateItem", "@SuppressReadReceipts", "boolean"),
    ("DeleteItem", "@DeleteType", "DisposalType"),
    ("DeleteItem", "@SendMeetingCancellations", "CalendarItemCreateOrDeleteOperationType"),
    ("DeleteItem", "@AffectedTaskOccurrences", "AffectedTaskOccurrencesType"),
    ("DeleteItem", "@SuppressReadReceipts", "boolean"),
    ("DeleteFolder", "@DeleteType", "DisposalType"),
    ("EmptyFolder", "@DeleteType", "DisposalType"),
    ("EmptyFolder", "@DeleteSubFolders", "boolean"),
    ("Subscribe", "m:PullSubscriptionRequest/@SubscribeToAllFolders", "boolean"),
    ("Subscribe", "t:EventType", "NotificationEventTypeType"),
    ("Subscribe", "t:Timeout", "int"),
    ("GetStreamingEvents", "m:ConnectionTimeout", "int"),
    ("MoveItem", "m:ReturnNewItemIds", "boolean"),
    ("CopyItem", "m:ReturnNewItemIds", "boolean"),
    ("SendItem", "@SaveItemToFolder", "boolean"),
    ("SyncFolderItems", "m:MaxChangesReturned", "int"),
    ("SyncFolderItems", "m:SyncScope", "SyncFolderItemsScopeType"),
    ("CreateAttachment", "t:Content", "base64Binary"),
    ("ConvertId", "@DestinationFormat", "IdFormatType"),
    ("ConvertId", "t:AlternateId/@Format", "IdFormatType"),
    ("ResolveNames", "@ReturnFullContactData", "boolean"),
    ("ResolveNames", "@SearchScope", "ResolveNamesSearchScopeType"),
    ("GetDelegate", "@IncludePermissions", "boolean"),
    ("AddDelegate", "m:DeliverMeetingRequests", "DeliverMeetingRequestsType"),
]  # fmt: skip

REASONS = {
    "boolean": "The string 'Burn!' is not a valid Boolean value.",
    "int": "The string 'Burn!' is not a valid Int32 value.",
    "base64Binary": "The input is not a valid Base-64 string.",
}


def with_value(request: str, where: str, value: str) -> bytes:
    """Return a request with a value put where a path says."""
    root = etree.fromstring(envelope(request))
    path, _, attribute = where.partition("@")
    names = {"m": MESSAGES, "t": TYPES}
    found = root[-1][0] if not path else root.find(f".//{path.rstrip('/')}", names)
    assert found is not None
    if attribute:
        assert attribute in found.attrib
        found.set(attribute, value)
    else:
        found.text = value
    return etree.tostring(root)


@pytest.mark.parametrize(("name", "where", "kind"), VALUES)
def test_a_value_that_is_none_is_said_the_same_way_everywhere(ews: Ews, name: str, where: str, kind: str) -> None:
    body = with_value(an_own_item(ews, REQUESTS[name]), where, "Burn!")
    response = ews.post(body, ews.token(ews.alice))
    root = etree.fromstring(response.body)
    assert response.status == 500, response.body
    assert root.findtext(".//faultcode") == "a:ErrorSchemaValidation"
    sentence = root.findtext(f".//{{{TYPES}}}Violation") or ""
    element = where.rpartition(":")[2]
    namespace = {"m": MESSAGES, "t": TYPES}.get(where[:1], "")
    subject = f"'{where.rpartition('@')[2]}' attribute" if "@" in where else f"'{namespace}:{element}' element"
    shown = "The value" if kind == "base64Binary" else "The value 'Burn!'"
    types = "http://www.w3.org/2001/XMLSchema" if kind in REASONS else TYPES
    assert sentence == (
        f"The {subject} is invalid - {shown} is invalid according to its datatype '{types}:{kind}' - "
        + REASONS.get(kind, "The Enumeration constraint failed.")
    )
    line, position = (int(root.findtext(f".//{{{TYPES}}}{one}") or 0) for one in ("LineNumber", "LinePosition"))
    text = body.decode().splitlines()[line - 1][position - 1 :]
    assert text.startswith(where.rpartition("@")[2] if "@" in where else where.rpartition("/")[2])


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("GetItem", "IdOnly", "default"),
        ("GetFolder", "IdOnly", "default"),
        ("FindItem", "Ascending", "DateOrderAscending"),
    ],
)
def test_some_words_are_an_invalid_request_as_exchange_online_answers(ews: Ews, name: str, old: str, new: str) -> None:
    answer = ews(REQUESTS[name].replace(old, new))
    assert (answer.status, answer.element.findtext("faultcode")) == (500, "a:ErrorInvalidRequest")
    assert answer.element.findtext("faultstring") == "The request is invalid."


def an_own_item(ews: Ews, request: str) -> str:
    """Return a request with the id of an item that there is, so that what comes after is reached."""
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished("inbox"), "IPM.Note", {"subject": "x"})
    return request.replace('Id="x"', f'Id="{item.item_id}"').replace('"y"', f'"{item.change_key}"')


# --- changed at random -----------------------------------------------------------------------------------------------

EWS = Ews(World.of("alice", "bob"))
TOKEN = EWS.token(EWS.alice)
_WORDS = st.sampled_from(["", "x", "true", "-1", "99999999999", "inbox", "é\u2028", "Default", "item:Subject", "0x1"])
_NAMES = st.sampled_from(
    [
        "ItemId",
        "FolderId",
        "ItemShape",
        "BaseShape",
        "Mailbox",
        "Constant",
        "And",
        "Not",
        "Message",
        "Nonsense",
        "FieldURI",
    ]
)

_CHANGES = st.sampled_from(["drop", "double", "text", "rename", "attribute", "no attribute", "move", "insert"])


def changed(root: etree._Element, data: st.DataObject) -> None:
    """Change one element of a request."""
    elements = list(root[-1].iter("*"))[1:]
    node = data.draw(st.sampled_from(elements))
    parent = node.getparent()
    assert parent is not None
    match data.draw(
        st.sampled_from(["drop", "double", "text", "rename", "attribute", "no attribute", "move", "insert"])
    ):
        case "drop" if parent.tag != f"{{{SOAP}}}Body":
            parent.remove(node)
        case "double":
            parent.append(etree.fromstring(etree.tostring(node)))
        case "text":
            node.text = data.draw(_WORDS)
        case "rename":
            node.tag = f"{{{data.draw(st.sampled_from([MESSAGES, TYPES, 'urn:x']))}}}{data.draw(_NAMES)}"
        case "attribute":
            known = [*node.attrib, "Nonsense", "Id"]
            node.set(data.draw(st.sampled_from(known)), data.draw(_WORDS))
        case "no attribute" if node.attrib:
            del node.attrib[data.draw(st.sampled_from(list(node.attrib)))]
        case "move":
            other = data.draw(st.sampled_from(elements))
            if other not in node.iter():
                other.append(node)
        case "insert":
            etree.SubElement(node, f"{{{TYPES}}}{data.draw(_NAMES)}").text = data.draw(_WORDS)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(OPERATIONS), st.sampled_from(VERSIONS), st.integers(1, 3), st.data())
def test_a_changed_request_gets_a_soap_answer_and_a_place_that_is_in_it(
    name: str, version: str, times: int, data: st.DataObject
) -> None:
    root = etree.fromstring(envelope(REQUESTS[name], f'<t:RequestServerVersion Version="{version}"/>'))
    for _ in range(times):
        changed(root, data)
    body = etree.tostring(root)
    response = EWS.post(body, TOKEN)
    answer = etree.fromstring(response.body)
    assert answer.tag == f"{{{SOAP}}}Envelope"
    # 404: a picture that nobody has set
    assert response.status in (200, 404, 500)
    lines = body.decode().split("\n")
    for line, position in zip(
        answer.iter(f"{{{TYPES}}}LineNumber"), answer.iter(f"{{{TYPES}}}LinePosition"), strict=True
    ):
        assert 1 <= int(line.text or "") <= len(lines)
        assert 1 <= int(position.text or "") <= len(lines[int(line.text or "") - 1])


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(OPERATIONS), st.data())
def test_a_request_with_octets_changed_gets_a_soap_answer(name: str, data: st.DataObject) -> None:
    body = bytearray(envelope(REQUESTS[name]))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    response = EWS.post(bytes(body), TOKEN)
    assert etree.fromstring(response.body).tag == f"{{{SOAP}}}Envelope"
    # 404: a picture that nobody has set
    assert response.status in (200, 404, 500)
