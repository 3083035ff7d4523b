"""The demo's clients, as far as the steps leave something open."""

import urllib.request

from fakeserver.demo.clients import Clients, xoauth2
from fakeserver.server import FakeServer


def test_an_answer_that_is_an_error_is_an_answer(m365_server: FakeServer) -> None:
    clients = Clients(m365_server)
    status, _, body = clients.http(urllib.request.Request(f"{m365_server.base_url}/nowhere"))
    assert status == 404
    assert body
    assert clients.redirect(f"{m365_server.base_url}/nowhere") == "no redirect but 404"


def test_the_client_response_is_microsofts_worked_example() -> None:
    said = xoauth2("test@contoso.onmicrosoft.com", "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA")
    assert said == ("user=test@contoso.onmicrosoft.com\x01auth=Bearer EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA\x01\x01")
