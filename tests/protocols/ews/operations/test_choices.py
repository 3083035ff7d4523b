"""Attributes that have one of a few words."""

import pytest
from lxml import etree

from fakeserver.protocols.ews.operations.choices import choice
from fakeserver.protocols.ews.soap.faults import SoapFault


def test_a_word_of_the_list_is_taken() -> None:
    assert choice(etree.fromstring(b'<a Kind="one"/>'), "Kind", ("one", "two"), "KindType") == "one"


@pytest.mark.parametrize("body", [b"<a/>", b'<a Kind="three"/>'])
def test_another_is_a_schema_fault(body: bytes) -> None:
    with pytest.raises(SoapFault, match="schema validation"):
        choice(etree.fromstring(body), "Kind", ("one", "two"), "KindType")
