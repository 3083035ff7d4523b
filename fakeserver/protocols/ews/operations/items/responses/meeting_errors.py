"""Why a meeting is not answered, by response object, or not sent on.

Source of the codes and of their texts: web-service-reference/responsecode, ServiceError of the EWS Managed API.
"""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, TEXT_UNKNOWN, Row
from fakeserver.tenant.exchange.scheduling.standings import Standing

_OUTDATED: Final = Row(
    "ErrorCalendarMeetingRequestIsOutOfDate",
    "The meeting request is out of date. The calendar couldn't be updated.",
    MANAGED_API,
    fix="answer the newest request of the meeting, or the appointment in the calendar",
)


#: of whoever answers a meeting of their own
_AS_ATTENDEE: Final = "answer as an attendee: with the account of one, and the item of that mailbox"


def _row(code: str, text: str, fix: str = "") -> Row:
    return Row(code, text, MANAGED_API, fix)


#: Element of a response object -> standing to the meeting -> what is said.
NOT_ANSWERED: Final = {
    "AcceptItem": {
        Standing.ORGANIZER: _row(
            "ErrorCalendarIsOrganizerForAccept",
            "The user is the organizer of this meeting, and cannot, therefore, accept it.",
            _AS_ATTENDEE,
        ),
        Standing.CANCELLED: _row(
            "ErrorCalendarIsCancelledForAccept", "A meeting that's been canceled can't be accepted."
        ),
        Standing.DELEGATED: _row(
            "ErrorCalendarIsDelegatedForAccept", "AcceptItem action is invalid for a delegated meeting message."
        ),
        Standing.OUTDATED: _OUTDATED,
    },
    "TentativelyAcceptItem": {
        Standing.ORGANIZER: _row(
            "ErrorCalendarIsOrganizerForTentative",
            "The user is the organizer of this meeting, and therefore can't tentatively accept it.",
            _AS_ATTENDEE,
        ),
        Standing.CANCELLED: _row(
            "ErrorCalendarIsCancelledForTentative", "A canceled meeting can't be accepted tentatively."
        ),
        Standing.DELEGATED: _row(
            "ErrorCalendarIsDelegatedForTentative",
            "The TentativelyAcceptItem action isn't valid for a delegated meeting message.",
        ),
        Standing.OUTDATED: _OUTDATED,
    },
    "DeclineItem": {
        Standing.ORGANIZER: _row(
            "ErrorCalendarIsOrganizerForDecline",
            "The user is the organizer of this meeting, and cannot, therefore, decline it.",
            _AS_ATTENDEE,
        ),
        Standing.CANCELLED: _row("ErrorCalendarIsCancelledForDecline", "A canceled meeting can't be declined."),
        Standing.DELEGATED: _row(
            "ErrorCalendarIsDelegatedForDecline", "DeclineItem operation is invalid for a delegated meeting message."
        ),
        Standing.OUTDATED: _OUTDATED,
    },
    "RemoveItem": {
        Standing.ORGANIZER: _row(
            "ErrorCalendarIsOrganizerForRemove",
            "The user is the organizer of this meeting, and cannot, therefore, remove it.",
            _AS_ATTENDEE,
        ),
        Standing.DELEGATED: _row(
            "ErrorCalendarIsDelegatedForRemove", "RemoveItem action is invalid for a delegated meeting message."
        ),
    },
}
#: Element of a response object -> what is said of an item of another kind.
WRONG_ITEM: Final = {
    "AcceptItem": _row("ErrorInvalidItemForOperationAcceptItem", "Item type is invalid for AcceptItem action."),
    "TentativelyAcceptItem": _row(
        "ErrorInvalidItemForOperationTentative", "The item of this type is invalid for TentativelyAcceptItem action."
    ),
    "DeclineItem": _row("ErrorInvalidItemForOperationDeclineItem", "Item type is invalid for DeclineItem operation."),
    "RemoveItem": _row("ErrorInvalidItemForOperationRemoveItem", "Item type is invalid for RemoveItem operation."),
    "CancelCalendarItem": _row(
        "ErrorInvalidItemForOperationCancelItem", "Item type is invalid for CancelCalendarItem action."
    ),
}
NOT_THE_ORGANIZER: Final = _row(
    "ErrorCalendarIsNotOrganizer",
    "User must be an organizer for CancelCalendarItem action.",
    "cancel with the organizer's account, and the item of that mailbox; an attendee declines (DeclineItem)",
)
#: Assumption: which code; the documentation has none.
NO_PROPOSALS: Final = Row(
    "ErrorInvalidOperation", "The organizer of this meeting does not allow proposals of a new time.", TEXT_UNKNOWN
)
HALF_A_PROPOSAL: Final = Row("ErrorInvalidRequest", "ProposedStart and ProposedEnd go together.", TEXT_UNKNOWN)
#: The schema has the code; that it stands for this is an assumption.
FORWARDING_NOT_ALLOWED: Final = Row(
    "ErrorCalendarForwardActionNotAllowed",
    "The organizer of this meeting doesn't allow it to be forwarded.",
    TEXT_UNKNOWN,
    fix="the organizer adds an attendee, or sets DoNotForwardMeeting to false",
)
