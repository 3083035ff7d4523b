from dataclasses import replace

import pytest

from fakeserver.tenant.journal.wanted import Names, Wanted, chosen, nobody, refusals_named, wanted
from fakeserver.tenant.places import EVERYWHERE, named
from fakeserver.tenant.refusals import TokenExpired
from tests.tenant.journal.noted import exchange

NAMES = Names(nobody, nobody)


def test_a_kind_of_refusals_means_each_of_them() -> None:
    assert refusals_named("TokenExpired") == {"TokenExpired"}
    assert {"TokenExpired", "AudienceWrong", "PasswordRefused"} <= refusals_named("AuthenticationRefused")
    with pytest.raises(ValueError, match=r"they are in fakeserver\.tenant\.refusals"):
        refusals_named("zzzzzz")


def test_an_endpoint_is_a_place_of_its_own() -> None:
    token = exchange(0, "OAuth", "token", "200")
    keys = exchange(0, "OAuth", "keys", "200")
    nameless = exchange(0, "OAuth", "", "404")
    assert chosen([token, keys, nameless], wanted(NAMES, "token")) == [token]
    assert chosen([token, keys, nameless], wanted(NAMES, "oauth")) == [token, keys, nameless]


@pytest.mark.parametrize(
    ("place", "protocol", "operation"),
    [("ews", "EWS", "PlayOnPhone"), ("imap", "IMAP", "TLS handshake"), ("autodiscover", "Autodiscover", "")],
)
def test_a_protocol_has_what_no_list_of_its_names_has(place: str, protocol: str, operation: str) -> None:
    asked = exchange(0, protocol, operation, "500")
    assert chosen([asked], wanted(NAMES, place)) == [asked]


def test_it_is_said_in_words() -> None:
    wish = Wanted(place=named("imap", "FETCH", EVERYWHERE), operation="FETCH", user="alice", client_id="1")
    assert wish.what == "FETCH on IMAP by alice by the application 1"


def test_what_is_said_unasked_is_nothing_that_was_asked() -> None:
    assert not Wanted().fits(exchange(0, answered=""))
    assert not Wanted(is_refused=True).fits(exchange(0))


def test_what_is_refused_unasked_is_refused() -> None:
    goodbye = replace(exchange(0, "IMAP", "nothing", "BYE", TokenExpired()), operation="")
    assert Wanted(is_refused=True).fits(goodbye)
    assert not Wanted().fits(goodbye)


def test_a_refusal_is_found_by_its_kind() -> None:
    assert Wanted(refusals=refusals_named("TokenExpired")).fits(exchange(0, "IMAP", "FETCH", "BYE", TokenExpired()))
