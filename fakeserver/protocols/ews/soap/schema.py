"""The faults for requests that violate the service's schema. No other module builds them.

The service validates with .NET's XmlSchemaValidator, and these are its sentences. Sources: issue threads that quote the
service: jamesiarmes/php-ews#490 (incomplete content), nmarus/node-ews#18 and ecederstrand/exchangelib#306 (invalid
child element); and a fault that clients' test suites captured (enumeration).
Assumption: the sentences that no thread quotes (undeclared attribute, Boolean, bounds) are .NET's too.

Requests are not validated against the XSD: Exchange Online accepts more from real clients than that allows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from fakeserver.protocols.ews.soap import faults
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.protocols.ews.soap.names import TYPES, XSD, XSI_NIL, local
from fakeserver.protocols.ews.soap.positions import Place, position_of
from fakeserver.protocols.ews.soap.writing import Xml, number, text
from fakeserver.steps import Steps

CODE: Final = "ErrorSchemaValidation"
#: The reason where a text is no value of an enumeration.
NO_SUCH_WORD: Final = "The Enumeration constraint failed."
#: The reason where a text may not be empty, and is.
TOO_SHORT: Final = "The actual length is less than the MinLength value."
#: node's soap and SOAP::Lite write it for values that are undefined. One element of requests is nillable,
#: t:DictionaryValue.
_NOT_NILLABLE: Final = (
    "If the 'nillable' attribute is false in the schema, the 'xsi:nil' attribute must not be present in the instance."
)
#: Characters of a value that a sentence quotes.
MAX_SHOWN: Final = 255


@dataclass(eq=False)
class Violation(Exception):
    """A request violates the schema. Line and position are determined only when the fault is written."""

    sentence: str
    place: Place

    def __str__(self) -> str:
        return self.sentence

    def fault(self, request: bytes) -> Steps[SoapFault]:
        """Return the fault for a request with these octets, in steps: the place is searched for."""
        line, position = yield from position_of(self.place, request)
        where = number("t:LineNumber", line) + number("t:LinePosition", position)
        return SoapFault(
            CODE,
            f"The request failed schema validation: {self.sentence}",
            "The request failed schema validation.",
            Xml(where + text("t:Violation", self.sentence)),
        )


# --- the document ----------------------------------------------------------------------------------------------------


def not_xml(problem: str, line: int, position: int) -> Violation:
    """Return the fault for a request that is not XML.

    Source: nmarus/node-ews#49, where an undeclared prefix is a violation of the schema.
    """
    return Violation(problem, Place(line=line, position=position))


# --- elements --------------------------------------------------------------------------------------------------------


def incomplete(element: etree._Element, expected: Iterable[str] = ()) -> Violation:
    """Return the fault for an element that lacks a child, one of those expected (names in Clark notation)."""
    sentence = f"The element {_named(element.tag)} has incomplete content."
    return Violation(sentence + _expected(expected), Place(element, at_end=True))


def unexpected_element(child: etree._Element, expected: Iterable[str] = ()) -> Violation:
    """Return the fault for an element that is not allowed where it is; those expected are (in Clark notation)."""
    sentence = f"The element {_named_parent(child)} has invalid child element {_named(child.tag)}."
    return Violation(sentence + _expected(expected), Place(child))


def unexpected_text(element: etree._Element) -> Violation:
    """Return the fault for text in an element that may hold elements only."""
    return Violation(f"The element {_named(element.tag)} cannot contain text.", Place(element))


def text_only(child: etree._Element) -> Violation:
    """Return the fault for an element where only text is allowed, e.g. HTML that a client did not escape."""
    sentence = (
        f"The element {_named_parent(child)} cannot contain child element {_named(child.tag)} because the parent "
        "element's content model is text only."
    )
    return Violation(sentence, Place(child))


def not_of(element: etree._Element, kind: Enumeration) -> Exception:
    """Return the fault for an element whose text is no value of an enumeration."""
    if kind.refused.by == "invalid request":
        return faults.invalid_request()
    return _invalid_element(element, kind.datatype, NO_SUCH_WORD)


def not_boolean(element: etree._Element) -> Violation:
    """Return the fault for an element whose text is no xs:boolean."""
    return _invalid_element(element, f"{XSD}:boolean", bad_format(element.text or "", "Boolean"))


def not_integer(element: etree._Element) -> Violation:
    """Return the fault for an element whose text is no xs:int."""
    return _invalid_element(element, f"{XSD}:int", bad_format(element.text or "", "Int32"))


def not_base64(element: etree._Element) -> Violation:
    """Return the fault for an element whose text is no xs:base64Binary."""
    return _invalid_element(element, f"{XSD}:base64Binary", "The input is not a valid Base-64 string.", shown=False)


def not_spelled(element: etree._Element, datatype: str, reason: str, attribute: str = "") -> Violation:
    """Return the fault for an element's text, or one of its attributes, that is no value of a simple type."""
    if attribute:
        return _invalid_attribute(element, attribute, datatype, reason)
    return _invalid_element(element, datatype, reason)


def too_short(element: etree._Element) -> Violation:
    """Return the fault for an empty element that has to have a text."""
    return _invalid_element(element, f"{TYPES}:NonEmptyStringType", TOO_SHORT)


def attribute_too_short(element: etree._Element, name: str) -> Violation:
    """Return the fault for an empty attribute that has to have a value."""
    return _invalid_attribute(element, name, f"{TYPES}:NonEmptyStringType", TOO_SHORT)


def out_of_bounds(element: etree._Element, datatype: str, *, below: bool) -> Violation:
    """Return the fault for an element whose integer is below or above what its type allows."""
    facet = "MinInclusive" if below else "MaxInclusive"
    return _invalid_element(element, datatype, f"The {facet} constraint failed.")


def _invalid_element(element: etree._Element, datatype: str, reason: str, *, shown: bool = True) -> Violation:
    namespace, _, name = str(element.tag).removeprefix("{").rpartition("}")
    value = f"The value '{(element.text or '')[:MAX_SHOWN]}'" if shown else "The value"
    where = f"{namespace}:{name}" if namespace else name
    sentence = (
        f"The '{where}' element is invalid - {value} is invalid according to its datatype '{datatype}' - {reason}"
    )
    return Violation(sentence, Place(element, at_end=True))


# --- attributes ------------------------------------------------------------------------------------------------------


def missing_attribute(element: etree._Element, name: str) -> Violation:
    """Return the fault for a missing attribute."""
    return Violation(f"The required attribute '{name}' is missing.", Place(element))


def unexpected_attribute(element: etree._Element, name: str) -> Violation:
    """Return the fault for an attribute that is not allowed (name in Clark notation)."""
    if name == XSI_NIL:
        return Violation(_NOT_NILLABLE, Place(element, name))
    return Violation(f"The '{local(name)}' attribute is not declared.", Place(element, name))


def attribute_not_of(element: etree._Element, name: str, kind: Enumeration) -> Exception:
    """Return the fault for an attribute whose value is none of an enumeration."""
    if kind.refused.by == "invalid request":
        return faults.invalid_request()
    return _invalid_attribute(element, name, kind.datatype, NO_SUCH_WORD)


def attribute_not_boolean(element: etree._Element, name: str) -> Violation:
    """Return the fault for an attribute whose value is no xs:boolean."""
    return _invalid_attribute(element, name, f"{XSD}:boolean", bad_format(element.get(name, ""), "Boolean"))


def attribute_not_integer(element: etree._Element, name: str) -> Violation:
    """Return the fault for an attribute whose value is no xs:int."""
    return _invalid_attribute(element, name, f"{XSD}:int", bad_format(element.get(name, ""), "Int32"))


def attribute_not_matching(element: etree._Element, name: str, type_name: str) -> Violation:
    """Return the fault for an attribute whose value does not match the pattern of its type in types.xsd."""
    return _invalid_attribute(element, name, f"{TYPES}:{type_name}", "The Pattern constraint failed.")


def _invalid_attribute(element: etree._Element, name: str, datatype: str, reason: str) -> Violation:
    value = str(element.get(name, ""))[:MAX_SHOWN]
    sentence = (
        f"The '{name}' attribute is invalid - The value '{value}' is invalid according to its datatype '{datatype}' - "
        f"{reason}"
    )
    return Violation(sentence, Place(element, name))


# --- names and values in the sentences -------------------------------------------------------------------------------


def bad_format(value: str, kind: str) -> str:
    """Return the reason where a text is no value of a .NET type, e.g. Int32."""
    return f"The string '{value[:MAX_SHOWN]}' is not a valid {kind} value."


def _named_parent(child: etree._Element) -> str:
    parent = child.getparent()
    return _named("" if parent is None else parent.tag)


def _named(qualified: object) -> str:
    namespace, _, name = str(qualified).removeprefix("{").rpartition("}")
    return f"'{name}' in namespace '{namespace}'" if namespace else f"'{name}'"


def _expected(names: Iterable[str]) -> str:
    """Return the sentence that lists the expected elements by namespace."""
    by_namespace: dict[str, list[str]] = {}
    for qualified in names:
        namespace, _, name = qualified.removeprefix("{").rpartition("}")
        by_namespace.setdefault(namespace, []).append(name)
    if not by_namespace:
        return ""
    lists = (f"'{', '.join(known)}' in namespace '{namespace}'" for namespace, known in by_namespace.items())
    return f" List of possible elements expected: {' as well as '.join(lists)}."
