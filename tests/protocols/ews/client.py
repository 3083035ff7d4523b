"""An EWS service without sockets: requests in, answers out, each checked against the service's own description.

Where Microsoft's schema is at hand, they are checked against that too. It is not part of the project: it is looked for
in ``shared/ews-schema`` beside the checkout, or where the environment variable EWS_SCHEMA says. Without it one test
says so by being skipped, and `element_orders.py` guards the order of what items and folders hold.
"""

import os
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from lxml import etree

from fakeserver.protocols.ews.description.schemas import messages_xsd, types_xsd
from fakeserver.protocols.ews.service import EwsService
from fakeserver.protocols.ews.soap.names import MESSAGES, SOAP, TYPES
from fakeserver.protocols.ews.soap.reading import parse
from fakeserver.steps import Steps, finish
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.protocols.ews import element_orders
from tests.world import World

#: Where zones stand that may lack their rules.
_ZONES = ".//m:TimeZoneDefinitions/t:TimeZoneDefinition"
NAMESPACES = {"m": MESSAGES, "t": TYPES, "s": SOAP}


def schema_folder() -> Path:
    """Return where the schema and services.wsdl are looked for."""
    beside = Path(__file__).parents[4] / "shared" / "ews-schema" / "ews.xsd"
    return Path(os.environ.get("EWS_SCHEMA", beside)).parent


@cache
def schema() -> etree.XMLSchema | None:
    """Return the schema of EWS, or None where it is absent."""
    path = schema_folder() / "ews.xsd"
    return etree.XMLSchema(file=str(path)) if path.exists() else None


@cache
def described() -> etree.XMLSchema:
    """Return the service's own description of its answers."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "types.xsd").write_bytes(types_xsd())
        (Path(folder) / "messages.xsd").write_bytes(messages_xsd())
        return etree.XMLSchema(file=f"{folder}/messages.xsd")


#: Where the service writes elements in the namespace of messages which the schema has in that of types.
#: Sources: exchange-web-services/how-to-stream-notifications-about-mailbox-events-by-using-ews-in-exchange;
#: OfficeDev/ews-managed-api reads both there alone, exchangelib the second.
BESIDE_THE_SCHEMA = ("m:Notifications/m:Notification", "m:ErrorSubscriptionIds/m:SubscriptionId")

#: Of which the schema has the path and the type, and no element of an item.
FORGOTTEN = "t:MimeContentUTF8"


def as_the_schema_has_it(element: etree._Element) -> etree._Element:
    """Return an answer's element without what Exchange Online itself writes against the schema.

    That is of six kinds: elements in the other namespace (`BESIDE_THE_SCHEMA`), the empty lists of rules that a
    time zone has where its rules were not asked for, as recorded, errors of GetPersona, which have no persona
    (web-service-reference/getpersona-operation), no ids in an answer of PerformReminderAction
    (web-service-reference/performreminderaction-operation), MimeContentUTF8, which its schema forgets ([MS-OXWSCORE]
    2.2.4.24 has its place, which `element_orders` guards), and SetUserPhoto's answer, which is a response message
    itself ([MS-OXWSCONT] 3.1.4.8.3.2; so the EWS Managed API reads it), as GetUserPhoto's is.
    """
    if element.tag == f"{{{MESSAGES}}}SetUserPhotoResponse":
        message = deepcopy(element)
        message.tag = f"{{{MESSAGES}}}GetUserPhotoResponse"
        etree.SubElement(message, f"{{{MESSAGES}}}HasChanged").text = "true"
        return message
    if element.find("m:UpdatedItemIds", NAMESPACES) is not None and not element.findall(
        "m:UpdatedItemIds/*", NAMESPACES
    ):
        with_id = deepcopy(element)
        etree.SubElement(with_id.findall("m:UpdatedItemIds", NAMESPACES)[0], f"{{{TYPES}}}ItemId", Id="none")
        return with_id
    if element.tag == f"{{{MESSAGES}}}GetPersonaResponseMessage" and element.get("ResponseClass") == "Error":
        with_persona = deepcopy(element)
        persona = etree.SubElement(with_persona, f"{{{MESSAGES}}}Persona")
        etree.SubElement(persona, f"{{{TYPES}}}PersonaId", Id="none")
        return with_persona
    if element.find(f".//{FORGOTTEN}", NAMESPACES) is not None:
        element = deepcopy(element)
        for forgotten in element.findall(f".//{FORGOTTEN}", NAMESPACES):
            parent = forgotten.getparent()
            assert parent is not None
            parent.remove(forgotten)
    moved = any(element.find(f".//{path}", NAMESPACES) is not None for path in BESIDE_THE_SCHEMA)
    if not moved and element.find(_ZONES, NAMESPACES) is None:
        return element
    copied = deepcopy(element)
    for path in BESIDE_THE_SCHEMA:
        for each in copied.findall(f".//{path}", NAMESPACES):
            each.tag = f"{{{TYPES}}}{etree.QName(each).localname}"
    for definition in copied.iterfind(_ZONES, NAMESPACES):
        definition[:] = [one for one in definition if len(one)]
    return copied


#: The last document that `check_document` has checked: an in-process client's answer is the same object.
_checked: dict[str, bytes] = {}
_FAULT = [f"{{{SOAP}}}Fault", "faultcode", "faultstring", "detail"]


def content_of(document: bytes) -> etree._Element:
    """Return what a document has in its SOAP body."""
    found = etree.fromstring(document).find("s:Body/*", NAMESPACES)
    assert found is not None, f"nothing in the body of {document.decode()}"
    return found


def check(element: etree._Element) -> None:
    """See that an answer is as Microsoft's schema has it, where it is at hand, and as the service describes itself."""
    if element.tag == _FAULT[0]:
        parts = [str(part.tag) for part in element]
        assert parts in (_FAULT[1:3], _FAULT[1:]), f"a fault of {parts}"
        return
    known = schema()
    if known is not None:
        assert known.validate(as_the_schema_has_it(element)), f"{known.error_log}\n{etree.tostring(element).decode()}"
    assert element_orders.out_of_order(element) == []
    # What push subscriptions send is the client's service's to describe.
    if element.tag != f"{{{MESSAGES}}}SendNotification":
        assert described().validate(element), f"{described().error_log}"


def check_document(document: bytes) -> None:
    """Check a whole answer."""
    check(content_of(document))
    _checked["last"] = document


GET_INBOX = (
    "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
    '<t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>'
)


def envelope(body: str, header: str = "") -> bytes:
    """Return a whole request; the prefixes m: and t: are declared.

    Args:
        header: elements of the SOAP header; RequestServerVersion comes first unless it is among them.
    """
    version = "" if "RequestServerVersion" in header else '<t:RequestServerVersion Version="Exchange2016"/>'
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}" xmlns:m="{MESSAGES}" xmlns:t="{TYPES}">'
        f"<s:Header>{version}{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def fault_of(response: HttpResponse) -> tuple[str, str]:
    """Return a fault's code and text, and see to its form."""
    assert response.status == 500
    assert dict(response.headers)["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(response.body)
    assert root.find(f"{{{SOAP}}}Header") is None, "a fault has no header"
    code, text = root.findtext(".//faultcode"), root.findtext(".//faultstring")
    return (code or "").removeprefix("a:"), text or ""


class Answer:
    """The element in an answer's SOAP body, with short ways to what tests ask of it."""

    def __init__(self, status: int, element: etree._Element) -> None:
        self.status = status
        self.element = element

    def find(self, path: str) -> etree._Element:
        """Return the first element at a path with the prefixes m: and t:."""
        found = self.element.find(path, NAMESPACES)
        assert found is not None, f"no {path} in {etree.tostring(self.element, pretty_print=True).decode()}"
        return found

    def all(self, path: str) -> list[etree._Element]:
        """Return all elements at a path."""
        return self.element.findall(path, NAMESPACES)

    def value(self, path: str) -> str:
        """Return the text of the first element at a path."""
        return self.find(path).text or ""

    def attribute(self, path: str, name: str) -> str:
        """Return an attribute of the first element at a path."""
        return self.attributes(path, name)[0]

    def texts(self, path: str) -> list[str]:
        """Return the texts of all elements at a path."""
        return [element.text or "" for element in self.all(path)]

    def attributes(self, path: str, name: str) -> list[str]:
        """Return an attribute of all elements at a path."""
        return [str(element.get(name)) for element in self.all(path)]

    @property
    def text(self) -> str:
        """The whole element."""
        return str(etree.tostring(self.element, encoding="unicode"))

    @property
    def codes(self) -> list[str]:
        """The response codes, one for each message."""
        return self.texts(".//m:ResponseCode")


class Ews:
    """A tenant with alice and bob, and the service; requests are alice's unless said otherwise."""

    def __init__(self, world: World) -> None:
        self.cloud, self.tenant = world.cloud, world.tenant
        self.alice, self.bob = world.user("alice"), world.user("bob")
        self.mailbox: Mailbox = world.mailbox("alice")
        self.service = EwsService(self.cloud)

    def __call__(self, body: str, user: User | None = None, header: str = "") -> Answer:
        """Send an operation's element; the prefixes m: and t: are declared.

        Args:
            header: elements of the SOAP header besides RequestServerVersion.
        """
        return self._answer(self.post(envelope(body, header), self.token(user or self.alice)))

    def in_steps(self, body: str, between: Callable[[int], object], user: User | None = None) -> Answer:
        """Send an operation's element; call back between the steps that it takes, with how many were taken.

        A step ends wherever it can, on a quick machine as well.
        """
        request = envelope(body)
        responses: list[HttpResponse] = []
        with pytest.MonkeyPatch.context() as patching:
            patching.setattr("fakeserver.steps.STEP", 0)
            steps = self._handled(request, self.token(user or self.alice))
            assert not isinstance(steps, HttpResponse), "it took one step"
            between(1)

            def answering() -> Steps[None]:
                responses.append((yield from steps))

            for taken, _ in enumerate(answering(), 2):
                between(taken)
        self._see_to_what_is_kept(request)
        return self._answer(*responses)

    def token(self, user: User) -> str:
        """Return a token that opens EWS for a user."""
        return self.tenant.token(self.tenant.public_app, user, "EWS.AccessAsUser.All")

    def post(
        self, body: bytes = b"", token: str | None = None, headers: dict[str, str] | None = None, method: str = "POST"
    ) -> HttpResponse:
        """Send any request."""
        answer = self._handled(body, token, headers, method)
        response = answer if isinstance(answer, HttpResponse) else finish(answer)
        self._see_to_what_is_kept(body)
        return response

    def folder_id(self, distinguished_id: str) -> str:
        """Return the EWS id of one of alice's folders."""
        return self.mailbox.folders.distinguished(distinguished_id).folder_id

    def _handled(
        self, body: bytes, token: str | None, headers: dict[str, str] | None = None, method: str = "POST"
    ) -> HttpResponse | Steps[HttpResponse]:
        fields = [("Content-Type", "text/xml; charset=utf-8"), *(headers or {}).items()]
        if token is not None:
            fields.append(("Authorization", f"Bearer {token}"))
        return self.service.handle(HttpRequest(method, "/EWS/Exchange.asmx", headers=Headers(fields), body=body))

    def _see_to_what_is_kept(self, request: bytes) -> None:
        """See that a request that is kept, as it may come again, still is what was sent."""
        kept = self.service._known._kept.get(request)
        if kept is not None:
            assert etree.tostring(kept.body.getroottree()) == etree.tostring(finish(parse(request)))

    def _answer(self, response: HttpResponse) -> Answer:
        element = content_of(response.body)
        if response.body is not _checked.get("last"):
            check(element)
        return Answer(response.status, element)
