"""An EWS service without sockets: requests in, answers out, every one checked against Microsoft's schema.

The schema is not part of the project. It is looked for in ``shared/ews-schema`` beside the checkout, or where the
environment variable EWS_SCHEMA says; without it answers are not checked, and one test says so by being skipped.
"""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from fakeserver.protocols.ews.names import MESSAGES, SOAP, TYPES
from fakeserver.protocols.ews.service import EwsService
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.mailstore.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import Headers, HttpRequest

NAMESPACES = {"m": MESSAGES, "t": TYPES, "s": SOAP}


@cache
def schema() -> etree.XMLSchema | None:
    """Return the schema of EWS, or None where it is absent."""
    beside = Path(__file__).parents[5] / "shared" / "ews-schema" / "ews.xsd"
    path = Path(os.environ.get("EWS_SCHEMA", beside))
    return etree.XMLSchema(file=str(path)) if path.exists() else None


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

    def __init__(self) -> None:
        self.cloud = Cloud()
        self.tenant = Tenant()
        self.cloud.add(self.tenant)
        self.alice = self.tenant.add_user("alice")
        self.bob = self.tenant.add_user("bob")
        self.mailbox: Mailbox = self.tenant.mailbox(self.alice)
        self._service = EwsService(self.cloud)

    def __call__(self, body: str, user: User | None = None) -> Answer:
        """Send an operation's element; the prefixes m: and t: are declared."""
        envelope = (
            f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}" xmlns:m="{MESSAGES}" '
            f'xmlns:t="{TYPES}"><s:Header><t:RequestServerVersion Version="Exchange2016"/></s:Header>'
            f"<s:Body>{body}</s:Body></s:Envelope>"
        )
        token = self.tenant.token(self.tenant.public_app, user or self.alice, "EWS.AccessAsUser.All")
        headers = Headers([("Authorization", f"Bearer {token}"), ("Content-Type", "text/xml; charset=utf-8")])
        response = self._service.handle(
            HttpRequest("POST", "/EWS/Exchange.asmx", headers=headers, body=envelope.encode())
        )
        root = etree.fromstring(response.body)
        element = root.find("s:Body/*", NAMESPACES)
        assert element is not None
        known = schema()
        if known is not None and response.status == 200:
            assert known.validate(element), f"{known.error_log.last_error}\n{response.body.decode()}"
        return Answer(response.status, element)

    def folder_id(self, distinguished_id: str) -> str:
        """Return the EWS id of one of alice's folders."""
        return self.mailbox.folder(distinguished_id).folder_id


@pytest.fixture
def ews() -> Ews:
    return Ews()


@pytest.fixture
def ews_schema() -> Callable[[], etree.XMLSchema]:
    def found() -> etree.XMLSchema:
        known = schema()
        if known is None:
            pytest.skip("Microsoft's EWS schema is not beside the checkout; set EWS_SCHEMA to its ews.xsd")
        return known

    return found
