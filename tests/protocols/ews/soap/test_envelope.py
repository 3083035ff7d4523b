"""The SOAP envelope."""

import re
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.soap import envelope
from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.protocols.ews.soap.names import MESSAGES, SOAP, TYPES
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.steps import finish
from fakeserver.wire import Stream
from tests.protocols.ews.client import schema_folder


def request(body: str = "<m:GetItem/>", header: str = "") -> bytes:
    return (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:m="{MESSAGES}" xmlns:t="{TYPES}"><s:Header>{header}</s:Header>'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def test_what_is_read_of_a_request_is_read_once() -> None:
    read, times = finish(envelope.read(request())), []

    def value() -> str:
        times.append(1)
        if len(times) == 1:
            raise ValueError("refused")
        return "read"

    with pytest.raises(ValueError, match="refused"):
        read.once("value", value)
    assert [read.once("value", value), read.once("value", value)] == ["read", "read"]
    assert len(times) == 2


def test_a_request_is_taken_apart() -> None:
    header = (
        '<t:RequestServerVersion Version="Exchange2013_SP1"/><t:TimeZoneContext><t:TimeZoneDefinition Id="UTC"/>'
        "</t:TimeZoneContext><t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress> a@b.c "
        "</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation><t:Unknown/>"
    )
    read = finish(envelope.read(request(header=header)))
    assert (read.operation, read.version) == ("GetItem", "Exchange2013_SP1")
    assert read.impersonation == envelope.Impersonation("primary_address", "a@b.c")


def test_header_and_version_may_be_missing() -> None:
    read = finish(envelope.read(request().replace(b"<s:Header></s:Header>", b"")))
    assert (read.version, read.impersonation) == ("Exchange2007", None)


def test_an_empty_impersonation_header_is_told_from_none() -> None:
    read = finish(envelope.read(request(header="<t:ExchangeImpersonation/>")))
    assert read.impersonation == envelope.Impersonation("primary_address", "")


@pytest.mark.parametrize(
    "named",
    [
        "<t:SmtpAddress/>",
        "<t:UserName>a@b.c</t:UserName>",
        "<t:UserName>a@b.c</t:UserName><t:SmtpAddress>a@b.c</t:SmtpAddress>",
        "<t:SmtpAddress>a@b.c</t:SmtpAddress><t:PrincipalName>a@b.c</t:PrincipalName>",
        "<m:SmtpAddress>a@b.c</m:SmtpAddress>",
    ],
)
def test_whatever_is_not_one_name_names_nobody(named: str) -> None:
    header = f"<t:ExchangeImpersonation><t:ConnectingSID>{named}</t:ConnectingSID></t:ExchangeImpersonation>"
    read = finish(envelope.read(request(header=header)))
    assert read.impersonation == envelope.Impersonation("primary_address", "")


@pytest.mark.parametrize(
    "body",
    [
        b"<a/>",
        request(""),
        request("<XXX/>"),
        request("<t:GetItem/>"),
        b'<Envelope xmlns="' + SOAP.encode() + b'"/>',
        request("<m:GetItemRequest/>"),
        request("<m:GetUserAvailability/>"),
        request("<m:GetItem/><m:GetItem/>"),
        request("text<m:GetItem/>"),
        request("<m:GetItem/>text"),
        request().replace(b"</s:Header>", b"</s:Header>text"),
        request().replace(b"</s:Header>", b"</s:Header><s:Header/>"),
        request().replace(b"</s:Body>", b"</s:Body><s:Body/>"),
        request().replace(b"</s:Body>", b"</s:Body><m:Other/>"),
        request().replace(b"<s:Header></s:Header>", b"").replace(b"</s:Body>", b"</s:Body><s:Header/>"),
    ],
)
def test_what_names_no_operation_is_an_invalid_request(body: bytes) -> None:
    with pytest.raises(SoapFault) as caught:
        finish(envelope.read(body))
    assert caught.value.code == "ErrorInvalidRequest"


def test_an_operation_whose_element_ends_in_request_keeps_its_name() -> None:
    assert finish(envelope.read(request("<m:GetUserAvailabilityRequest/>"))).operation == "GetUserAvailability"


def test_blanks_and_comments_around_the_parts_are_nothing() -> None:
    body = request("\n  <!-- one -->\n<m:GetItem/>\n").replace(b"<s:Body>", b"\n<!-- two --><?three?>\n<s:Body>")
    assert finish(envelope.read(body)).operation == "GetItem"


def test_the_operations_with_the_suffix_are_those_of_the_published_description() -> None:
    path = schema_folder() / "services.wsdl"
    if not path.exists():
        pytest.skip("Microsoft's services.wsdl is not at hand")
    elements = re.findall(r'element="tns:(\w+)Request"', path.read_text("utf-8"))
    assert {finish(envelope.read(request(f"<m:{name}Request/>"))).operation for name in elements} == set(elements)
    assert len(elements) == 7


def test_an_answer_tells_the_version_of_exchange_online() -> None:
    written = envelope.whole([Xml(f'<m:A xmlns:m="{MESSAGES}"/>')])
    assert written.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    info: Any = etree.fromstring(written).find(f"{{{SOAP}}}Header/{{{TYPES}}}ServerVersionInfo")
    assert (info.get("MajorVersion"), info.get("MinorVersion"), info.get("Version")) == ("15", "20", "V2018_01_08")


def test_a_document_of_a_streamed_answer_has_the_prefixes_that_clients_cut_at() -> None:
    written = envelope.one_of_many([Xml(f'<m:A xmlns:m="{MESSAGES}"/>')])
    assert written.startswith(b'<Envelope xmlns="')
    assert written.endswith(b"</Envelope>")
    document: Any = etree.fromstring(written)
    assert document.find(f"{{{SOAP}}}Header/{{{TYPES}}}ServerVersionInfo").get("MajorVersion") == "15"
    assert document.find(f"{{{SOAP}}}Body/{{{MESSAGES}}}A") is not None


def test_a_usual_answer_is_one_document() -> None:
    pieces = [Xml("<m:A>"), Xml("\u20ac"), Xml("</m:A>")]
    assert envelope.write(pieces) == envelope.whole(pieces)


@pytest.mark.parametrize("sizes", [[2_000_000], [400_000] * 4, [10] * 200_000, [262_144] * 5, [1, 0, 1_500_000, 1]])
def test_a_long_one_is_encoded_block_by_block(sizes: list[int]) -> None:
    pieces = [Xml("\u20ac" * size) for size in sizes]
    document = envelope.write(pieces)
    assert isinstance(document, envelope.LongDocument)
    stream: Stream = document
    blocks = list(iter(stream.next_chunk, None))
    assert b"".join(blocks) == envelope.whole(pieces)
    assert len(blocks) >= sum(sizes) // 600_000, "no block is much larger than others"
    assert max(map(len, blocks)) < 2 * 3 * 262_144
    assert b"" not in blocks
    assert stream.wake_in() is None
    stream.close()


def test_a_long_document_may_be_given_up() -> None:
    document = envelope.write([Xml("x" * 2_000_000)])
    assert isinstance(document, envelope.LongDocument)
    assert document.next_chunk()
    document.close()
    assert document.next_chunk() is None
