"""The sentences of schema faults, and that no other module has them."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

import fakeserver.protocols.ews
from fakeserver.protocols.ews.soap import reading, schema
from fakeserver.protocols.ews.soap.enumerations import Enumeration, of_words
from fakeserver.protocols.ews.soap.faults import SoapFault, render
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.steps import finish
from tests.modules import modules_of

ROOT = Path(fakeserver.protocols.ews.__file__).parent
KIND = of_words("DisposalType", "One Two")
T = f"xmlns='{TYPES}'"


def node(text: str) -> etree._Element:
    return etree.fromstring(text)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            lambda: reading.word_attribute(node("<a K='three'/>"), "K", KIND),
            f"The 'K' attribute is invalid - The value 'three' is invalid according to its datatype "
            f"'{TYPES}:DisposalType' - The Enumeration constraint failed.",
        ),
        (
            lambda: reading.word_attribute(node("<a K='one'/>"), "K", KIND),
            f"The 'K' attribute is invalid - The value 'one' is invalid according to its datatype "
            f"'{TYPES}:DisposalType' - The Enumeration constraint failed.",
        ),
        (lambda: reading.word_attribute(node("<a/>"), "K", KIND), "The required attribute 'K' is missing."),
        (
            lambda: reading.word(node(f"<K {T}>three</K>"), KIND),
            f"The '{TYPES}:K' element is invalid - The value 'three' is invalid according to its datatype "
            f"'{TYPES}:DisposalType' - The Enumeration constraint failed.",
        ),
        (
            lambda: reading.boolean_of(node(f"<K {T}>yes</K>")),
            f"The '{TYPES}:K' element is invalid - The value 'yes' is invalid according to its datatype "
            "'http://www.w3.org/2001/XMLSchema:boolean' - The string 'yes' is not a valid Boolean value.",
        ),
        (
            lambda: reading.boolean_attribute(node("<a K='yes'/>"), "K"),
            "The 'K' attribute is invalid - The value 'yes' is invalid according to its datatype "
            "'http://www.w3.org/2001/XMLSchema:boolean' - The string 'yes' is not a valid Boolean value.",
        ),
        (
            lambda: reading.integer_attribute(node("<a K='1.5'/>"), "K"),
            "The 'K' attribute is invalid - The value '1.5' is invalid according to its datatype "
            "'http://www.w3.org/2001/XMLSchema:int' - The string '1.5' is not a valid Int32 value.",
        ),
        (
            lambda: reading.integer_of(node("<K>2147483648</K>"), "urn:t:L", 1, 9),
            "The 'K' element is invalid - The value '2147483648' is invalid according to its datatype "
            "'http://www.w3.org/2001/XMLSchema:int' - The string '2147483648' is not a valid Int32 value.",
        ),
        (
            lambda: reading.integer_of(node("<K>0</K>"), "urn:t:L", 1, 9),
            "The 'K' element is invalid - The value '0' is invalid according to its datatype 'urn:t:L' - "
            "The MinInclusive constraint failed.",
        ),
        (
            lambda: reading.integer_of(node("<K>10</K>"), "urn:t:L", 1, 9),
            "The 'K' element is invalid - The value '10' is invalid according to its datatype 'urn:t:L' - "
            "The MaxInclusive constraint failed.",
        ),
        (
            lambda: reading.required(node(f"<Shape {T}/>"), f"{{{TYPES}}}Base"),
            f"The element 'Shape' in namespace '{TYPES}' has incomplete content. List of possible elements expected: "
            f"'Base' in namespace '{TYPES}'.",
        ),
        (
            lambda: reading.required_one(node("<a/>"), "{urn:t}A", "{urn:t}B", "{urn:m}C"),
            "The element 'a' has incomplete content. List of possible elements expected: 'A, B' in namespace 'urn:t' "
            "as well as 'C' in namespace 'urn:m'.",
        ),
        (
            lambda: reading.content(node(f"<a><b {T}/></a>")),
            f"The element 'a' cannot contain child element 'b' in namespace '{TYPES}' because the parent element's "
            "content model is text only.",
        ),
        (lambda: reading.octets_of(node("<a>!</a>")), "The 'a' element is invalid - The value is invalid according to "
            "its datatype 'http://www.w3.org/2001/XMLSchema:base64Binary' - The input is not a valid Base-64 string."),
        (
            lambda: schema.unexpected_element(node(f"<a><b {T}/></a>")[0], ("{urn:t}A",)),
            f"The element 'a' has invalid child element 'b' in namespace '{TYPES}'. List of possible elements "
            "expected: 'A' in namespace 'urn:t'.",
        ),
        (lambda: schema.unexpected_attribute(node("<a K='1'/>"), "K"), "The 'K' attribute is not declared."),
        (lambda: schema.unexpected_text(node("<a>x<b/></a>")), "The element 'a' cannot contain text."),
        (
            lambda: schema.attribute_not_matching(node("<a K='x'/>"), "K", "MaskType"),
            f"The 'K' attribute is invalid - The value 'x' is invalid according to its datatype '{TYPES}:MaskType' - "
            "The Pattern constraint failed.",
        ),
    ],
)  # fmt: skip
def test_each_fault_has_dotnets_sentence(found: Callable[[], Violation], sentence: str) -> None:
    with pytest.raises(Violation) as caught:
        raise found()
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "read",
    [
        lambda kind: reading.word(node("<a>three</a>"), kind),
        lambda kind: reading.word_attribute(node("<a K='x'/>"), "K", kind),
    ],
)
def test_some_words_make_the_request_invalid_which_says_nothing_else(read: Callable[[Enumeration], object]) -> None:
    with pytest.raises(SoapFault, match=r"ErrorInvalidRequest: The request is invalid\."):
        read(of_words("SortDirectionType", "One"))


def test_what_is_missing_and_may_be_has_its_default() -> None:
    assert reading.word(None, KIND, "One") == "One"
    assert reading.word_attribute(node("<a/>"), "K", KIND, "") == ""
    assert reading.boolean_attribute(node("<a/>"), "K", True)
    assert reading.integer_attribute(node("<a/>"), "K", 7) == 7


def test_a_fault_says_where() -> None:
    request = b"<a>\n <b K='three'/></a>"
    with pytest.raises(Violation) as caught:
        reading.word_attribute(etree.fromstring(request)[0], "K", KIND)
    root = etree.fromstring(render(finish(caught.value.fault(request))))
    values = {etree.QName(one).localname: one.text for one in root.iter() if isinstance(one.tag, str)}
    assert values["faultstring"] == f"The request failed schema validation: {caught.value.sentence}"
    assert values["Message"] == "The request failed schema validation."
    assert (values["LineNumber"], values["LinePosition"]) == ("2", "5")
    assert values["Violation"] == caught.value.sentence


def test_a_long_value_is_shown_in_part() -> None:
    with pytest.raises(Violation) as caught:
        reading.word_attribute(node(f"<a K='{'x' * 10_000}'/>"), "K", KIND)
    assert len(str(caught.value)) < 1000


def texts_and_calls(tree: ast.Module) -> set[str]:
    """Return the texts in a module that are no docstrings, and the names that it calls."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {id(one.body[0].value) for one in ast.walk(tree)
                  if isinstance(one, documented) and one.body and isinstance(one.body[0], ast.Expr)}  # fmt: skip
    found = {
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in docstrings
    }
    called = (one.func for one in ast.walk(tree) if isinstance(one, ast.Call))
    return found | {f"{one.attr if isinstance(one, ast.Attribute) else getattr(one, 'id', '')}()" for one in called}


#: What only schema.py may hold.
OWN = ("ErrorSchemaValidation", "constraint failed", "incomplete content", "is invalid - ", "invalid child element",
       "attribute is missing", "is not declared", "Violation()")  # fmt: skip
#: Words of the schema that are refused as if they were none. Assumption: nobody but the people search asks for it.
NOT_KNOWN = {"PcxPeopleSearch"}


def test_no_other_module_builds_such_a_fault() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in ROOT.rglob("*.py")
        if path.name != "schema.py"
        for text in texts_and_calls(ast.parse(path.read_text()))
        if any(word in text for word in OWN)
    ]
    assert found == []


def test_the_words_of_each_enumeration_are_the_schemas(schema_values: Callable[[str], set[str]]) -> None:
    kinds = enumerations()
    assert len(kinds) >= 14
    lacking = set()
    for kind in kinds:
        known = schema_values(kind.name)
        assert known, f"the schema has no type {kind.name}"
        newer = set(kind.words) - known
        # Ids that Exchange Online knows and the schema does not.
        assert not newer or kind.name == "DistinguishedFolderIdNameType", f"{kind.name}: {newer}"
        lacking |= known - set(kind.words)
    assert lacking == NOT_KNOWN


def enumerations() -> list[Enumeration]:
    """Return the enumerations that requests are read with, from every module of EWS, those that hold words."""
    found = {
        id(value): value
        for module in modules_of(fakeserver.protocols.ews)
        for value in vars(module).values()
        if isinstance(value, Enumeration) and value.words
    }
    return list(found.values())
