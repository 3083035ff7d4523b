"""The client's side of XOAUTH2."""

import poplib

import pytest

from fakeserver.xoauth2 import pop3_authenticate, xoauth2
from pytest_m365 import Target


def test_the_client_response_is_microsofts_worked_example() -> None:
    said = xoauth2("test@contoso.onmicrosoft.com", "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA")
    assert said == ("user=test@contoso.onmicrosoft.com\x01auth=Bearer EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA\x01\x01")


def test_pop3_is_told_in_two_steps(m365: Target) -> None:
    client = poplib.POP3_SSL(m365.pop3.host, m365.pop3.port, context=m365.ssl_context(), timeout=60)
    with pytest.raises(poplib.error_proto, match="-ERR"):
        pop3_authenticate(client, m365.username, "x.y.z")
    assert pop3_authenticate(client, m365.username, m365.token()).startswith(b"+OK")
    client.quit()
