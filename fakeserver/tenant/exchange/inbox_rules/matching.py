"""Whether a message is what a rule asks for: one function for each part of `RulePredicates`.

Sources: the pages of the elements below web-service-reference/conditions; the EWS Managed API for sizes in kilobytes.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.inbox_rules.predicates import DateRange, FlaggedFor, RulePredicates, SizeRange
from fakeserver.tenant.exchange.inbox_rules.rules import InboxRule
from fakeserver.tenant.exchange.item_classes import REPORT, is_of
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.mime.searchable import searchable_header
from fakeserver.tenant.exchange.values import EmailAddress

#: The field that says by which mailbox's rules a message was sent on or answered.
LOOP_FIELD: Final = "X-MS-Exchange-Inbox-Rules-Loop"
_KIB: Final = 1024


class Arrived:
    """A message that has come.

    Args:
        key_of: returns what addresses of one mailbox have in common.
    """

    def __init__(self, item: Item, key_of: Callable[[str], str]) -> None:
        self.item = item
        self.key_of = key_of
        self.owner = key_of(item.mailbox.address)
        self.item_class = item.item_class.upper()

    def named(self, *names: str) -> list[EmailAddress]:
        """Return the addresses of fields, by the names of their properties."""
        return [one for name in names for one in self.item.get(name) or ()]

    def authors(self) -> list[EmailAddress]:
        """Return who stands in From: nobody, or one."""
        author: EmailAddress | None = self.item.get("from_")
        return [] if author is None else [author]

    def keys(self, *names: str) -> set[str]:
        """Return what the addresses of fields are compared by."""
        return {self.key_of(one.address) for one in self.named(*names)}

    def field(self, name: str) -> str:
        """Return a header field; empty where there is none."""
        return top_header(self.item.raw or b"", name.encode("ascii")).strip()


def fits(rule: InboxRule, message: Arrived) -> bool:
    """Say whether a rule is about a message: each condition holds, and no exception."""
    return all(_holds(rule.conditions, message)) and not any(_holds(rule.exceptions, message))


def _holds(predicates: RulePredicates, message: Arrived) -> Iterable[bool]:
    return (_TESTS[name](message, wanted) for name, wanted in predicates.given().items())


def _finds(wanted: Iterable[str], *texts: str) -> bool:
    looked_through = [text.casefold() for text in texts]
    return any(one.casefold() in text for one in wanted for text in looked_through)


def _names(addresses: Iterable[EmailAddress]) -> list[str]:
    return [f"{one.name} <{one.address}>" for one in addresses]


def _header(message: Arrived) -> str:
    return searchable_header(message.item.mime()).decode("utf-8")


def _has_category(message: Arrived, wanted: tuple[str, ...]) -> bool:
    known = {one.casefold() for one in message.item.get("categories") or ()}
    return any(one.casefold() in known for one in wanted)


def _is_flagged(message: Arrived, wanted: FlaggedFor) -> bool:
    # How the request travels: [MS-OXCMAIL] 2.1.3.2.18.
    request = message.field("X-Message-Flag").casefold()
    return bool(request) and wanted in (FlaggedFor.ANY, *(one for one in FlaggedFor if one.casefold() == request))


def _is_from(message: Arrived, wanted: tuple[EmailAddress, ...]) -> bool:
    return message.key_of(message.item.sender) in {message.key_of(one.address) for one in wanted}


def _is_to(message: Arrived, wanted: tuple[EmailAddress, ...]) -> bool:
    everybody = message.keys("to_recipients", "cc_recipients")
    return any(message.key_of(one.address) in everybody for one in wanted)


def _is_to_owner_alone(message: Arrived) -> bool:
    return message.keys("to_recipients", "cc_recipients") == {message.owner}


def _is_signed(message: Arrived) -> bool:
    kind = message.field("Content-Type").lower()
    return kind.startswith("multipart/signed") or ("pkcs7-mime" in kind and "signed-data" in kind)


def _is_encrypted(message: Arrived) -> bool:
    return is_of(message.item_class, "IPM.Note.SMIME") and not _is_signed(message)


def _is_forwarded(message: Arrived) -> bool:
    """Say whether another mailbox's rule has sent it on; its replies have classes of their own."""
    return bool(message.field(LOOP_FIELD)) and not is_of(message.item_class, "IPM.Note.Rules")


def _is_permission_controlled(message: Arrived) -> bool:
    return is_of(message.item_class, "IPM.Note.RPMSG") or message.field("Content-Class").lower() == "rpmsg.message"


def _is_within(message: Arrived, wanted: DateRange) -> bool:
    at = message.item.received_at
    return (wanted.start is None or wanted.start <= at) and (wanted.end is None or at <= wanted.end)


def _is_as_large(message: Arrived, wanted: SizeRange) -> bool:
    size = message.item.size
    return (wanted.minimum or 0) * _KIB <= size and (wanted.maximum is None or size <= wanted.maximum * _KIB)


def _of_class(*beginnings: str) -> Callable[[Arrived, Any], bool]:
    return lambda message, _: is_of(message.item_class, *beginnings)


def _report(end: str) -> Callable[[Arrived, Any], bool]:
    return lambda message, _: is_of(message.item_class, REPORT) and message.item_class.endswith(end)


#: Name of a part -> the function that is called with the message and what is asked.
_TESTS: Final[Mapping[str, Callable[[Arrived, Any], bool]]] = {
    "categories": _has_category,
    "contains_body_strings": lambda message, wanted: _finds(wanted, message.item.body),
    "contains_header_strings": lambda message, wanted: _finds(wanted, _header(message)),
    "contains_recipient_strings": lambda message, wanted: _finds(
        wanted, *_names(message.named("to_recipients", "cc_recipients"))
    ),
    "contains_sender_strings": lambda message, wanted: _finds(
        wanted, *_names(filter(None, [message.item.get("from_")]))
    ),
    "contains_subject_or_body_strings": lambda message, wanted: _finds(wanted, message.item.subject, message.item.body),
    "contains_subject_strings": lambda message, wanted: _finds(wanted, message.item.subject),
    "flagged_for_action": _is_flagged,
    "from_addresses": _is_from,
    "has_attachments": lambda message, _: bool(message.item.get("has_attachments")),
    "importance": lambda message, wanted: message.item.get("importance") is wanted,
    "is_approval_request": _of_class("IPM.NOTE.MICROSOFT.APPROVAL.REQUEST"),
    "is_automatic_forward": lambda message, _: _is_forwarded(message),
    "is_automatic_reply": _of_class("IPM.NOTE.RULES.OOFTEMPLATE", "IPM.NOTE.RULES.REPLYTEMPLATE"),
    "is_encrypted": lambda message, _: _is_encrypted(message),
    "is_meeting_request": _of_class("IPM.SCHEDULE.MEETING.REQUEST"),
    "is_meeting_response": _of_class("IPM.SCHEDULE.MEETING.RESP"),
    "is_ndr": _report(".NDR"),
    "is_permission_controlled": lambda message, _: _is_permission_controlled(message),
    "is_read_receipt": _report(".IPNRN"),
    "is_signed": lambda message, _: _is_signed(message),
    "is_voicemail": _of_class("IPM.NOTE.MICROSOFT.VOICEMAIL", "IPM.NOTE.RPMSG.MICROSOFT.VOICEMAIL"),
    "item_classes": lambda message, wanted: message.item_class in {one.upper() for one in wanted},
    "not_sent_to_me": lambda message, _: message.owner not in message.keys("to_recipients"),
    "sent_cc_me": lambda message, _: message.owner in message.keys("cc_recipients"),
    "sent_only_to_me": lambda message, _: _is_to_owner_alone(message),
    "sent_to_addresses": _is_to,
    "sent_to_me": lambda message, _: message.owner in message.keys("to_recipients"),
    "sent_to_or_cc_me": lambda message, _: message.owner in message.keys("to_recipients", "cc_recipients"),
    "sensitivity": lambda message, wanted: message.item.get("sensitivity") is wanted,
    "within_date_range": _is_within,
    "within_size_range": _is_as_large,
}
