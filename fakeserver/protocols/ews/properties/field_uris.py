"""Which FieldURIs the schema has; most of them name a row of the catalogue.

Source: UnindexedFieldURIType of types.xsd, with which a test compares them.
"""

from typing import Final

from fakeserver.protocols.ews.properties.folder import ABSENT_FOLDER_FIELDS, FOLDER_FIELDS
from fakeserver.protocols.ews.properties.table import ALL_ROWS

#: Prefixes of objects that are neither items nor folders here; any name is accepted after the colon.
_OTHER_KINDS: Final = frozenset(
    "conversation person persona rolemember network abchperson booking insight sharingMessage".split()
)
#: Elements of the schema that no FieldURI names.
_UNNAMED: Final = frozenset(
    "item:ExtendedProperty item:SearchKey item:SortKey message:MailboxGuids message:SenderSMTPAddress "
    "calendar:IntendedFreeBusyStatus".split()
)
#: FieldURIs of the schema that are not in the catalogue: properties that nothing here ever has.
WITHOUT_ROWS: Final = {
    "item": "FirstBody",
    "contacts": "AbchContactId AccountName Cid Comment ContactShortId ContactType ConversationGuid CreatedBy Culture "
    "Gender HidePresenceAndProfile ImMri InviteFree IsAutoUpdateDisabled IsHidden IsMessengerEnabled IsPendingOutbound "
    "IsPrivate MobileIMEnabled Mris NotInBirthdayCalendar ObjectId OtherMri PartnerNetworkProfilePhotoUrl "
    "PartnerNetworkThumbnailPhotoUrl PassportId PersonId PresenceTrustLevel ProfileLastChanged ShellContactType "
    "SkypeAuthCertificate SkypeContext SkypeId SkypeRelationship SourceId SupportGroupFeeds TrustLevel UnifiedInbox "
    "Urls UserTileHash Wlid XboxLiveTag YomiNickname",
}

_KNOWN: Final = (
    frozenset(row.uri for row in ALL_ROWS)
    | frozenset(FOLDER_FIELDS)
    | frozenset(ABSENT_FOLDER_FIELDS)
    | frozenset(f"{kind}:{name}" for kind, names in WITHOUT_ROWS.items() for name in names.split())
) - _UNNAMED


def is_field_uri(uri: str) -> bool:
    """Say whether the schema has a FieldURI; case counts."""
    return uri in _KNOWN or uri.partition(":")[0] in _OTHER_KINDS
