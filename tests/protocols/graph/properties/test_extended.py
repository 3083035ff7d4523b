"""Ids of extended properties, and their values."""

import pytest

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.properties.extended import read_id
from fakeserver.tenant.exchange.values import ExtendedPropertyKey, PropertyType

GUID = "00020329-0000-0000-c000-000000000046"


@pytest.mark.parametrize(
    ("given", "shown", "key"),
    [
        ("Integer 0x0E08", "Integer 0xe08", ExtendedPropertyKey(None, 0x0E08, PropertyType.INTEGER_32)),
        ("integer 0X0e08", "Integer 0xe08", ExtendedPropertyKey(None, 0x0E08, PropertyType.INTEGER_32)),
        ("Binary 0xff9", "Binary 0xff9", ExtendedPropertyKey(None, 0x0FF9, PropertyType.BINARY)),
        ("String 125", "String 0x7d", ExtendedPropertyKey(None, 0x007D, PropertyType.STRING)),
        (
            f"String {{{GUID.upper()}}} Name My Color",
            f"String {{{GUID}}} Name My Color",
            ExtendedPropertyKey(GUID, "My Color", PropertyType.STRING),
        ),
        (
            f"Integer {GUID} id 0x08570",
            f"Integer {{{GUID}}} Id 0x8570",
            ExtendedPropertyKey(GUID, 0x8570, PropertyType.INTEGER_32),
        ),
        (
            f"Integer {GUID} Id 34160",
            f"Integer {{{GUID}}} Id 0x8570",
            ExtendedPropertyKey(GUID, 0x8570, PropertyType.INTEGER_32),
        ),
    ],
)
def test_ids_in_every_form(given: str, shown: str, key: ExtendedPropertyKey) -> None:
    path = read_id(given, multiple=False)
    assert (path.shown, path.key) == (shown, key)


def test_properties_of_several_values() -> None:
    path = read_id(f"StringArray {GUID} Name Keywords", multiple=True)
    assert path.key == ExtendedPropertyKey(GUID, "Keywords", PropertyType.STRING, multiple=True)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("", "ErrorInvalidProperty"),
        ("String", "ErrorInvalidProperty"),
        ("Text 0x37", "ErrorInvalidProperty"),
        ("Object 0x37", "ErrorInvalidProperty"),
        ("String x37", "ErrorInvalidProperty"),
        ("String 0x12345", "ErrorInvalidProperty"),
        ("String 99999", "ErrorInvalidProperty"),
        ("String 0x4001001E", "ErrorInvalidProperty"),
        (f"String {GUID} Color", "ErrorInvalidProperty"),
        (f"String {GUID} Id Color", "ErrorInvalidProperty"),
        (f"String {GUID} Id 0x123456789", "ErrorInvalidProperty"),
        (f"String {GUID} Id 9999999999", "ErrorInvalidProperty"),
        ("String {x} Name Color", "ErrorInvalidProperty"),
        ("String 0x8570", "ErrorInvalidExtendedProperty"),
        ("StringArray 0x6601", "ErrorInvalidExtendedProperty"),
    ],
)
def test_what_is_no_id(given: str, code: str) -> None:
    with pytest.raises(GraphError) as refused:
        read_id(given, multiple=False)
    assert refused.value.name == code
