"""The blocks of the SOAP header."""

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.soap import envelope
from fakeserver.protocols.ews.soap.envelope import Envelope
from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.protocols.ews.soap.header import read_header
from fakeserver.protocols.ews.soap.names import MESSAGES, SOAP, TYPES, t
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.steps import finish
from tests.protocols.ews.client import Ews


def read(header: str) -> Envelope:
    request = (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:m="{MESSAGES}" xmlns:t="{TYPES}" xmlns:xsi='
        f'"http://www.w3.org/2001/XMLSchema-instance"><s:Header>{header}</s:Header><s:Body><m:GetItem/></s:Body>'
        "</s:Envelope>"
    )
    return finish(envelope.read(request.encode()))


IMPERSONATION = "<t:ExchangeImpersonation{}><t:ConnectingSID{}>{}</t:ConnectingSID></t:ExchangeImpersonation>"
UPN = "<t:PrincipalName>a@b.c</t:PrincipalName>"


@pytest.mark.parametrize(
    "header",
    [
        '<t:RequestServerVersion Version="Exchange2013" s:mustUnderstand="0"/>',
        '<t:RequestServerVersion Version="Exchange2013" s:mustUnderstand="1" s:actor="" xsi:type="x"> '
        "</t:RequestServerVersion>",
        '<t:MailboxCulture s:mustUnderstand="1">en-US</t:MailboxCulture>',
        "<t:MailboxCulture>sr-Latn-RS</t:MailboxCulture>",
        "<t:DateTimePrecision>Seconds</t:DateTimePrecision>",
        IMPERSONATION.format(' s:mustUnderstand="1"', "", UPN),
        '<t:TimeZoneContext s:mustUnderstand="0"><t:TimeZoneDefinition Id="UTC" Name="x"/></t:TimeZoneContext>',
        '<t:TimeZoneContext><t:TimeZoneDefinition Id="UTC"><t:Periods><t:Period Bias="P0DT8H0M0.0S" Name="Standard" '
        'Id="Std"/></t:Periods><t:TransitionsGroups><t:TransitionsGroup Id="0"><t:RecurringDayTransition>'
        '<t:To Kind="Period">Std</t:To><t:TimeOffset>P0DT2H0M0.0S</t:TimeOffset><t:Month>3</t:Month><t:DayOfWeek>Sunday'
        "</t:DayOfWeek><t:Occurrence>2</t:Occurrence></t:RecurringDayTransition></t:TransitionsGroup>"
        '</t:TransitionsGroups><t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions>'
        "</t:TimeZoneDefinition></t:TimeZoneContext>",
        '<x:Other xmlns:x="urn:x" s:mustUnderstand="0"><x:y/></x:Other>',
        '<x:Other xmlns:x="urn:x" s:mustUnderstand="1" s:actor="urn:somebody-else"/>',
    ],
)
def test_what_clients_send_is_taken(header: str) -> None:
    assert read(header).operation == "GetItem"


@pytest.mark.parametrize(
    "header",
    [
        '<t:RequestServerVersion Version="Exchange2013" Other="x"/>',
        '<t:RequestServerVersion Version="Exchange2013">x</t:RequestServerVersion>',
        '<t:RequestServerVersion Version="Exchange2013"><t:Version/></t:RequestServerVersion>',
        '<t:MailboxCulture Id="x">en-US</t:MailboxCulture>',
        "<t:MailboxCulture>en-US<t:Id/></t:MailboxCulture>",
        "<t:MailboxCulture>English (United States)</t:MailboxCulture>",
        "<t:MailboxCulture/>",
        '<t:DateTimePrecision Id="x">Seconds</t:DateTimePrecision>',
        '<t:TimeZoneContext Id="x"><t:TimeZoneDefinition Id="UTC"/></t:TimeZoneContext>',
        '<t:TimeZoneContext><t:TimeZoneDefinition Id="UTC"/><t:Other/></t:TimeZoneContext>',
        '<t:TimeZoneContext><t:TimeZoneDefinition Id="UTC" Bias="1"/></t:TimeZoneContext>',
        '<t:TimeZoneContext><t:TimeZoneDefinition Id="UTC"><t:Other/></t:TimeZoneDefinition></t:TimeZoneContext>',
        '<t:TimeZoneContext><t:TimeZoneDefinition Id="Mars"><t:Periods><t:Period Bias="soon"/></t:Periods>'
        "</t:TimeZoneDefinition></t:TimeZoneContext>",
        IMPERSONATION.format(' Id="x"', "", UPN),
        IMPERSONATION.format("", ' Id="x"', UPN),
        IMPERSONATION.format("", "", f"text{UPN}"),
        IMPERSONATION.format("", "", UPN.replace("Name>a", 'Name Id="x">a')),
        IMPERSONATION.format("", "", UPN).replace("</t:Exch", "<t:Other/></t:Exch"),
    ],
)
def test_what_a_block_does_not_have_is_refused(header: str) -> None:
    with pytest.raises(Violation):
        read(header)


def test_text_between_blocks_is_refused() -> None:
    with pytest.raises(SoapFault, match="ErrorInvalidRequest"):
        read('<t:RequestServerVersion Version="Exchange2013"/>x')


@pytest.mark.parametrize("actor", ["", ' s:actor=""', ' s:actor="http://schemas.xmlsoap.org/soap/actor/next"'])
def test_what_has_to_be_understood_and_is_not_is_a_fault_of_soap(ews: Ews, actor: str) -> None:
    answer = ews("<m:GetFolder/>", header=f'<x:Security xmlns:x="urn:x" s:mustUnderstand="1"{actor}/>')
    assert (answer.status, answer.element.findtext("faultcode")) == (500, "s:MustUnderstand")
    text = answer.element.findtext("faultstring", "")
    assert text.startswith("The header 'Security' from the namespace 'urn:x' was not understood")


def test_the_way_to_a_block_is_its_name() -> None:
    header = etree.fromstring(f'<h xmlns:t="{TYPES}"><t:MailboxCulture>en</t:MailboxCulture></h>')
    assert finish(read_header(header))(t("MailboxCulture")) is header[0]
    assert finish(read_header(None))(t("MailboxCulture")) is None


@pytest.mark.parametrize(
    "header",
    [
        '<t:RequestServerVersion Version="Exchange2010"/><t:RequestServerVersion Version="Exchange2016"/>',
        "<t:DateTimePrecision>Seconds</t:DateTimePrecision><t:Unknown/><t:DateTimePrecision>Seconds</t:DateTimePrecision>",
    ],
)
def test_what_stands_twice_in_the_header_is_refused(header: str) -> None:
    with pytest.raises(SoapFault, match="ErrorDuplicateSOAPHeader"):
        read(header)


@pytest.mark.parametrize(
    "name", ["ManagementRole", "OpenAsAdminOrSystemService", "SerializedSecurityContext", "SharingSecurity"]
)
def test_another_caller_by_the_header_is_not_performed(name: str) -> None:
    with pytest.raises(EwsError, match=f"does not perform {name}"):
        read(f"<t:{name}/>")
