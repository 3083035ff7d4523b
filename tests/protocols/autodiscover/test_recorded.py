"""The recorded answers of Autodiscover, beside this service's: elements, texts, framing and header fields.

What is left out of the comparison, and why: what is each mailbox's or each server's own (`_OWN`); Date,
Content-Length and Connection, which are the listener's: it keeps the connection, the recorded redirect's server closes
it. Of SOAP and version 2 nothing is recorded. They skip where the recordings are absent.
"""

import json
import re
from functools import cache
from typing import Any

import pytest

from fakeserver.protocols.autodiscover import pox
from fakeserver.protocols.autodiscover.service import AutodiscoverService
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.protocols.ews.recordings import recordings_folder
from tests.world import World

_OF_THE_LISTENER = {"Date", "Content-Length", "Connection"}
#: What is another for each mailbox, organization and server: where it stands, and what it is shown as.
_OWN = (
    (r"(?<=<DisplayName>)[^<]+", "*"),
    (r"(?<=/cn=Recipients/cn=)[0-9a-f]{32}-\w+", "*"),
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<guid>"),
    (r"\w+@[\w.]+\.onmicrosoft\.com", "<address>"),
    (r"<guid>@[\w.]+\.onmicrosoft\.com", "<guid>@<domain>"),
    (r"\b\w+\.onmicrosoft\.com", "<domain>"),
    (r"(?<=<GroupingInformation>)[A-Z0-9]+", "*"),
)


@cache
def recorded() -> list[dict[str, Any]]:
    path = recordings_folder() / "API" / "ExchangeAutodiscoverTest.testGetAPI.json"
    answers: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return [answer for answer in answers if not answer["error"]]


def answered(base_url: str) -> HttpResponse:
    world = World.of("alice")
    tenant, alice = world.tenant, world.user()
    tenant.policies.ews_headers = "2020"
    token = tenant.token(tenant.public_app, alice, "EWS.AccessAsUser.All")
    body = (
        f'<Autodiscover xmlns="{pox.REQUEST}"><Request><EMailAddress>{alice.address}</EMailAddress>'
        f"<AcceptableResponseSchema>{pox.OUTLOOK}</AcceptableResponseSchema></Request></Autodiscover>"
    ).encode()
    headers = Headers([("Authorization", f"Bearer {token}")])
    request = HttpRequest("POST", "/autodiscover/autodiscover.xml", headers=headers, body=body, base_url=base_url)
    return AutodiscoverService(world.cloud).handle(request)


def shown(body: str) -> list[str]:
    for own, instead in _OWN:
        body = re.sub(own, instead, body)
    return body.split("\r\n")


def fields(answer: dict[str, Any]) -> list[str]:
    return [name for name, values in answer["headers"].items() if name not in _OF_THE_LISTENER for _ in values]


def test_the_settings_are_the_recorded_ones_line_by_line() -> None:
    _, theirs = recorded()
    ours = answered("https://autodiscover-s.outlook.com")
    assert ours.status == theirs["statusCode"]
    assert shown(ours.body.decode()) == shown(theirs["body"])


@pytest.mark.parametrize(
    ("number", "base_url"), [(0, "http://autodiscover.contoso.onmicrosoft.com"), (1, "https://outlook.office365.com")]
)
def test_the_header_fields_are_the_recorded_ones_in_their_order(number: int, base_url: str) -> None:
    theirs, ours = recorded()[number], answered(base_url)
    assert ours.status == theirs["statusCode"]
    assert [name for name, _ in ours.headers] == fields(theirs)
    assert not ours.chunked
    for name in (
        "Cache-Control",
        "Pragma",
        "Content-Type",
        "Location",
        "Server",
        "X-BackEndHttpStatus",
        "X-Powered-By",
    ):
        assert [value for key, value in ours.headers if key == name] == theirs["headers"].get(name, [])
