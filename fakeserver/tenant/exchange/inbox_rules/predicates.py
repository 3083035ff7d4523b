"""What a rule asks of a message: a value of which every part that is given has to hold.

Source: web-service-reference/conditions and the pages of its elements; [MS-OXWSRULES] 2.2.4.14.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, get_args, get_origin

from fakeserver.tenant.exchange.values import EmailAddress, Importance, Sensitivity

#: Characters of one text. Assumption: as of other texts that are searched.
MAX_TEXT: Final = 255
#: KiB; their octets are a number of 32 bits. Source: [MS-OXWSRULES] 4.6, where 9999990 is refused.
MAX_SIZE: Final = (2**31 - 1) // 1024


class FlaggedFor(StrEnum):
    """What a flagged message asks its reader to do, in the words that the flag has ([MS-OXOFLAG] 2.2.1.9)."""

    #: whatever it is
    ANY = "Any"
    CALL = "Call"
    DO_NOT_FORWARD = "Do not Forward"
    FOLLOW_UP = "Follow up"
    FYI = "For Your Information"
    FORWARD = "Forward"
    NO_RESPONSE_NECESSARY = "No Response Necessary"
    READ = "Read"
    REPLY = "Reply"
    REPLY_TO_ALL = "Reply to All"
    REVIEW = "Review"


@dataclass(frozen=True, slots=True)
class DateRange:
    """When a message has come: aware datetimes, both included; None: no bound."""

    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class SizeRange:
    """How large a message is, in KiB, both included; None: no bound."""

    minimum: int | None = None
    maximum: int | None = None


class Parts:
    """A value of many parts, of which few are given: those alone are shown."""

    __slots__ = ()

    def __post_init__(self) -> None:
        """Refuse one text where several are taken, which would be taken letter by letter, and texts for addresses.

        Raises:
            TypeError: it says what is taken.
        """
        for part in fields(self):  # type: ignore[arg-type]
            if get_origin(part.type) is tuple:
                kind, values = get_args(part.type)[0], getattr(self, part.name)
                if isinstance(values, str) or not all(isinstance(one, kind) for one in values):
                    example = "'...'" if kind is str else f"{kind.__name__}(address='ann@contoso.com')"
                    raise TypeError(f"{part.name} takes a tuple, as ({example},), and not {values!r}")

    def given(self) -> dict[str, Any]:
        """Return the parts that were given, by name."""
        named = ((part.name, part.default) for part in fields(self))  # type: ignore[arg-type]
        return {name: value for name, default in named if (value := getattr(self, name)) != default}

    def __bool__(self) -> bool:
        return bool(self.given())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.given().items())})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RulePredicates(Parts):
    """What a rule asks of a message; of several texts, addresses or classes one has to fit.

    Texts are found in whatever case. False asks nothing. Classifications and connected accounts are missing: a tenant
    here has none.
    """

    categories: tuple[str, ...] = ()
    contains_body_strings: tuple[str, ...] = ()
    contains_header_strings: tuple[str, ...] = ()
    #: in names or addresses of To and Cc
    contains_recipient_strings: tuple[str, ...] = ()
    contains_sender_strings: tuple[str, ...] = ()
    contains_subject_or_body_strings: tuple[str, ...] = ()
    contains_subject_strings: tuple[str, ...] = ()
    flagged_for_action: FlaggedFor | None = None
    from_addresses: tuple[EmailAddress, ...] = ()
    has_attachments: bool = False
    importance: Importance | None = None
    is_approval_request: bool = False
    is_automatic_forward: bool = False
    is_automatic_reply: bool = False
    is_encrypted: bool = False
    is_meeting_request: bool = False
    is_meeting_response: bool = False
    is_ndr: bool = False
    is_permission_controlled: bool = False
    is_read_receipt: bool = False
    is_signed: bool = False
    is_voicemail: bool = False
    item_classes: tuple[str, ...] = ()
    not_sent_to_me: bool = False
    sent_cc_me: bool = False
    sent_only_to_me: bool = False
    sent_to_addresses: tuple[EmailAddress, ...] = ()
    sent_to_me: bool = False
    sent_to_or_cc_me: bool = False
    sensitivity: Sensitivity | None = None
    within_date_range: DateRange | None = None
    within_size_range: SizeRange | None = None
