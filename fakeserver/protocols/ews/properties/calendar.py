"""Properties of calendar items besides those of all items: t:CalendarItemType."""

from typing import Final

from fakeserver.protocols.ews.properties import meeting_values
from fakeserver.protocols.ews.properties.field import ALL, ALL_BUT_FOUND, DEFAULT, Field, absent
from fakeserver.protocols.ews.properties.series import meeting_time_zone
from fakeserver.protocols.ews.values.addresses import RECIPIENT
from fakeserver.protocols.ews.values.attendees import ATTENDEES, RESPONSE
from fakeserver.protocols.ews.values.free_busy import FREE_BUSY
from fakeserver.protocols.ews.values.occurrences import DELETED_OCCURRENCES, OCCURRENCE, OCCURRENCES
from fakeserver.protocols.ews.values.places import PLACE
from fakeserver.protocols.ews.values.recurrences import RECURRENCE
from fakeserver.protocols.ews.values.reminders import EMAIL_REMINDERS
from fakeserver.protocols.ews.values.simple import BOOLEAN, DATE_TIME, INTEGER, STRING, WALL_CLOCK, enumeration
from fakeserver.protocols.ews.values.time_zones import BASIC_TIME_ZONE, TIME_ZONE
from fakeserver.tenant.exchange.kinds.appointment import AppointmentType

APPOINTMENT_TYPE: Final = enumeration(
    "CalendarItemTypeType",
    {
        "Single": AppointmentType.SINGLE,
        "Occurrence": AppointmentType.OCCURRENCE,
        "Exception": AppointmentType.EXCEPTION,
        "RecurringMaster": AppointmentType.RECURRING_MASTER,
    },
)

CALENDAR_ITEM: Final = (
    Field("calendar:UID", STRING, ALL, writable=True, deletable=False),
    Field("calendar:RecurrenceId", DATE_TIME, ALL, searchable=False),
    Field("calendar:DateTimeStamp", DATE_TIME, ALL),
    Field("calendar:Start", DATE_TIME, DEFAULT, writable=True, deletable=False),
    Field("calendar:End", DATE_TIME, DEFAULT, writable=True, deletable=False),
    Field("calendar:OriginalStart", DATE_TIME, ALL, findable=False),
    Field("calendar:IsAllDayEvent", BOOLEAN, ALL, writable=True, named="is_all_day", deletable=False),
    Field(
        "calendar:LegacyFreeBusyStatus", FREE_BUSY, DEFAULT, writable=True, named="free_busy_status", deletable=False
    ),
    Field("calendar:Location", STRING, DEFAULT, writable=True, shown_empty=True),
    Field("calendar:When", STRING, ALL, writable=True),
    Field("calendar:IsMeeting", BOOLEAN, ALL),
    Field("calendar:IsCancelled", BOOLEAN, ALL),
    Field("calendar:IsRecurring", BOOLEAN, ALL),
    Field("calendar:MeetingRequestWasSent", BOOLEAN, ALL),
    Field("calendar:IsResponseRequested", BOOLEAN, ALL, writable=True, deletable=False),
    Field("calendar:CalendarItemType", APPOINTMENT_TYPE, ALL, named="appointment_type"),
    Field("calendar:MyResponseType", RESPONSE, ALL, named="my_response"),
    Field("calendar:Organizer", RECIPIENT, DEFAULT),
    Field("calendar:RequiredAttendees", ATTENDEES, ALL, writable=True, appendable=True, findable=False),
    Field("calendar:OptionalAttendees", ATTENDEES, ALL, writable=True, appendable=True, findable=False),
    Field("calendar:Resources", ATTENDEES, ALL, writable=True, appendable=True, findable=False),
    Field("calendar:InboxReminders", EMAIL_REMINDERS, ALL, writable=True, named="email_reminders"),
    Field("calendar:ConflictingMeetingCount", INTEGER, ALL, findable=False),
    Field("calendar:AdjacentMeetingCount", INTEGER, ALL, findable=False),
    Field(
        "calendar:ConflictingMeetings",
        STRING,
        ALL,
        findable=False,
        searchable=False,
        computed=meeting_values.conflicting_meetings,
    ),
    Field(
        "calendar:AdjacentMeetings",
        STRING,
        ALL,
        findable=False,
        searchable=False,
        computed=meeting_values.adjacent_meetings,
    ),
    Field("calendar:Duration", STRING, ALL),
    Field("calendar:TimeZone", STRING, ALL),
    Field("calendar:AppointmentReplyTime", DATE_TIME, ALL),
    Field("calendar:AppointmentSequenceNumber", INTEGER, ALL),
    Field("calendar:AppointmentState", INTEGER, ALL),
    Field("calendar:Recurrence", RECURRENCE, ALL, writable=True, findable=False),
    Field("calendar:FirstOccurrence", OCCURRENCE, ALL, findable=False),
    Field("calendar:LastOccurrence", OCCURRENCE, ALL, findable=False),
    Field("calendar:ModifiedOccurrences", OCCURRENCES, ALL, findable=False),
    Field("calendar:DeletedOccurrences", DELETED_OCCURRENCES, ALL, findable=False),
    Field(
        "calendar:MeetingTimeZone",
        BASIC_TIME_ZONE,
        ALL,
        writable=True,
        findable=False,
        deletable=False,
        computed=meeting_time_zone,
    ),
    Field("calendar:StartTimeZone", TIME_ZONE, ALL_BUT_FOUND, writable=True, deletable=False),
    Field("calendar:EndTimeZone", TIME_ZONE, ALL_BUT_FOUND, writable=True, deletable=False),
    Field("calendar:ConferenceType", INTEGER, ALL, writable=True, deletable=False),
    Field("calendar:AllowNewTimeProposal", BOOLEAN, ALL, writable=True, deletable=False),
    # Read-only since Exchange 2016 (MS-OXWSMTGS R2301; exchangelib has it so).
    Field("calendar:IsOnlineMeeting", BOOLEAN, ALL),
    Field("calendar:MeetingWorkspaceUrl", STRING, ALL, writable=True),
    Field("calendar:NetShowUrl", STRING, ALL, writable=True),
    Field("calendar:EnhancedLocation", PLACE, ALL, writable=True, named="place"),
    # Assumption: no base shape has these four.
    Field("calendar:StartWallClock", WALL_CLOCK),
    Field("calendar:EndWallClock", WALL_CLOCK),
    Field("calendar:StartTimeZoneId", STRING),
    Field("calendar:EndTimeZoneId", STRING),
    absent("calendar:IntendedFreeBusyStatus"),
    Field("calendar:JoinOnlineMeetingUrl", STRING, ALL),
    absent("calendar:OnlineMeetingSettings"),
    Field("calendar:IsOrganizer", BOOLEAN, ALL),
    absent("calendar:CalendarActivityData"),
    Field("calendar:DoNotForwardMeeting", BOOLEAN, ALL, writable=True),
)
