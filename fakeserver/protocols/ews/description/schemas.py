"""messages.xsd and types.xsd."""

from functools import cache
from typing import Final

from fakeserver.protocols.ews.answers.forms import Bare, Flat, Headed
from fakeserver.protocols.ews.description.answers import (
    BESIDE_THE_SCHEMA,
    DELEGATE_MESSAGE,
    ELEMENTS,
    FLAT,
    HEADERS,
    MESSAGES_HOLD,
    MESSAGES_TYPES_HOLD,
    flat_type,
    message_type,
    message_with,
    request_type,
)
from fakeserver.protocols.ews.description.types import DescribedTypes
from fakeserver.protocols.ews.description.xsd import SchemaDocument
from fakeserver.protocols.ews.registry import performed
from fakeserver.protocols.ews.soap.datatypes import Datatype
from fakeserver.protocols.ews.soap.envelope import request_element
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES

_LIST: Final = "ArrayOfResponseMessagesType"


@cache
def _described() -> DescribedTypes:
    return DescribedTypes()


@cache
def messages_xsd() -> bytes:
    """Return messages.xsd, UTF-8: requests and answers of the operations that are performed."""
    described = _described()
    document = SchemaDocument(MESSAGES, described.named)
    document.imports(TYPES, "types.xsd")
    listed = {}
    for name, operation in performed().items():
        asked = request_element(name)
        # Theirs are named as their elements are.
        suffix = "" if isinstance(operation.answer, Headed) else "Type"
        asked_type = request_type(name, asked) if suffix else asked
        document.define_element(asked, Datatype(f"m:{asked_type}"))
        document.define_type(asked_type, described.requests[name])
        if isinstance(operation.answer, Bare | Headed):
            document.define_element(f"{name}Response", Datatype(f"m:{name}Response{suffix}"))
        elif isinstance(operation.answer, Flat):
            answer = f"{name}{operation.answer.suffix}"
            document.define_element(answer, Datatype(f"m:{flat_type(name)}"))
            document.define_type(flat_type(name), message_with(FLAT[name]))
        else:
            document.define_element(f"{name}Response", Datatype(f"m:{name}ResponseType"))
            document.define_type(f"{name}ResponseType", Datatype(children={"ResponseMessages": Datatype(f"m:{_LIST}")}))
            listed[f"{name}ResponseMessage"] = Datatype(f"m:{message_type(name)}")
    document.define_type(_LIST, Datatype(children=listed, many=True))
    document.define_type("ArrayOfDelegateUserResponseMessageType", DELEGATE_MESSAGE)
    for name, one in BESIDE_THE_SCHEMA.items():
        document.define_type(name, one)
    for name, content in MESSAGES_HOLD.items():
        document.define_type(name, message_with(content))
    for name, held in MESSAGES_TYPES_HOLD.items():
        document.define_type(name, held)
    return document.octets()


@cache
def types_xsd() -> bytes:
    """Return types.xsd, UTF-8: what the elements of requests and answers hold, and the elements of SOAP headers."""
    described = _described()
    document = SchemaDocument(TYPES, described.named)
    for name, header in HEADERS.items():
        document.define_element(name, header)
    for name, one in (described.elements | ELEMENTS).items():
        document.define_element(name, one)
    for name, one in described.named.items():
        document.define_type(name.removeprefix("t:"), one)
    return document.octets()
