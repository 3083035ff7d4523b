"""Where a proxy leads."""

from collections.abc import Mapping

import pytest

from fakeserver.listeners.proxy.routes import NoRoute, Route, Routes
from fakeserver.redirect import Redirects

TABLE = Redirects(
    {("outlook.office365.com", 993): ("127.0.0.1", 1993), ("localhost", 443): ("127.0.0.1", 1443)},
    frozenset({"outlook.office365.com"}),
    frozenset({"office.com"}),
)
PROXY = {"https_proxy": "http://user%40corp:s%3Acret@proxy.corp.example:3128", "no_proxy": ".corp.example,10.0.0.1"}


def routes(environment: Mapping[str, str]) -> Routes:
    return Routes(TABLE, environment)


def test_what_is_led_leads_to_the_fake_past_another_proxy() -> None:
    assert routes(PROXY).route("Outlook.Office365.com", 993, "https") == Route("127.0.0.1", 1993)
    assert routes({}).route("localhost", 443, "https") == Route("127.0.0.1", 1443)


def test_what_is_closed_leads_nowhere_and_why_is_kept() -> None:
    some = routes({})
    for _ in range(2):
        with pytest.raises(NoRoute, match="port 143 is kept from the network: only 993 leads to the fake"):
            some.route("outlook.office365.com", 143, "https")
    with pytest.raises(NoRoute, match=r"www\.office\.com port 443 .*::test_what_is_closed"):
        some.route("www.office.com", 443, "https")
    assert [line.split()[0] for line in some.refused] == [*["outlook.office365.com"] * 2, "www.office.com"]


def test_all_other_names_are_gone_to_directly() -> None:
    assert routes({}).route("localhost", 8080, "http") == Route("localhost", 8080)
    assert routes({}).route("example.com", 443, "https") == Route("example.com", 443)


def test_all_other_names_are_asked_of_the_proxy_that_was_there() -> None:
    there = Route("proxy.corp.example", 3128, True, "Basic dXNlckBjb3JwOnM6Y3JldA==")
    assert routes(PROXY).route("example.com", 443, "https") == there
    assert routes(PROXY).route("example.com", 80, "http") == Route("example.com", 80)
    assert routes(PROXY).route("wiki.corp.example", 443, "https") == Route("wiki.corp.example", 443)
    assert routes({"ALL_PROXY": "proxy.corp.example"}).route("example.com", 80, "http") == Route(
        "proxy.corp.example", 80, True
    )


def test_a_proxy_of_another_kind_cannot_be_asked() -> None:
    with pytest.raises(NoRoute, match="none of HTTP: socks5"):
        routes({"ALL_PROXY": "socks5://proxy.corp.example"}).route("example.com", 443, "https")
