"""GetAppManifests: which add-ins a mailbox has.

Source: web-service-reference/getappmanifests-operation, whose answer lists them in m:Apps. Assumption: so does it where
there is none. (A real mailbox has those that come with Outlook.)
"""

from typing import Final

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import boolean_of, content
from fakeserver.protocols.ews.soap.writing import Xml

_TEXTS: Final = ("ApiVersionSupported", "SchemaVersionSupported")
_FLAGS: Final = ("IncludeAllInstalledAddIns", "IncludeEntitlementData", "IncludeManifestData", "IncludeCustomAppsData")


@operation(
    "GetAppManifests",
    answer=Flat("<m:Apps/>"),
    since="Exchange2013",
    request=complex_type(
        elements=each(" ".join(f"m:{name}" for name in (*_TEXTS, *_FLAGS)), TEXT),
        not_performed="m:ExtensionIds m:AddIns",
    ),
)
def get_app_manifests(call: Call) -> Xml:
    """Return none: nobody has installed any, and nobody may."""
    for name in _TEXTS:
        content(call.parts.get(m(name)))
    for name in _FLAGS:
        if (given := call.parts.get(m(name))) is not None:
            boolean_of(given)
    return Xml("<m:Apps/>")
