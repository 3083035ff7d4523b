"""The demo's clients, as far as the steps leave something open."""

import urllib.request

from fakeserver.demo.clients import Clients
from fakeserver.server import FakeServer


def test_an_answer_that_is_an_error_is_an_answer(m365_server: FakeServer) -> None:
    clients = Clients(m365_server)
    status, _, body = clients.http(urllib.request.Request(f"{m365_server.base_url}/nowhere"))
    assert status == 404
    assert body
    assert clients.redirect(f"{m365_server.base_url}/nowhere") == "no redirect but 404"
