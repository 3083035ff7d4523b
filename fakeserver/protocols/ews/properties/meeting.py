"""Properties of meeting messages besides those of messages: t:MeetingMessageType and the types derived from it."""

from typing import Final

from fakeserver.protocols.ews.properties.calendar import CALENDAR_ITEM
from fakeserver.protocols.ews.properties.field import ALL, Field, picked
from fakeserver.protocols.ews.properties.meeting_values import associated_calendar_item_id
from fakeserver.protocols.ews.values.attendees import RESPONSE
from fakeserver.protocols.ews.values.change_highlights import CHANGE_HIGHLIGHTS
from fakeserver.protocols.ews.values.free_busy import FREE_BUSY
from fakeserver.protocols.ews.values.simple import BOOLEAN, DATE_TIME, STRING, enumeration
from fakeserver.tenant.exchange.kinds.meeting_message import RequestKind

REQUEST_KIND: Final = enumeration(
    "MeetingRequestTypeType",
    {
        "None": RequestKind.NONE,
        "FullUpdate": RequestKind.FULL_UPDATE,
        "InformationalUpdate": RequestKind.INFORMATIONAL_UPDATE,
        "NewMeetingRequest": RequestKind.NEW_MEETING_REQUEST,
        "Outdated": RequestKind.OUTDATED,
        "SilentUpdate": RequestKind.SILENT_UPDATE,
        "PrincipalWantsCopy": RequestKind.PRINCIPAL_WANTS_COPY,
    },
)

MEETING_MESSAGE: Final = (
    Field("meeting:AssociatedCalendarItemId", STRING, ALL, searchable=False, computed=associated_calendar_item_id),
    Field("meeting:IsDelegated", BOOLEAN, ALL),
    Field("meeting:IsOutOfDate", BOOLEAN, ALL, findable=False),
    Field("meeting:HasBeenProcessed", BOOLEAN, ALL),
    Field("meeting:ResponseType", RESPONSE, ALL, named="response"),
    *picked(CALENDAR_ITEM, "UID RecurrenceId DateTimeStamp IsOrganizer"),
)

_DO_NOT_FORWARD: Final = Field("meeting:DoNotForwardMeeting", BOOLEAN, ALL)

MEETING_REQUEST: Final = (
    Field("meetingRequest:MeetingRequestType", REQUEST_KIND, ALL, named="request_kind", findable=False),
    Field("meetingRequest:IntendedFreeBusyStatus", FREE_BUSY, ALL),
    *picked(
        CALENDAR_ITEM,
        "Start End OriginalStart IsAllDayEvent LegacyFreeBusyStatus Location When IsMeeting IsCancelled IsRecurring "
        "MeetingRequestWasSent CalendarItemType MyResponseType Organizer RequiredAttendees OptionalAttendees Resources "
        "ConflictingMeetingCount AdjacentMeetingCount ConflictingMeetings AdjacentMeetings Duration TimeZone "
        "AppointmentReplyTime AppointmentSequenceNumber AppointmentState Recurrence FirstOccurrence LastOccurrence "
        "ModifiedOccurrences DeletedOccurrences MeetingTimeZone StartTimeZone EndTimeZone ConferenceType "
        "AllowNewTimeProposal IsOnlineMeeting MeetingWorkspaceUrl NetShowUrl EnhancedLocation",
    ),
    Field("meetingRequest:ChangeHighlights", CHANGE_HIGHLIGHTS, ALL, findable=False, searchable=False),
    *picked(CALENDAR_ITEM, "StartWallClock EndWallClock StartTimeZoneId EndTimeZoneId"),
    _DO_NOT_FORWARD,
)

MEETING_RESPONSE: Final = (
    *picked(CALENDAR_ITEM, "Start End Location Recurrence CalendarItemType"),
    Field("meeting:ProposedStart", DATE_TIME, ALL),
    Field("meeting:ProposedEnd", DATE_TIME, ALL),
    *picked(CALENDAR_ITEM, "EnhancedLocation"),
)

MEETING_CANCELLATION: Final = (
    *picked(CALENDAR_ITEM, "Start End Location Recurrence CalendarItemType EnhancedLocation"),
    _DO_NOT_FORWARD,
)
