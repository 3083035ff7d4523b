"""The service's description: what it says, compared with Microsoft's own where that is present."""

from collections.abc import Iterator
from functools import cache

import pytest
from lxml import etree

from fakeserver.protocols.ews.description.answer_types import TYPES_HOLD
from fakeserver.protocols.ews.description.answers import BESIDE_THE_SCHEMA, MESSAGES_HOLD, message_type
from fakeserver.protocols.ews.description.files import FILES
from fakeserver.protocols.ews.description.names import REQUEST_TYPES, SIMPLE_TYPES
from fakeserver.protocols.ews.description.schemas import messages_xsd, types_xsd
from fakeserver.protocols.ews.description.wsdl import UNLISTED, services_wsdl
from fakeserver.protocols.ews.registry import performed
from fakeserver.protocols.ews.soap.envelope import request_element
from fakeserver.protocols.ews.soap.names import XSD
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.protocols.ews.client import Ews, schema_folder

X = f"{{{XSD}}}"
WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
URL = "https://localhost:8443/EWS/Exchange.asmx"

needs_schema = pytest.mark.skipif(
    not (schema_folder() / "services.wsdl").exists(), reason="Microsoft's schema is not there: set EWS_SCHEMA"
)


class Schema:
    """messages.xsd and types.xsd: what elements and types are called, and what types hold, inherited or not."""

    def __init__(self, messages: bytes, types: bytes) -> None:
        self.types: dict[str, etree._Element] = {}
        self.elements: dict[str, str] = {}
        for prefix, document in (("m", messages), ("t", types)):
            for node in etree.fromstring(document):
                if node.tag in (X + "complexType", X + "simpleType", X + "attributeGroup", X + "group"):
                    self.types[f"{prefix}:{node.get('name')}"] = node
                elif node.tag == X + "element":
                    self.elements[f"{prefix}:{node.get('name')}"] = str(node.get("type", ""))

    def holds(self, name: str, seen: frozenset[str] = frozenset()) -> dict[str, str]:
        """Return the types of a type's children and, with an @, of its attributes."""
        if name not in self.types or name in seen:
            return {}
        held: dict[str, str] = {}
        for extension in self.types[name].iter(X + "extension", X + "restriction"):
            held |= self.holds(str(extension.get("base")), seen | {name})
        for group in self.types[name].iter(X + "attributeGroup", X + "group"):
            held |= self.holds(str(group.get("ref", "")), seen | {name})
        return held | held_by(self.types[name])

    def primitive(self, name: str) -> str:
        """Return the type of XML Schema that a simple type is made of; another type's name as it is."""
        node = self.types.get(name)
        if node is None or node.tag != X + "simpleType":
            return name
        restriction = node.find(X + "restriction")
        return self.primitive(str(restriction.get("base"))) if restriction is not None else "xs:string"


def held_by(node: etree._Element) -> dict[str, str]:
    """Return what a type holds by itself; what stands in types without a name inside it is left out."""
    held: dict[str, str] = {}
    waiting = list(node)
    while waiting:
        child = waiting.pop()
        if child.tag == X + "element":
            name = str(child.get("name") or str(child.get("ref")).partition(":")[2])
            held[name] = str(child.get("type", ""))
        elif child.tag == X + "attribute":
            held[f"@{child.get('name')}"] = str(child.get("type", ""))
        else:
            waiting += child
    return held


@cache
def ours() -> Schema:
    return Schema(messages_xsd(), types_xsd())


@cache
def microsofts() -> Schema:
    folder = schema_folder()
    return Schema((folder / "messages.xsd").read_bytes(), (folder / "types.xsd").read_bytes())


# --- by itself -------------------------------------------------------------------------------------------------------


def test_it_describes_what_is_performed_and_nothing_else() -> None:
    root = etree.fromstring(services_wsdl(URL))
    listed = [name for name in performed() if name not in UNLISTED]
    for part in ("portType", "binding"):
        assert [node.get("name") for node in root.findall(f"{WSDL}{part}/{WSDL}operation")] == listed
    assert {f"m:{request_element(name)}" for name in performed()} <= set(ours().elements)
    assert services_wsdl(URL).count(URL.encode()) == 1


def test_each_type_that_is_named_is_defined() -> None:
    schema = ours()
    named = {
        str(node.get(of))
        for document in (messages_xsd(), types_xsd())
        for node in etree.fromstring(document).iter()
        for of in ("type", "base")
        if node.get(of) is not None
    }
    assert [name for name in named if not name.startswith("xs:") and name not in schema.types] == []


def test_no_row_of_the_tables_is_there_for_nothing() -> None:
    used = messages_xsd() + types_xsd()
    for name in (*TYPES_HOLD, *MESSAGES_HOLD, *(name[2:] for name in REQUEST_TYPES.values())):
        assert f':{name}"'.encode() in used, name
    for name in (*SIMPLE_TYPES, *REQUEST_TYPES):
        assert f'name="{name.rpartition(":")[2]}"'.encode() in used, name


# --- beside Microsoft's ----------------------------------------------------------------------------------------------


@needs_schema
def test_names_of_operations_messages_and_parts_are_microsofts() -> None:
    theirs = etree.parse(schema_folder() / "services.wsdl").getroot()
    mine = etree.fromstring(services_wsdl(URL))
    for path in (f"{WSDL}portType", f"{WSDL}binding", f"{WSDL}service", f"{WSDL}service/{WSDL}port"):
        assert [node.get("name") for node in mine.findall(path)] == [node.get("name") for node in theirs.findall(path)]

    def parts(root: etree._Element) -> dict[str, dict[str, str]]:
        return {
            str(message.get("name")): {str(part.get("name")): str(part.get("element")) for part in message}
            for message in root.findall(f"{WSDL}message")
        }

    known = parts(theirs)
    for message, described in parts(mine).items():
        assert described.items() <= known[message].items(), message
        # Two parts of the header are not read here, and the request's element is that of the operation.
        assert set(known[message]) - set(described) <= {"ManagementRole", "DateTimePrecision"}, message


@needs_schema
def test_elements_and_types_are_microsofts() -> None:
    assert set(ours().types) - NOT_IN_THE_SCHEMA <= set(microsofts().types)
    for name, of_type in ours().elements.items():
        assert name in microsofts().elements
        if of_type.startswith("m:"):
            assert of_type == microsofts().elements[name]
    listed = microsofts().holds("m:ArrayOfResponseMessagesType")
    for name in performed():
        if f"{name}ResponseMessage" in ours().holds("m:ArrayOfResponseMessagesType"):
            assert listed[f"{name}ResponseMessage"] == f"m:{message_type(name)}"


#: A type of the schema that others extend -> those that stand in its place here.
DERIVED = {
    "t:BaseItemIdType": ("t:ItemIdType",),
    "t:AlternateIdBaseType": ("t:AlternateIdType",),
    "t:NonEmptyArrayOfNotificationsType": ("m:NotificationsType",),
    "t:NonEmptyArrayOfSubscriptionIdsType": ("m:ErrorSubscriptionIdsType",),
}
#: In these an abstract element of the schema stands for any of those that are here.
ABSTRACT = ("t:RestrictionType", "t:ArrayOfTransitionsType")
#: The schema has its FieldURI and its type, and no element of an item.
WITHOUT_ELEMENT = "MimeContentUTF8"
#: What clients send and the schema does not have.
BESIDE = {
    "t:NonEmptyArrayOfAllItemsType": ("AddItemToMyCalendar", "ProposeNewTime"),
    "m:FindPeopleType": ("@Traversal",),
    # A response message itself, as the protocol's document and the EWS Managed API have it.
    "m:SetUserPhotoResponseMessageType": tuple(
        "@ResponseClass MessageText ResponseCode DescriptiveLinkKey MessageXml".split()
    ),
}
#: Types that the schema does not have: what the service writes in another namespace than it says.
NOT_IN_THE_SCHEMA = {f"m:{name}" for name in BESIDE_THE_SCHEMA}
TYPED = ("xs:boolean", "xs:int", "xs:dateTime", "xs:base64Binary", "xs:double")


@needs_schema
def test_types_hold_what_microsofts_do() -> None:
    assert [
        problem for name in set(ours().types) - {*ABSTRACT, *NOT_IN_THE_SCHEMA} for problem in differences(name)
    ] == []


def differences(name: str) -> Iterator[str]:
    """Yield the children and attributes of a type that are not Microsoft's, or of another type than theirs."""
    theirs = microsofts().holds(name)
    for child, of_type in ours().holds(name).items():
        wanted = theirs.get(child, "missing")
        if child == WITHOUT_ELEMENT or child in BESIDE.get(name, ()):
            continue
        if microsofts().primitive(wanted) != wanted or wanted.startswith("xs:"):
            mine, wanted = ours().primitive(of_type), microsofts().primitive(wanted)
            is_the_same = mine == wanted or not {mine, wanted} & set(TYPED)
        else:
            named = of_type.startswith(("t:", "m:"))
            is_the_same = wanted != "missing" and (
                not wanted or not named or of_type in (wanted, *DERIVED.get(wanted, ()))
            )
        if not is_the_same:
            yield f"{name}: {child} is {of_type}, not {wanted}"


# --- over HTTP -------------------------------------------------------------------------------------------------------


def get(ews: Ews, path: str, token: str | None, method: str = "GET") -> HttpResponse:
    fields = [("Authorization", f"Bearer {token}")] if token else []
    answer = ews.service.handle(HttpRequest(method, path, headers=Headers(fields)))
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("name", ["Services.wsdl", "messages.xsd", "types.xsd"])
def test_the_files_are_behind_the_door(ews: Ews, name: str) -> None:
    assert get(ews, f"/EWS/{name}", None).status == 401
    answer = get(ews, f"/EWS/{name}", ews.token(ews.alice))
    assert (answer.status, dict(answer.headers)["Content-Type"]) == (200, "text/xml")
    assert answer.body == FILES[f"/ews/{name.lower()}"]("https://localhost/EWS/Exchange.asmx")
    assert get(ews, f"/EWS/{name}", ews.token(ews.alice), "HEAD").body == b""
    assert get(ews, f"/EWS/{name}", ews.token(ews.alice), "POST").status == 405
