"""Values of extended properties: which fit their types, and what FindItem gives of them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fakeserver.protocols.ews.properties.extended_values import written
from tests.protocols.ews.client import Ews
from tests.protocols.ews.properties.setting import set_to, update, values


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Short", "32768"),
        ("Integer", "2147483648"),
        ("Long", "-9223372036854775809"),
        ("Long", "1" * 40),
        ("Currency", "1.5"),
        ("Integer", "1_000"),
        ("Integer", "\u0661"),
        ("Double", "1_000"),
        ("Double", "NaN"),
        ("Boolean", "yes"),
        ("SystemTime", "today"),
        ("Binary", "!"),
        ("CLSID", "x"),
    ],
)
def test_a_value_that_does_not_fit_the_type(ews: Ews, kind: str, value: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    path = f'PropertyTag="0x6601" PropertyType="{kind}"'
    answer = ews(update(item, set_to(path, f"<t:Value>{value}</t:Value>")))
    assert answer.codes == ["ErrorInvalidExtendedPropertyValue"]
    assert answer.attribute(".//m:MessageXml/t:ExtendedFieldURI", "PropertyType") == kind


@pytest.mark.parametrize(
    ("kind", "value"),
    [("Short", "-32768"), ("Long", "9223372036854775807"), ("CLSID", "00020329-0000-0000-c000-000000000046")],
)
def test_a_value_that_just_fits_the_type(ews: Ews, kind: str, value: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    path = f'PropertyTag="0x6601" PropertyType="{kind}"'
    assert ews(update(item, set_to(path, f"<t:Value>{value}</t:Value>"))).codes == ["NoError"]
    assert values(ews, item, path) == [value]


@pytest.mark.parametrize(
    ("value", "whole", "found"),
    [
        ("w" * 256, "w" * 256, "w" * 255),
        (b"o" * 513, "b29v" * 171, "b29v" * 170 + "b28="),
        (True, "true", "true"),
        (7, "7", "7"),
        (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02T00:00:00Z", "2026-01-02T00:00:00Z"),
    ],
)
def test_a_value_as_text(value: Any, whole: str, found: str) -> None:
    assert written(value, precise=False, finding=False) == whole
    assert written(value, precise=False, finding=True) == found


@pytest.mark.parametrize(
    ("tag", "kind", "found"),
    [
        ("0x0037", "String", True),
        ("0x0037", "Integer", False),
        ("0x0037", "Binary", False),
        ("0x0037", "StringArray", False),
        ("0x0E08", "Integer", True),
        ("0x0E08", "Long", True),
        ("0x0E08", "Short", False),
        ("0x0E08", "String", False),
        ("0x0E69", "Boolean", True),
        ("0x0E69", "Integer", False),
        ("0x0E06", "SystemTime", True),
        ("0x0E06", "String", False),
        ("0x0FFF", "Binary", True),
        ("0x0FFF", "String", False),
    ],
)
def test_a_property_is_found_as_what_it_is(ews: Ews, tag: str, kind: str, found: bool) -> None:
    item = ews.mailbox.deliver(subject="x")
    assert bool(values(ews, item, f'PropertyTag="{tag}" PropertyType="{kind}"')) is found
