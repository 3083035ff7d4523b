"""The service with alice and bob, and what Microsoft's schema says, where it is at hand."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews import registry, service
from fakeserver.protocols.ews.answers import compiled
from fakeserver.protocols.ews.answers.streaming import EnvelopeStream
from fakeserver.protocols.ews.operations.notifications import pushing, send_notification
from tests.protocols.ews.client import Ews, check_document, schema, schema_folder
from tests.world import World


@pytest.fixture(autouse=True, scope="session")
def _every_shape_is_compiled() -> Iterator[None]:
    """Compile a shape at its first item, so that every answer in these tests is written as one to a busy program."""
    usual, compiled.FEW = compiled.FEW, 1
    yield
    compiled.FEW = usual


_FORBIDDEN = re.compile(rb"&#x(?:[0-8bcef]|1[0-9a-f]|fff[ef]);", re.IGNORECASE)
#: What was wrong with documents that went out, of the server's threads too.
_WRONG: list[str] = []


def _seen_to(document: bytes) -> bytes:
    try:
        check_document(document)
    except AssertionError as problem:
        _WRONG.append(str(problem))
    except etree.XMLSyntaxError as problem:
        # A switch lets characters through that XML does not have.
        if not _FORBIDDEN.search(document):
            _WRONG.append(str(problem))
    return document


@pytest.fixture(autouse=True, scope="session")
def _every_document_is_checked() -> Iterator[None]:
    """Check every SOAP document that goes out, by whichever way: answers, faults, parts of streams, notifications."""
    usual = service._soap, EnvelopeStream._written, send_notification.request

    def soap(status: int, body: Any, *rest: Any) -> Any:
        return usual[0](status, _seen_to(body) if isinstance(body, bytes) else body, *rest)

    def written(stream: EnvelopeStream, message: Any) -> bytes:
        return _seen_to(usual[1](stream, message))

    def notified(*about: Any) -> bytes:
        return _seen_to(usual[2](*about))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "_soap", soap)
        patch.setattr(EnvelopeStream, "_written", written)
        patch.setattr(pushing, "request", notified)
        yield


@pytest.fixture(autouse=True)
def _no_document_was_wrong() -> Iterator[None]:
    _WRONG.clear()
    yield
    assert _WRONG == []


@pytest.fixture
def undescribed(_no_document_was_wrong: None) -> Iterator[None]:
    """Answers in the test may be of what no schema has: operations made up or not performed, faults forced."""
    yield
    _WRONG.clear()


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob")


@pytest.fixture
def ews(world: World) -> Ews:
    return Ews(world)


@pytest.fixture
def more_operations(undescribed: None) -> Iterator[None]:
    """What the test registers with ``@operation`` is performed during the test only."""
    usual = dict(registry.performed())
    yield
    registry._OPERATIONS.clear()
    registry._OPERATIONS.update(usual)


@pytest.fixture
def ews_schema() -> Callable[[], etree.XMLSchema]:
    def found() -> etree.XMLSchema:
        known = schema()
        if known is None:
            pytest.skip("Microsoft's EWS schema is not beside the checkout; set EWS_SCHEMA to its ews.xsd")
        return known

    return found


@pytest.fixture
def wsdl_operations() -> set[str]:
    """The names of the operations in services.wsdl."""
    path = schema_folder() / "services.wsdl"
    if not path.exists():
        pytest.skip("Microsoft's services.wsdl is not beside the checkout; set EWS_SCHEMA to the ews.xsd beside it")
    found = etree.parse(str(path)).iterfind(".//{http://schemas.xmlsoap.org/wsdl/}operation")
    return {str(operation.get("name")) for operation in found}


@pytest.fixture
def schema_values() -> Callable[[str], set[str]]:
    """The words that an enumeration of the schema knows, by its type's name."""

    def values_of(name: str) -> set[str]:
        found: set[str] = set()
        for file in ("messages.xsd", "types.xsd"):
            path = schema_folder() / file
            if not path.exists():
                pytest.skip("Microsoft's EWS schema is not beside the checkout; set EWS_SCHEMA to its ews.xsd")
            xs = "{http://www.w3.org/2001/XMLSchema}"
            for kind in etree.parse(str(path)).iterfind(f".//{xs}simpleType[@name='{name}']"):
                found |= {str(value.get("value")) for value in kind.iter(f"{xs}enumeration")}
        return found

    return values_of


@pytest.fixture
def schema_children() -> Callable[[str], list[str]]:
    """The child elements that a type of the schema has, its base types' first."""
    path = schema_folder() / "types.xsd"
    if not path.exists():
        pytest.skip("Microsoft's EWS schema is not beside the checkout; set EWS_SCHEMA to its ews.xsd")
    xs = "{http://www.w3.org/2001/XMLSchema}"
    types = {kind.get("name"): kind for kind in etree.parse(str(path)).iterfind(f"{xs}complexType")}

    def children_of(name: str) -> list[str]:
        kind = types[name]
        extension = kind.find(f"{xs}complexContent/{xs}extension")
        base = [] if extension is None else children_of(str(extension.get("base")).removeprefix("t:"))
        elements = (kind if extension is None else extension).iterfind(f"{xs}sequence//{xs}element")
        return [*base, *(str(element.get("name") or element.get("ref")).removeprefix("t:") for element in elements)]

    return children_of
