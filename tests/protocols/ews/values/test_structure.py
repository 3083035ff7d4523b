"""What a structure takes: its parts in order, each once, and nothing else."""

from dataclasses import dataclass
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.soap.names import TYPES, XSI, t
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import INTEGER, STRING
from fakeserver.protocols.ews.values.strict import check_attributes, only
from fakeserver.protocols.ews.values.structure import Attribute, Part, items, part, sequence, structure


@dataclass(frozen=True)
class Sized:
    """A name and a size."""

    size: int | str
    name: str | None = None
    unit: str | None = None

    def __post_init__(self) -> None:
        if self.size == 0:
            raise ValueError("nothing has no size")


def element_of(value: int | str) -> str:
    return "Number" if isinstance(value, int) else "Word"


SIZED = structure(
    Sized,
    part("Name", "name", STRING),
    Part("size", {"Number": INTEGER, "Word": STRING}, element_of, required=True),
    attributes=[Attribute("Unit", "unit", spelling.TEXT)],
)


def node(content: str, attributes: str = "") -> Any:
    return etree.fromstring(
        f'<t:Sized xmlns:t="{TYPES}" xmlns:xsi="{XSI}" xmlns:o="urn:other"{attributes}>{content}</t:Sized>'
    )


@pytest.mark.parametrize(
    ("content", "attributes", "value"),
    [
        ("<t:Number>1</t:Number>", "", Sized(1)),
        ("<t:Name>n</t:Name><t:Word>big</t:Word>", ' Unit="m"', Sized("big", "n", "m")),
        (" <!-- said --> <t:Name/> <t:Number>1</t:Number>\n", ' xsi:type="t:SizedType"', Sized(1, "")),
    ],
)
def test_parts_in_order(content: str, attributes: str, value: Sized) -> None:
    read = SIZED.read(node(content, attributes))
    assert read == value
    assert SIZED.read(etree.fromstring(f'<x xmlns:t="{TYPES}">{SIZED.write("t:Sized", read)}</x>')[0]) == value


@pytest.mark.parametrize(
    ("content", "attributes", "words"),
    [
        ("", "", "has incomplete content. List of possible elements expected: 'Number, Word' in"),
        ("<t:Number>1</t:Number>", ' xsi:nil="false"', "If the 'nillable' attribute is false in the schema"),
        ("<t:Number>1</t:Number>", ' xsi:kind="1"', "The 'kind' attribute is not declared."),
        ("<t:Name>n</t:Name>", "", "has incomplete content"),
        ("<t:Number>1</t:Number><t:Name>n</t:Name>", "", "has invalid child element 'Name' in namespace"),
        ("<t:Number>1</t:Number><t:Word>one</t:Word>", "", "has invalid child element 'Word' in namespace"),
        ("<t:Name/><t:Name/><t:Number>1</t:Number>", "", "possible elements expected: 'Number, Word' in namespace"),
        ("<t:Size>1</t:Size>", "", "has invalid child element 'Size' in namespace"),
        ("<o:Number>1</o:Number>", "", "has invalid child element 'Number' in namespace 'urn:other'"),
        ("one<t:Number>1</t:Number>", "", "cannot contain text"),
        ("<t:Number>1</t:Number>one", "", "cannot contain text"),
        ("<t:Number>1</t:Number>", ' unit="m"', "The 'unit' attribute is not declared."),
        ("<t:Number>1</t:Number>", ' o:Unit="m"', "attribute is not declared."),
        ("<t:Number>one</t:Number>", "", "The string 'one' is not a valid Int32 value."),
    ],
)
def test_nothing_else(content: str, attributes: str, words: str) -> None:
    with pytest.raises(Violation) as refused:
        SIZED.read(node(content, attributes))
    assert words in refused.value.sentence


def test_parts_that_do_not_go_together_are_an_error_of_the_item() -> None:
    with pytest.raises(EwsError) as refused:
        SIZED.read(node("<t:Number>0</t:Number>"))
    assert refused.value.row.code == "ErrorInvalidValueForProperty"


def test_several_of_one_kind() -> None:
    numbers = sequence(items("Number", INTEGER))
    assert numbers.read(node("<t:Number>1</t:Number><t:Number>2</t:Number>")) == (1, 2)
    assert numbers.write("t:Sized", (1, 2)) == "<t:Sized><t:Number>1</t:Number><t:Number>2</t:Number></t:Sized>"
    with pytest.raises(Violation):
        numbers.read(node(""))
    assert sequence(items("Number", INTEGER), at_least_one=False).read(node("")) == ()


def test_what_stands_there_is_looked_at_once() -> None:
    assert [child.text for child in only(node("<t:Number>1</t:Number>"), [t("Number")])] == ["1"]
    check_attributes(node("", ' Unit="m"'), ["Unit"])
