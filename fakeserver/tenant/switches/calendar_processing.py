"""The user's switches that say what a mailbox does with meeting messages by itself (Set-CalendarProcessing)."""

from typing import Literal

from fakeserver.tenant.switches.switch import switch

_PAGE = "learn.microsoft.com/powershell/module/exchange/set-calendarprocessing"

automate_processing: Literal["AutoUpdate", "AutoAccept", "None"] | None = switch(
    None,
    values=(None, "AutoUpdate", "AutoAccept", "None"),
    admin_name="Set-CalendarProcessing -AutomateProcessing",
    meaning=(
        "The calendar follows meeting messages as they come (AutoUpdate), answers requests as well (AutoAccept), or "
        "does neither ('None'); None is AutoAccept for a room and AutoUpdate for anybody else."
    ),
    source=_PAGE,
)
process_external_meeting_messages: bool = switch(
    True,
    values=(True, False),
    admin_name="Set-CalendarProcessing -ProcessExternalMeetingMessages (documented to begin with False)",
    meaning="Meeting requests and cancellations from outside change the calendar too; otherwise they are mail.",
    source=_PAGE,
)
add_new_requests_tentatively: bool = switch(
    True,
    values=(True, False),
    admin_name="Set-CalendarProcessing -AddNewRequestsTentatively",
    meaning="A new request stands in the calendar at once, tentatively; False: when it is answered.",
    source=_PAGE,
)
remove_old_meeting_messages: bool = switch(
    True,
    values=(True, False),
    admin_name="Set-CalendarProcessing -RemoveOldMeetingMessages",
    meaning="What a newer message about the same meeting has overtaken goes from the inbox to Deleted Items.",
    source=_PAGE,
)
allow_conflicts: bool = switch(
    False,
    values=(True, False),
    admin_name="Set-CalendarProcessing -AllowConflicts",
    meaning="A room accepts what overlaps with other meetings.",
    source=_PAGE,
)
booking_window_in_days: int = switch(
    180,
    kind=int,
    known=lambda days: 0 <= days <= 1080,
    described="an int from 0 to 1080",
    admin_name="Set-CalendarProcessing -BookingWindowInDays",
    meaning="A room declines what begins later than so many days from now.",
    source=_PAGE,
)
maximum_duration_in_minutes: int = switch(
    1440,
    kind=int,
    known=lambda minutes: minutes >= 0,
    described="an int that is not negative; 0 sets no limit",
    admin_name="Set-CalendarProcessing -MaximumDurationInMinutes",
    meaning="A room declines what lasts longer.",
    source=_PAGE,
)
add_organizer_to_subject: bool = switch(
    True,
    values=(True, False),
    admin_name="Set-CalendarProcessing -AddOrganizerToSubject",
    meaning="What a room has accepted begins with the organizer's name.",
    source=_PAGE,
)
delete_comments: bool = switch(
    True,
    values=(True, False),
    admin_name="Set-CalendarProcessing -DeleteComments",
    meaning="What a room has accepted has no body.",
    source=_PAGE,
)
delete_subject: bool = switch(
    True,
    values=(True, False),
    admin_name="Set-CalendarProcessing -DeleteSubject",
    meaning="What a room has accepted does not keep its subject.",
    source=_PAGE,
)
