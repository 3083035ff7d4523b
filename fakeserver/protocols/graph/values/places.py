"""location and physicalAddress: where an event takes place, and where letters go.

Sources: resources/location; the samples of user-post-events. Assumption: a location with an address of mail is a room
of the organization, as EWS has it (LocationSource Resource, and the address as LocationUri).
"""

from collections.abc import Mapping
from typing import Any, Final

from fakeserver.protocols.graph.body import of_type
from fakeserver.protocols.graph.errors import MISMATCH, NOT_PERFORMED, GraphError
from fakeserver.protocols.graph.values.reading import chosen, structure, text
from fakeserver.tenant.exchange.kinds.contact import PostalAddress
from fakeserver.tenant.exchange.kinds.places import Place, PlaceAddress, PlaceSource

_POSTAL: Final = {
    "street": "street",
    "city": "city",
    "state": "state",
    "countryOrRegion": "country",
    "postalCode": "postal_code",
}
_COORDINATES: Final = {
    "latitude": "latitude",
    "longitude": "longitude",
    "accuracy": "accuracy",
    "altitude": "altitude",
    "altitudeAccuracy": "altitude_accuracy",
}
_LOCATION: Final = frozenset(
    "displayName locationType uniqueId uniqueIdType address coordinates locationUri locationEmailAddress".split()
)
#: Word -> what the store keeps of it, as ``type`` of an address.
_TYPES: Final = {"default": "", "conferenceRoom": "room", "homeAddress": "Home", "businessAddress": "Business"}
_ROOM: Final = "conferenceRoom"
_OTHER_TYPES: Final = "geoCoordinates streetAddress hotel restaurant localBusiness postalAddress".split()
_ID_TYPES: Final = {word: word for word in "unknown locationStore directory private bing".split()}
NOWHERE: Final[Mapping[str, Any]] = {
    "displayName": "",
    "locationType": "default",
    "uniqueIdType": "unknown",
    "address": {},
    "coordinates": {},
}


# --- writing ----------------------------------------------------------------------------------------------------------


def written(name: str | None, place: Place | None) -> dict[str, Any]:
    """Return where an event takes place: by its name alone, or with what is known of the place."""
    if not name and place is None:
        return dict(NOWHERE)
    shown: dict[str, Any] = {"displayName": name or (place.name if place is not None else "")}
    address = None if place is None else place.address
    is_room = address is not None and address.source is PlaceSource.RESOURCE
    kind = next((word for word, meant in _TYPES.items() if address is not None and meant == address.type), "default")
    shown["locationType"] = _ROOM if is_room else kind
    if address is not None and address.uri:
        shown["locationEmailAddress" if is_room else "locationUri"] = address.uri
    shown |= {"uniqueId": shown["displayName"], "uniqueIdType": "private"}
    if address is None:
        return shown
    shown["address"] = _given(address, _POSTAL)
    shown["coordinates"] = _given(address, _COORDINATES)
    return {member: value for member, value in shown.items() if value != {}}


def postal(address: PostalAddress | None) -> dict[str, str]:
    """Return a physicalAddress; empty where there is none."""
    return {} if address is None else _given(address, _POSTAL)


def _given(address: Any, names: Mapping[str, str]) -> dict[str, Any]:
    return {member: value for member, field in names.items() if (value := getattr(address, field)) not in (None, "")}


# --- reading ----------------------------------------------------------------------------------------------------------


def read(value: Any, name: str) -> dict[str, Any]:
    """Read a location, or null; return the properties of an appointment that it is.

    Raises:
        GraphError: it is none, or has what the store has no place for.
    """
    if value is None:
        return {"location": None, "place": None}
    given = structure(value, name, "location", _LOCATION)
    shown = text(given.get("displayName"), "displayName") or ""
    kind = _kind(given)
    if (id_type := given.get("uniqueIdType")) is not None:
        chosen(id_type, "uniqueIdType", _ID_TYPES)
    text(given.get("uniqueId"), "uniqueId")
    mail, uri = (
        text(given.get("locationEmailAddress"), "locationEmailAddress"),
        text(given.get("locationUri"), "locationUri"),
    )
    known = _values(given.get("address"), "address", "physicalAddress", _POSTAL, _string)
    known |= _values(given.get("coordinates"), "coordinates", "outlookGeoCoordinates", _COORDINATES, _float)
    if mail or kind == _ROOM:
        known |= {"source": PlaceSource.RESOURCE, "uri": mail}
    elif uri:
        known["uri"] = uri
    if kind not in ("default", _ROOM):
        known["type"] = _TYPES[kind]
    known = {field: each for field, each in known.items() if each is not None}
    return {"location": shown or None, "place": Place(shown, address=PlaceAddress(**known)) if known else None}


def read_several(value: Any, name: str) -> dict[str, Any]:
    """Read the list of an event's locations, which is that of one, or of none.

    Raises:
        GraphError: it is none, or has several.
    """
    given = [] if value is None else of_type(value, list, name)
    if len(given) > 1:
        raise GraphError(NOT_PERFORMED, what="several locations of one event")
    return read(given[0] if given else None, name)


def read_postal(value: Any, name: str) -> PostalAddress | None:
    """Read a physicalAddress, or null.

    Raises:
        GraphError: it is none.
    """
    known = _values(value, name, "physicalAddress", _POSTAL, _string)
    known = {field: each for field, each in known.items() if each}
    return PostalAddress(**known) if known else None


def _kind(given: Mapping[str, Any]) -> str:
    word = given.get("locationType")
    if word is None:
        return "default"
    known = chosen(word, "locationType", {each: each for each in (*_TYPES, *_OTHER_TYPES)})
    if known in _OTHER_TYPES:
        raise GraphError(NOT_PERFORMED, what=f"the locationType {known}")
    return known


def _values(value: Any, name: str, kind: str, names: Mapping[str, str], read_one: Any) -> dict[str, Any]:
    if value is None:
        return {}
    given = structure(value, name, kind, frozenset(names))
    return {field: read_one(given.get(member), member) for member, field in names.items()}


def _string(value: Any, name: str) -> str | None:
    return text(value, name) or None


def _float(value: Any, name: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise GraphError(MISMATCH, name=name)
    return float(value)
