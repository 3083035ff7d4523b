"""FieldURIs against Microsoft's schema."""

from collections.abc import Callable

import pytest

from fakeserver.protocols.ews.properties.field_uris import _KNOWN, is_field_uri


def test_each_that_the_schema_has_is_known(schema_values: Callable[[str], set[str]]) -> None:
    known = schema_values("UnindexedFieldURIType")
    assert len(known) > 500
    assert {uri for uri in known if not is_field_uri(uri)} == set()


def test_no_other_is(schema_values: Callable[[str], set[str]]) -> None:
    assert schema_values("UnindexedFieldURIType") >= _KNOWN


@pytest.mark.parametrize("uri", ["item:Sujbect", "item:subject", "Item:Subject", "x:Subject", "item:", "", "item"])
def test_a_misspelt_one_is_none(uri: str) -> None:
    assert not is_field_uri(uri)
