"""What elements may hold, and what happens to the rest."""

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.soap.complex_types import (
    ANY,
    TEXT,
    ComplexType,
    check,
    complex_type,
    each,
    list_type,
)
from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES, XSI
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.steps import finish

KIND = complex_type(
    "Kind",
    {
        "t:Ids": list_type(each("t:Id t:Key", complex_type("Id"))),
        "t:Text": TEXT,
        "t:Item": ANY,
        "t:Note": TEXT,
    },
    not_performed="t:Later @Soon",
    repeated="t:Note",
)

NOT_NILLABLE = (
    "If the 'nillable' attribute is false in the schema, the 'xsi:nil' attribute must not be present in the instance."
)


def run(element: etree._Element, kind: ComplexType) -> None:
    finish(check(element, kind))


def request(content: str = "", attributes: str = "") -> etree._Element:
    return etree.fromstring(
        f'<m:Ask xmlns:m="{MESSAGES}" xmlns:t="{TYPES}" xmlns:x="{XSI}" {attributes}>{content}</m:Ask>'
    )


@pytest.mark.parametrize(
    ("content", "attributes"),
    [
        ("", ""),
        ("", 'Kind="1"'),
        ("", 'x:type="t:AskType" x:schemaLocation="a b" x:noNamespaceSchemaLocation="c"'),
        ("<t:Ids>\n <t:Id Id='1'/>\n <t:Key/></t:Ids>", ""),
        ("<t:Ids><t:Id/><t:Key/><t:Id/></t:Ids>", ""),
        ("<t:Text>words</t:Text><t:Ids/>", ""),
        ("<t:Note/><t:Note/>", ""),
        ("<t:Item One='1'>words<m:Anything/></t:Item>", ""),
    ],
)
def test_what_is_declared_is_taken(content: str, attributes: str) -> None:
    run(request(content, attributes), KIND)


@pytest.mark.parametrize(
    ("content", "attributes", "sentence"),
    [
        ("", 'kind="1"', "The 'kind' attribute is not declared."),
        ("", 't:Kind="1"', "The 'Kind' attribute is not declared."),
        ("<t:Text x:nil='true'/>", "", NOT_NILLABLE),
        ("<t:Ids x:nil='false'/>", "", NOT_NILLABLE),
        ("", 'x:kind="1"', "The 'kind' attribute is not declared."),
        (
            "<m:Text/>",
            "",
            f"The element 'Ask' in namespace '{MESSAGES}' has invalid child element 'Text' in namespace '{MESSAGES}'. "
            f"List of possible elements expected: 'Ids, Text, Item, Note' in namespace '{TYPES}'.",
        ),
        (
            "<t:Ids><Id/></t:Ids>",
            "",
            f"The element 'Ids' in namespace '{TYPES}' has invalid child element 'Id'. List of possible elements "
            f"expected: 'Id, Key' in namespace '{TYPES}'.",
        ),
        (
            "<t:Text><t:Id/></t:Text>",
            "",
            f"The element 'Text' in namespace '{TYPES}' cannot contain child element 'Id' in namespace '{TYPES}' "
            "because the parent element's content model is text only.",
        ),
        (
            "<t:Text/><t:Ids/><t:Text/>",
            "",
            f"The element 'Ask' in namespace '{MESSAGES}' has invalid child element 'Text' in namespace '{TYPES}'.",
        ),
        (
            "<t:Item/><t:Item/>",
            "",
            f"The element 'Ask' in namespace '{MESSAGES}' has invalid child element 'Item' in namespace '{TYPES}'.",
        ),
        ("<t:Text Id='1'>x</t:Text>", "", "The 'Id' attribute is not declared."),
        ("<t:Ids>words</t:Ids>", "", f"The element 'Ids' in namespace '{TYPES}' cannot contain text."),
        ("<t:Ids><t:Id>words</t:Id></t:Ids>", "", f"The element 'Id' in namespace '{TYPES}' cannot contain text."),
    ],
)
def test_what_is_not_is_a_schema_fault(content: str, attributes: str, sentence: str) -> None:
    with pytest.raises(Violation) as caught:
        run(request(content, attributes), KIND)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(("content", "attributes"), [("<t:Later/>", ""), ("", "Soon='1'")])
def test_what_only_the_schema_has_is_not_performed(content: str, attributes: str) -> None:
    with pytest.raises(EwsError, match="does not perform"):
        run(request(content, attributes), KIND)


def test_text_between_elements_is_seen_too() -> None:
    with pytest.raises(Violation, match="cannot contain text"):
        run(request("<t:Text/>words"), KIND)


def test_others_run_while_a_long_list_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    assert len(list(check(request(f"<t:Ids>{'<t:Id/>' * 1000}</t:Ids>"), KIND))) >= 3
