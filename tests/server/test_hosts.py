"""Which protocol answers, by path and by port."""

import pytest

from fakeserver.server.hosts import Protocols
from fakeserver.tenant.cloud import Cloud
from fakeserver.wire import HttpRequest, HttpResponse


def answer(cloud: Cloud, path: str) -> HttpResponse:
    found = Protocols(cloud, plain=False).answer(HttpRequest("GET", path))
    assert isinstance(found, HttpResponse)
    return found


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/common/v2.0/.well-known/openid-configuration", 200),
        ("/autodiscover/autodiscover.json", 400),
        ("/AutoDiscover/AutoDiscover.xml", 401),
        ("/EWS/Exchange.asmx", 401),
    ],
)
def test_each_service_has_its_paths_without_case(cloud: Cloud, path: str, status: int) -> None:
    assert answer(cloud, path).status == status


@pytest.mark.parametrize("path", ["", "/ews/nothing", "/owa/", "/favicon.ico"])
def test_other_paths_are_the_plain_page(cloud: Cloud, path: str) -> None:
    assert answer(cloud, path).status == 404


def test_a_request_that_nobody_answers_is_noted(cloud: Cloud) -> None:
    protocols = Protocols(cloud, plain=False)
    for host in ("https://graph.microsoft.com", "https://localhost:8443"):
        protocols.answer(HttpRequest("GET", "/owa/me", base_url=host))
    assert [(entry.protocol, entry.asked, entry.answered) for entry in cloud.journal.entries] == [
        ("HTTP", "GET https://graph.microsoft.com/owa/me", "404 (the fake has nothing at this address)"),
        ("HTTP", "GET https://localhost:8443/owa/me", "404 (the fake has nothing at this address)"),
    ]


@pytest.mark.parametrize(("plain", "offers"), [(False, True), (True, False)])
def test_a_session_for_each_port(cloud: Cloud, plain: bool, offers: bool) -> None:
    protocols = Protocols(cloud, plain=plain)
    for make in (protocols.imap, protocols.pop3):
        assert make("192.0.2.1") is not make("192.0.2.1")
    smtp = protocols.smtp("192.0.2.1")
    assert (b"STARTTLS" in smtp.receive(b"EHLO client\r\n")) is offers
