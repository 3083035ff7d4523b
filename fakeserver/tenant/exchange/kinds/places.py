"""Where an appointment takes place."""

from dataclasses import dataclass
from enum import StrEnum, auto


class PlaceSource(StrEnum):
    """Where an address was found."""

    NONE = auto()
    LOCATION_SERVICES = auto()
    PHONEBOOK_SERVICES = auto()
    DEVICE = auto()
    CONTACT = auto()
    RESOURCE = auto()


@dataclass(frozen=True, slots=True)
class PlaceAddress:
    """An address with its position on the map; what was not given is None."""

    street: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    postal_code: str | None = None
    post_office_box: str | None = None
    type: str | None = None
    #: degrees
    latitude: float | None = None
    longitude: float | None = None
    #: meters
    accuracy: float | None = None
    altitude: float | None = None
    altitude_accuracy: float | None = None
    formatted: str | None = None
    uri: str | None = None
    source: PlaceSource | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place with a name, and what is known of it."""

    name: str
    annotation: str | None = None
    address: PlaceAddress | None = None
