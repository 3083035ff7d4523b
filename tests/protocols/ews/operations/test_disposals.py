"""DeleteType."""

import pytest
from lxml import etree

from fakeserver.protocols.ews.operations.disposals import delete_mode
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.tenant.exchange.values import DeleteMode


def test_a_word_of_the_schema_is_taken() -> None:
    assert delete_mode(etree.fromstring(b'<a DeleteType="SoftDelete"/>')) is DeleteMode.SOFT


@pytest.mark.parametrize("body", [b"<a/>", b'<a DeleteType="Burn"/>', b'<a DeleteType="softdelete"/>'])
def test_another_is_a_schema_fault(body: bytes) -> None:
    with pytest.raises(Violation):
        delete_mode(etree.fromstring(body))
