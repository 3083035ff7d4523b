"""What a mailbox does with meeting messages by itself: an admin's settings."""

from typing import Literal, Protocol


class CalendarProcessing(Protocol):
    """The settings of one mailbox; a user has them as switches of these names."""

    #: whether its calendar follows what comes, answers it as well, or does neither; None: as its kind does
    automate_processing: Literal["AutoUpdate", "AutoAccept", "None"] | None
    process_external_meeting_messages: bool
    add_new_requests_tentatively: bool
    remove_old_meeting_messages: bool
    allow_conflicts: bool
    booking_window_in_days: int
    maximum_duration_in_minutes: int
    add_organizer_to_subject: bool
    delete_comments: bool
    delete_subject: bool
