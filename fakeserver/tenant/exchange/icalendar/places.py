"""Where an event takes place, in the lines that Exchange has beside LOCATION.

Source: calendar objects that Exchange Online sent, whose X-MICROSOFT-LOCATIONS is JSON, and repeated by the others.
"""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from fakeserver.tenant.exchange.icalendar.component import Reader
from fakeserver.tenant.exchange.icalendar.lines import escaped, unescaped
from fakeserver.tenant.exchange.kinds.places import Place, PlaceAddress, PlaceSource

_SOURCE_WORDS: Final = {
    PlaceSource.NONE: "None",
    PlaceSource.LOCATION_SERVICES: "LocationServices",
    PlaceSource.PHONEBOOK_SERVICES: "PhonebookServices",
    PlaceSource.DEVICE: "Device",
    PlaceSource.CONTACT: "Contact",
    PlaceSource.RESOURCE: "Resource",
}
_SOURCES: Final = {word: source for source, word in _SOURCE_WORDS.items()}
_SOURCE_LINE: Final = "X-MICROSOFT-LOCATIONSOURCE"
#: Key in the JSON -> attribute of the address, in the order of the keys.
_TEXTS: Final = {
    "LocationStreet": "street",
    "LocationCity": "city",
    "LocationState": "state",
    "LocationCountry": "country",
    "LocationPostalCode": "postal_code",
    "LocationFullAddress": "formatted",
}
_NUMBERS: Final = {"Latitude": "latitude", "Longitude": "longitude"}
#: Lines that say again what the JSON says.
REPEATED: Final = frozenset(
    f"X-MICROSOFT-{name}".upper() for name in ("LocationDisplayName", "LocationUri", *_NUMBERS, *_TEXTS)
) | {_SOURCE_LINE}


def place_lines(place: Place) -> Iterator[tuple[str, str]]:
    """Yield the lines of a place. What they have no room for, as its altitude, is not told.

    Assumption: the place of the lines for an address on the web and for a postal code.
    """
    address = place.address or PlaceAddress()
    numbers = {key: value for key, name in _NUMBERS.items() if (value := getattr(address, name)) is not None}
    texts = {key: getattr(address, name) or "" for key, name in _TEXTS.items()}
    said = {
        "DisplayName": place.name,
        "LocationAnnotation": place.annotation or "",
        "LocationUri": address.uri or "",
        **numbers,
        **texts,
    }
    yield "X-MICROSOFT-LOCATIONDISPLAYNAME", escaped(place.name)
    yield _SOURCE_LINE, _SOURCE_WORDS[address.source or PlaceSource.NONE]
    for key, value in {"LocationUri": address.uri, **numbers, **texts}.items():
        if value or key in numbers:
            yield f"X-MICROSOFT-{key}".upper(), escaped(str(value))
    yield "X-MICROSOFT-LOCATIONS", escaped(json.dumps([said], ensure_ascii=False, separators=(",", ":")))


def read_place(reader: Reader, value: Any) -> None:
    """Set the first of the places that X-MICROSOFT-LOCATIONS lists, if any of them has a name.

    Raises:
        One of `NO_VALUE`: it is no list of places.
    """
    listed = _parsed(str(value))
    if not listed or not (name := _text(listed[0], "DisplayName")):
        return
    first = listed[0]
    source = _SOURCES.get(str(reader.component.get(_SOURCE_LINE, "")))
    parts = {name: _text(first, key) for key, name in {"LocationUri": "uri", **_TEXTS}.items()}
    parts |= {name: _number(first, key) for key, name in _NUMBERS.items()}
    address = PlaceAddress(**{name: part for name, part in parts.items() if part is not None}, source=source)
    reader.set(place=Place(name, _text(first, "LocationAnnotation"), None if address == PlaceAddress() else address))


def _parsed(text: str) -> list[Mapping[str, Any]]:
    try:
        listed = _json(text)
    except RecursionError as problem:
        raise ValueError("it lies too deep within itself") from problem
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ValueError("no list of places")
    return listed


def _json(text: str) -> Any:
    try:
        return json.loads(unescaped(text))
    except ValueError:
        # Some programs write it without escapes.
        return json.loads(text)


def _text(place: Mapping[str, Any], key: str) -> str | None:
    value = place.get(key)
    return value if isinstance(value, str) and value else None


def _number(place: Mapping[str, Any], key: str) -> float | None:
    value = place.get(key)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) else None
