"""Properties of calendar items, meeting messages, contacts, tasks and posts, as they are stored: by name and kind.

Nothing is derived from them yet: what a client writes is what it reads back.
"""

from collections.abc import Iterator
from typing import Final

from fakeserver.protocols.ews.catalogue.kinds import (
    BASE64,
    BOOLEAN,
    DATE_TIME,
    FLOAT,
    INTEGER,
    STRING,
    STRINGS,
    Kind,
)
from fakeserver.protocols.ews.catalogue.structures import ADDRESSES, DICTIONARY, FRAGMENT, RECIPIENT, TIME_ZONE

#: Prefix -> kind -> names. A star in front: in the Default shape. A minus behind: clients may not set it.
_ROWS: Final[dict[str, tuple[tuple[Kind, str], ...]]] = {
    "calendar": (
        (
            DATE_TIME,
            "*Start *End OriginalStart- StartWallClock- EndWallClock- AppointmentReplyTime- RecurrenceId- "
            "DateTimeStamp-",
        ),
        (
            BOOLEAN,
            "IsAllDayEvent IsMeeting- IsCancelled- IsRecurring- MeetingRequestWasSent- IsResponseRequested "
            "AllowNewTimeProposal IsOnlineMeeting IsOrganizer- DoNotForwardMeeting",
        ),
        (
            STRING,
            "*LegacyFreeBusyStatus *Location When CalendarItemType- MyResponseType- Duration- TimeZone- "
            "MeetingWorkspaceUrl NetShowUrl UID StartTimeZoneId- EndTimeZoneId- JoinOnlineMeetingUrl-",
        ),
        (
            INTEGER,
            "ConflictingMeetingCount- AdjacentMeetingCount- AppointmentSequenceNumber- AppointmentState- "
            "ConferenceType",
        ),
        (RECIPIENT, "*Organizer-"),
        (
            FRAGMENT,
            "RequiredAttendees OptionalAttendees Resources Recurrence FirstOccurrence- LastOccurrence- "
            "ModifiedOccurrences- DeletedOccurrences- MeetingTimeZone EnhancedLocation InboxReminders",
        ),
        (TIME_ZONE, "StartTimeZone EndTimeZone"),
    ),
    "meeting": (
        (BOOLEAN, "IsDelegated- IsOutOfDate- HasBeenProcessed-"),
        (STRING, "ResponseType-"),
        (DATE_TIME, "ProposedStart- ProposedEnd-"),
    ),
    "meetingRequest": ((STRING, "MeetingRequestType- IntendedFreeBusyStatus-"),),
    "task": (
        (
            INTEGER,
            "ActualWork ChangeCount- IsAssignmentEditable- TotalWork",
        ),
        (DATE_TIME, "AssignedTime- CompleteDate *DueDate *StartDate"),
        (STRING, "BillingInformation DelegationState- Delegator- Mileage Owner- *Status StatusDescription-"),
        (STRINGS, "Companies Contacts"),
        (BOOLEAN, "IsComplete- IsRecurring- IsTeamTask-"),
        (FLOAT, "*PercentComplete"),
        (FRAGMENT, "Recurrence"),
    ),
    "contacts": (
        (
            STRING,
            "Alias- AssistantName BusinessHomePage *CompanyName ContactSource- Department DirectoryId- DisplayName "
            "*FileAs FileAsMapping Generation GivenName Initials *JobTitle Manager MiddleName Mileage Nickname Notes- "
            "OfficeLocation PhoneticFirstName- PhoneticFullName- PhoneticLastName- PostalAddressIndex Profession "
            "SpouseName Surname",
        ),
        (DATE_TIME, "Birthday WeddingAnniversary"),
        (STRINGS, "Children Companies"),
        (DICTIONARY, "*EmailAddresses *ImAddresses *PhoneNumbers"),
        (ADDRESSES, "*PhysicalAddresses"),
        (BOOLEAN, "HasPicture-"),
        (BASE64, "Photo-"),
        (RECIPIENT, "ManagerMailbox-"),
        (FRAGMENT, "*CompleteName- MSExchangeCertificate UserSMIMECertificate DirectReports-"),
    ),
    "distributionlist": ((FRAGMENT, "Members"),),
    "postitem": ((DATE_TIME, "PostedTime-"),),
}


def rows() -> Iterator[tuple[str, Kind, bool, bool]]:
    """Yield FieldURI, kind, whether it is in the Default shape, and whether clients may set it."""
    for prefix, groups in _ROWS.items():
        for kind, names in groups:
            for name in names.split():
                plain = name.strip("*-")
                yield f"{prefix}:{plain}", kind, name.startswith("*"), not name.endswith("-")
