"""SOAP faults, as captured from the real service."""

from fakeserver.protocols.ews.soap import faults
from fakeserver.protocols.ews.soap.names import ERRORS, SOAP, TYPES


def test_a_fault_has_the_captured_shape_and_no_header() -> None:
    body = faults.render(faults.SoapFault("ErrorInvalidServerVersion", "The specified server version is invalid."))
    assert (
        body
        == (
            f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault>'
            f'<faultcode xmlns:a="{TYPES}">a:ErrorInvalidServerVersion</faultcode>'
            '<faultstring xml:lang="en-US">The specified server version is invalid.</faultstring><detail>'
            f'<e:ResponseCode xmlns:e="{ERRORS}">ErrorInvalidServerVersion</e:ResponseCode>'
            f'<e:Message xmlns:e="{ERRORS}">The specified server version is invalid.</e:Message></detail>'
            "</s:Fault></s:Body></s:Envelope>"
        ).encode()
    )


def test_a_fault_says_itself_in_a_word() -> None:
    assert str(faults.invalid_request()) == "ErrorInvalidRequest: The request is invalid."


def test_a_fault_of_soap_itself_has_no_detail() -> None:
    assert (
        faults.render(faults.SoapFault("MustUnderstand", "x", namespace=SOAP))
        == (
            f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault>'
            '<faultcode>s:MustUnderstand</faultcode><faultstring xml:lang="en-US">x</faultstring></s:Fault></s:Body>'
            "</s:Envelope>"
        ).encode()
    )
