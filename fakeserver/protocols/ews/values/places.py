"""t:EnhancedLocationType: where an appointment takes place."""

from typing import Final

from fakeserver.protocols.ews.values.simple import DOUBLE, STRING, enumeration
from fakeserver.protocols.ews.values.structure import part, structure
from fakeserver.tenant.exchange.kinds.places import Place, PlaceAddress, PlaceSource

_SOURCE: Final = enumeration(
    "LocationSourceType",
    {
        "None": PlaceSource.NONE,
        "LocationServices": PlaceSource.LOCATION_SERVICES,
        "PhonebookServices": PlaceSource.PHONEBOOK_SERVICES,
        "Device": PlaceSource.DEVICE,
        "Contact": PlaceSource.CONTACT,
        "Resource": PlaceSource.RESOURCE,
    },
)

_ADDRESS: Final = structure(
    PlaceAddress,
    part("Street", "street", STRING),
    part("City", "city", STRING),
    part("State", "state", STRING),
    part("Country", "country", STRING),
    part("PostalCode", "postal_code", STRING),
    part("PostOfficeBox", "post_office_box", STRING),
    part("Type", "type", STRING),
    part("Latitude", "latitude", DOUBLE),
    part("Longitude", "longitude", DOUBLE),
    part("Accuracy", "accuracy", DOUBLE),
    part("Altitude", "altitude", DOUBLE),
    part("AltitudeAccuracy", "altitude_accuracy", DOUBLE),
    part("FormattedAddress", "formatted", STRING),
    part("LocationUri", "uri", STRING),
    part("LocationSource", "source", _SOURCE),
)

PLACE: Final = structure(
    Place,
    part("DisplayName", "name", STRING, required=True),
    part("Annotation", "annotation", STRING),
    part("PostalAddress", "address", _ADDRESS),
)
