"""The registry against Microsoft's services.wsdl."""

import pytest

from fakeserver.protocols.ews import registry
from fakeserver.protocols.ews.answers.forms import Single
from fakeserver.protocols.ews.operations.not_performed import NOT_PERFORMED
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT
from fakeserver.protocols.ews.soap.writing import Xml


def test_every_operation_of_the_service_is_performed_or_has_a_reason(wsdl_operations: set[str]) -> None:
    performed = set(registry.performed())
    assert len(wsdl_operations) == 122
    assert performed <= wsdl_operations
    assert wsdl_operations - performed == set(NOT_PERFORMED)


def test_no_operation_is_both_performed_and_not() -> None:
    assert not set(registry.performed()) & set(NOT_PERFORMED)


def test_a_second_owner_of_a_name_is_a_mistake() -> None:
    registry.performed()

    def another(call: Call) -> Xml:
        raise AssertionError(call)

    with pytest.raises(TypeError, match=r"GetItem is performed by .*get_item\.get_item already"):
        registry.operation("GetItem", answer=Single(), since="Exchange2007", request=TEXT)(another)
