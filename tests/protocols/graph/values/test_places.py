"""Places of events, and postal addresses, in JSON."""

from typing import Any

import pytest

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.values.places import postal, read, read_postal, read_several, written
from fakeserver.tenant.exchange.kinds.contact import PostalAddress

CAFE = {
    "displayName": "Fourth Coffee",
    "locationType": "businessAddress",
    "address": {"street": "4567 Main St", "city": "Redmond", "state": "WA", "countryOrRegion": "US"},
    "coordinates": {"latitude": 47.672, "longitude": -102.103},
    "locationUri": "https://coffee.example",
}


def shown(given: dict[str, Any] | None) -> dict[str, Any]:
    known = read(given, "location")
    return written(known["location"], known["place"])


def test_nowhere_has_empty_members() -> None:
    nowhere = {
        "displayName": "",
        "locationType": "default",
        "uniqueIdType": "unknown",
        "address": {},
        "coordinates": {},
    }
    assert shown(None) == shown({}) == nowhere


def test_a_name_alone_is_a_private_place() -> None:
    place = {"displayName": "Bar", "locationType": "default", "uniqueId": "Bar", "uniqueIdType": "private"}
    assert shown({"displayName": "Bar"}) == shown(place) == place


def test_a_place_is_written_as_it_was_read() -> None:
    assert shown(CAFE) == {**CAFE, "uniqueId": "Fourth Coffee", "uniqueIdType": "private"}


def test_a_room_has_an_address_of_mail() -> None:
    room = shown({"displayName": "Attic", "locationEmailAddress": "attic@contoso.example"})
    assert (room["locationType"], room["locationEmailAddress"]) == ("conferenceRoom", "attic@contoso.example")


def test_the_list_has_one_place_at_most() -> None:
    assert read_several([], "locations") == read_several(None, "locations") == {"location": None, "place": None}
    assert read_several([{"displayName": "Bar"}], "locations")["location"] == "Bar"
    with pytest.raises(GraphError, match="NotImplemented"):
        read_several([{"displayName": "Bar"}, {"displayName": "Cafe"}], "locations")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("Bar", "BadRequest"),
        ({"name": "Bar"}, "RequestBodyRead"),
        ({"displayName": 1}, "BadRequest"),
        ({"locationType": "moon"}, "BadRequest"),
        ({"locationType": "hotel"}, "NotImplemented"),
        ({"uniqueIdType": "other"}, "BadRequest"),
        ({"coordinates": {"latitude": "47"}}, "BadRequest"),
        ({"address": {"line": "4567"}}, "RequestBodyRead"),
    ],
)
def test_what_is_no_place_is_refused(given: Any, code: str) -> None:
    with pytest.raises(GraphError, match=code):
        read(given, "location")


def test_postal_addresses_have_what_is_known() -> None:
    address = read_postal({"city": "Redmond", "state": None}, "homeAddress")
    assert address == PostalAddress(city="Redmond")
    assert (postal(address), postal(None)) == ({"city": "Redmond"}, {})
    assert read_postal({}, "homeAddress") is read_postal(None, "homeAddress") is None
