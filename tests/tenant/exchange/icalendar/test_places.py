"""Where an event takes place: lines as Exchange Online has them, and back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.icalendar.places import place_lines
from fakeserver.tenant.exchange.icalendar.reading import Calendar, read
from fakeserver.tenant.exchange.kinds.places import Place, PlaceAddress, PlaceSource

LAKE = Place(
    "Lake; north, side",
    "the hut",
    PlaceAddress("1 Lake Road", "Bath", "Somerset", "UK", "BA1", latitude=51.5, longitude=0.0,
                 formatted='1 Lake Road, "Bath"', uri="lake@contoso.com", source=PlaceSource.DEVICE),
)  # fmt: skip
_TEXTS = st.none() | st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)
_NUMBERS = st.none() | st.floats(-180, 180)
PLACES = st.builds(
    Place,
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30),
    _TEXTS,
    st.builds(
        PlaceAddress,
        street=_TEXTS,
        city=_TEXTS,
        state=_TEXTS,
        country=_TEXTS,
        postal_code=_TEXTS,
        latitude=_NUMBERS,
        longitude=_NUMBERS,
        formatted=_TEXTS,
        uri=_TEXTS,
        source=st.sampled_from(PlaceSource),
    ),
)


def event(*lines: str) -> Calendar:
    whole = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART:20260302T090000Z", *lines, "END:VEVENT"]
    return read("\r\n".join([*whole, "END:VCALENDAR", ""]).encode())


def said(found: Calendar) -> dict[str, Any]:
    assert found.event is not None
    return found.event.properties


def test_a_place_as_exchange_online_writes_it() -> None:
    place = Place("Hotel", address=PlaceAddress("Yuan 866", "Shanghai", latitude=31.1972, longitude=121.589))
    assert list(place_lines(place)) == [
        ("X-MICROSOFT-LOCATIONDISPLAYNAME", "Hotel"),
        ("X-MICROSOFT-LOCATIONSOURCE", "None"),
        ("X-MICROSOFT-LATITUDE", "31.1972"),
        ("X-MICROSOFT-LONGITUDE", "121.589"),
        ("X-MICROSOFT-LOCATIONSTREET", "Yuan 866"),
        ("X-MICROSOFT-LOCATIONCITY", "Shanghai"),
        (
            "X-MICROSOFT-LOCATIONS",
            '[{"DisplayName":"Hotel"\\,"LocationAnnotation":""\\,"LocationUri":""\\,"Latitude":31.1972\\,'
            '"Longitude":121.589\\,"LocationStreet":"Yuan 866"\\,"LocationCity":"Shanghai"\\,"LocationState":""\\,'
            '"LocationCountry":""\\,"LocationPostalCode":""\\,"LocationFullAddress":""}]',
        ),
    ]


def test_a_place_is_read_as_it_was_written() -> None:
    found = event(*(f"{name}:{value}" for name, value in place_lines(LAKE)))
    assert said(found)["place"] == LAKE
    assert found.remarks == []


@given(PLACES)
def test_any_place_is_read_as_it_was_written(place: Place) -> None:
    found = event(*(f"{name}:{value}" for name, value in place_lines(place)))
    assert said(found)["place"] == place


def test_a_place_that_was_written_without_escapes() -> None:
    line = 'X-MICROSOFT-LOCATIONS:[{"DisplayName":"Hall","Latitude":true,"LocationCity":7},{"DisplayName":"Lake"}]'
    assert said(event(line))["place"] == Place("Hall")


@pytest.mark.parametrize("listed", ["[]", '[{"DisplayName":""}]', '[{"LocationCity":"Bath"}]'])
def test_a_list_without_a_name_is_no_place(listed: str) -> None:
    found = event(f"X-MICROSOFT-LOCATIONS:{listed}")
    assert "place" not in said(found)
    assert found.remarks == []


@pytest.mark.parametrize("wrong", ["", "{", "7", "[7]", '{"DisplayName":"Hall"}', "[" * 5_000 + "]" * 5_000])
def test_what_is_no_list_of_places_is_told(wrong: str) -> None:
    found = event(f"X-MICROSOFT-LOCATIONS:{wrong}")
    assert "place" not in said(found)
    assert len(found.remarks) == 1
    assert "X-MICROSOFT-LOCATIONS" in found.remarks[0]


@given(st.text(alphabet='[]{}":,\\nteDisplayName0.', max_size=60))
def test_whatever_stands_there_the_event_is_read(text: str) -> None:
    assert said(event(f"X-MICROSOFT-LOCATIONS:{text}"))["uid"] == "1"
