"""Header blocks that must be understood."""

import pytest
from lxml import etree

from fakeserver.protocols.http.soap_headers import not_understood

NEXT = "http://schemas.xmlsoap.org/soap/actor/next"


@pytest.mark.parametrize(
    ("attributes", "refused"),
    [
        ("", False),
        ('s:mustUnderstand="0"', False),
        ('s:mustUnderstand="1"', True),
        ('s:mustUnderstand="true"', True),
        ('mustUnderstand="1"', False),
        ('s:mustUnderstand="1" s:actor=""', True),
        (f's:mustUnderstand="1" s:actor="{NEXT}"', True),
        ('s:mustUnderstand="1" s:actor="urn:somebody-else"', False),
    ],
)
def test_a_block_that_is_not_known_is_refused_where_the_client_insists(attributes: str, refused: bool) -> None:
    header = etree.fromstring(
        f'<s:Header xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><b xmlns="urn:x" {attributes}/></s:Header>'
    )
    text = not_understood(header, ())
    assert (text is not None) is refused
    assert text is None or text.startswith("The header 'b' from the namespace 'urn:x' was not understood by the recip")
    assert not_understood(header, {"{urn:x}b"}) is None
