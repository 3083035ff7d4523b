"""Reading requests: what is refused, and the values in elements."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.ews.soap import reading
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.protocols.http import request_xml
from fakeserver.steps import finish
from tests.work import growth_of

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l x="&b;">&b;</l>"""


def parse(body: bytes) -> reading.Element:
    return finish(reading.parse(body))


@given(st.binary())
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(SoapFault, Violation):
        parse(body)


@pytest.mark.parametrize(
    "body",
    [
        b"no XML",
        b"<a>",
        LAUGHS,
        LAUGHS.decode().encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <a> --><?x y?> ' + LAUGHS.partition(b"?>")[2],
        b"<a>" * 300 + b"</a>" * 300,
        b"<a>" + b" " * 9_000_001 + b"<b>" * 250 + b"</b>" * 250 + b"</a>",
    ],
    ids=[
        "text",
        "cut off",
        "entities",
        "UTF-16",
        "UTF-7",
        "external",
        "after comments",
        "deep",
        "large and deep",
    ],
)
def test_hostile_or_broken_xml_is_refused(body: bytes) -> None:
    with pytest.raises(Violation) as caught:
        parse(body)
    assert finish(caught.value.fault(body)).text.startswith("The request failed schema validation: ")


def test_an_empty_request_is_invalid() -> None:
    with pytest.raises(SoapFault, match="ErrorInvalidRequest"):
        parse(b"")


def test_a_page_with_a_document_type_is_text_in_cdata() -> None:
    page = "<!DOCTYPE html><html>&nbsp;</html>"
    assert parse(f"<a><![CDATA[{page}]]></a>".encode()).text == page


@pytest.mark.parametrize("filler", [b" ", b"<?x?>", b"<!---->", b"<!--"])
def test_the_work_for_a_prolog_grows_with_its_length(filler: bytes) -> None:
    def read(times: int) -> None:
        with suppress(SoapFault, Violation):
            parse(b"<?xml version='1.0'?>" + filler * times + b"<a/>")

    assert growth_of(read, 100, request_xml) < 10


def test_a_text_of_many_megabytes_is_read() -> None:
    assert len(parse(b"<a>" + b"x" * 12_000_000 + b"</a>").text or "") == 12_000_000


def test_a_byte_order_mark_and_comments_are_passed_over() -> None:
    root = parse(b'\xef\xbb\xbf<?xml version="1.0"?><!-- c --><a><!-- c --><b/></a>')
    assert [child.tag for child in root] == ["b"]


@pytest.mark.parametrize(
    ("given_text", "value"),
    [("true", True), ("1", True), (" false ", False), ("0", False), ("True", None), ("yes", None), ("", None)],
)
def test_booleans_have_four_spellings(given_text: str, value: bool | None) -> None:
    assert reading.boolean_value(given_text) is value


def test_elements_in_a_text_are_refused_not_dropped() -> None:
    body = parse(b'<t:Body xmlns:t="urn:t"><b>bold</b> words</t:Body>')
    with pytest.raises(Violation) as caught:
        reading.content(body)
    assert str(caught.value) == (
        "The element 'Body' in namespace 'urn:t' cannot contain child element "
        "'b' because the parent element's content model is text only."
    )


def test_comments_and_sections_are_no_elements() -> None:
    assert reading.content(parse(b"<a>one<!-- two --><![CDATA[<three>]]></a>")) == "one<three>"


@pytest.mark.parametrize(("text", "taken"), [("Low", True), ("low", False), (" Low", False), ("", False)])
def test_a_word_is_the_whole_text(text: str, taken: bool) -> None:
    low = Enumeration("DisposalType", ("Low",))
    element = parse(f'<t:Word xmlns:t="urn:t">{text}</t:Word>'.encode())
    if taken:
        assert reading.word(element, low) == "Low"
    else:
        with pytest.raises(Violation):
            reading.word(element, low)
