"""Retention tags."""

from uuid import UUID

import pytest
from lxml import etree

from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.protocols.ews.values.retention import RETENTION_TAG
from fakeserver.tenant.exchange.kinds.retention import RetentionTag

TAG = UUID("11111111-2222-3333-4444-555555555555")


def node(attributes: str, text: str = str(TAG)) -> etree._Element:
    return etree.fromstring(f'<t:PolicyTag xmlns:t="{TYPES}" {attributes}>{text}</t:PolicyTag>')


@pytest.mark.parametrize("explicit", [True, False])
def test_what_is_written_is_read(explicit: bool) -> None:
    tag = RetentionTag(TAG, is_explicit=explicit)
    written = RETENTION_TAG.write("t:PolicyTag", tag).replace("<t:PolicyTag", f'<t:PolicyTag xmlns:t="{TYPES}"')
    assert RETENTION_TAG.read(etree.fromstring(written)) == tag


def test_a_search_compares_the_tag() -> None:
    assert RETENTION_TAG.constant is not None
    assert RETENTION_TAG.constant(str(TAG)) == RETENTION_TAG.comparable(RetentionTag(TAG, is_explicit=True))


@pytest.mark.parametrize(
    ("attributes", "text"), [("", str(TAG)), ('IsExplicit="maybe"', str(TAG)), ('IsExplicit="1"', "x")]
)
def test_what_the_schema_rejects(attributes: str, text: str) -> None:
    with pytest.raises(Violation):
        RETENTION_TAG.read(node(attributes, text))
