"""Properties of contacts that came with Exchange 2015, for contacts that other networks have too.

A contact of a mailbox keeps what is set, as the tests of OfficeDev/Interop-TestSuites, MS-OXWSCONT (S06), set some of
them. Assumption: all can be set, and mean nothing to the service. Recorded contacts of Exchange Online have three that
nobody has set, whatever version was asked for.
"""

from typing import Final

from fakeserver.protocols.ews.properties.field import ALL, Field
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import (
    BOOLEAN,
    INTEGER,
    LONG,
    STRING,
    STRINGS,
    ValueType,
    enumeration,
    plain,
)
from fakeserver.protocols.ews.values.structure import items, part, sequence, structure
from fakeserver.tenant.exchange.kinds.contact_networks import ContactUrl, NetworkEmail

_GUID: Final = plain(spelling.GUID)


def _words(name: str, words: str) -> ValueType:
    return enumeration(name, {word: word for word in words.split()})


EMAILS: Final = sequence(
    items(
        "Email",
        structure(
            NetworkEmail,
            part("Type", "kind", _words("AbchEmailAddressTypeType", "Personal Business Other Passport"), required=True),
            part("Address", "address", STRING, required=True),
            part("IsMessengerEnabled", "is_messenger_enabled", BOOLEAN),
            part("Capabilities", "capabilities", LONG),
        ),
    )
)
_URLS: Final = sequence(
    items(
        "Url",
        structure(
            ContactUrl,
            part(
                "Type",
                "kind",
                _words(
                    "ContactUrlKeyType",
                    "Personal Business Attachment EbcDisplayDefinition EbcFinalImage EbcLogo Feed Image InternalMarker "
                    "Other",
                ),
                required=True,
            ),
            part("Name", "name", STRING),
            part("Address", "address", STRING),
        ),
    )
)


def _kept(name: str, of_type: ValueType = STRING, *, always: bool = False) -> Field:
    """Return the row of a property that is kept as it is set."""
    return Field(
        f"contacts:{name}",
        of_type,
        ALL,
        writable=True,
        searchable=of_type.constant is not None,
        in_every_version=always,
    )


NETWORKS: Final = (
    _kept("AccountName", always=True),
    _kept("IsAutoUpdateDisabled", BOOLEAN),
    _kept("IsMessengerEnabled", BOOLEAN),
    _kept("Comment"),
    _kept("ContactShortId", INTEGER),
    _kept("ContactType"),
    _kept("Gender"),
    _kept("IsHidden", BOOLEAN),
    _kept("ObjectId", always=True),
    _kept("PassportId", LONG),
    _kept("IsPrivate", BOOLEAN),
    _kept("SourceId", always=True),
    _kept("TrustLevel", INTEGER),
    _kept("CreatedBy"),
    _kept("Urls", _URLS),
    _kept("Cid", LONG),
    _kept("SkypeAuthCertificate"),
    _kept("SkypeContext"),
    _kept("SkypeId"),
    _kept("SkypeRelationship"),
    _kept("YomiNickname"),
    _kept("XboxLiveTag"),
    _kept("InviteFree", BOOLEAN),
    _kept("HidePresenceAndProfile", BOOLEAN),
    _kept("IsPendingOutbound", BOOLEAN),
    _kept("SupportGroupFeeds", BOOLEAN),
    _kept("UserTileHash"),
    _kept("UnifiedInbox", BOOLEAN),
    _kept("Mris", STRINGS),
    _kept("Wlid"),
    _kept("AbchContactId", _GUID),
    _kept("NotInBirthdayCalendar", BOOLEAN),
    _kept("ShellContactType"),
    _kept("ImMri"),
    _kept("PresenceTrustLevel", INTEGER),
    _kept("OtherMri"),
    _kept("ProfileLastChanged"),
    _kept("MobileIMEnabled", BOOLEAN),
    _kept("PartnerNetworkProfilePhotoUrl"),
    _kept("PartnerNetworkThumbnailPhotoUrl"),
    _kept("PersonId"),
    _kept("ConversationGuid", _GUID),
)
