"""The tables of a running fake."""

import socket
from typing import Any

import pytest

from fakeserver.redirect import Redirects, redirected, service_redirects, sign_in_redirects
from fakeserver.service_names import GRAPH

HERE = (("here", 1), ("here", 2), ("here", 3), ("here", 4))


def test_the_services_names_lead_to_each_protocol() -> None:
    redirects = service_redirects(*HERE, ["Contoso.com"])
    ports = {port: target[1] for (name, port), target in redirects.targets.items() if name == "outlook.office365.com"}
    assert ports == {443: 1, 993: 2, 995: 3, 587: 4}
    assert redirects.targets["smtp.office365.com", 587] == ("here", 4)
    assert redirects.targets["autodiscover.contoso.com", 443] == ("here", 1)


@pytest.mark.parametrize("name", GRAPH)
def test_graph_answers_on_the_port_of_https_alone(name: str) -> None:
    redirects = service_redirects(*HERE, [])
    assert {port: target for (host, port), target in redirects.targets.items() if host == name} == {443: HERE[0]}
    assert redirects.closes(name)


def test_nothing_of_the_services_names_leaves_the_machine() -> None:
    redirects = service_redirects(*HERE, ["contoso.com"])
    with redirected(redirects), pytest.raises(socket.gaierror, match="kept from the network: only 443, 587, 993, 995"):
        socket.create_connection(("outlook.office365.com", 143), 60)


@pytest.mark.parametrize("name", ["www.office.com", "teams.microsoft.com", "contoso.sharepoint.com", "contoso.com"])
def test_names_that_are_not_led_are_closed(name: str) -> None:
    assert service_redirects(*HERE, ["contoso.com"]).closes(name)


@pytest.mark.parametrize(
    "name", ["example.blob.core.windows.net", "example.azurewebsites.net", "notmicrosoft.com", "www.contoso.com"]
)
def test_a_programs_own_names_are_not_closed(name: str) -> None:
    assert not service_redirects(*HERE, ["contoso.com"]).closes(name)


def test_names_are_closed_and_opened_as_asked() -> None:
    redirects = service_redirects(
        *HERE, [], closed_names=["example.com", "münchen.example"], open_names=["learn.microsoft.com"]
    )
    assert redirects.closes("www.xn--mnchen-3ya.example")
    assert redirects.closes("api.example.com")
    assert not redirects.closes("learn.microsoft.com")
    assert redirects.closes("outlook.office365.com")


def test_signing_in_closes_nothing() -> None:
    redirects = sign_in_redirects(("here", 1))
    assert redirects == Redirects({("localhost", 443): ("here", 1)})
    assert not redirects.closes("localhost")


def test_every_host_of_sign_in_that_msal_knows_is_closed() -> None:
    authority: Any = pytest.importorskip("msal.authority")
    customers = {f"contoso.{suffix}" for suffix in authority.WELL_KNOWN_B2C_HOSTS}
    table = service_redirects(*HERE, [])
    assert [name for name in {*authority.WELL_KNOWN_AUTHORITY_HOSTS, *customers} if not table.closes(name)] == []
