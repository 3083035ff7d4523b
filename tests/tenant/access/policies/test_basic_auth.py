import pytest

from fakeserver.tenant.access.policies.basic_auth import SWITCH, check_basic_auth
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.refusals import BasicAuthDisabled


def test_it_is_off_unless_switched_on():
    assert SWITCH.default is False
    with pytest.raises(BasicAuthDisabled) as refused:
        check_basic_auth(False, Protocol.POP3, "alice@contoso.com")
    assert refused.value.facts == {"protocol": "POP3", "user": "alice@contoso.com"}
    check_basic_auth(True, Protocol.POP3, "alice@contoso.com")
