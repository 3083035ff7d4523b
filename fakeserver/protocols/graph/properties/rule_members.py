"""The members of messageRulePredicates and messageRuleActions, and what the tenant calls them.

Source: learn.microsoft.com/graph/api/resources/messagerulepredicates, /messageruleactions; msgraph-metadata has these.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any, Final, NamedTuple

from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import FlaggedFor, RulePredicates
from fakeserver.tenant.exchange.values import Importance, Sensitivity


class Kind(Enum):
    """What a member holds."""

    TEXTS = auto()
    #: whether; false asks for nothing
    FLAG = auto()
    WORD = auto()
    #: whom a message is from, or to
    ADDRESSES = auto()
    #: to whom it is sent on
    RECIPIENTS = auto()
    FOLDER = auto()
    SIZES = auto()


class Member(NamedTuple):
    """A member of a rule."""

    #: the attribute of the tenant's value
    name: str
    kind: Kind
    #: what its words mean
    words: Mapping[str, Any] = {}


_IMPORTANCES: Final = {word.value: word for word in Importance}
_SENSITIVITIES: Final = {word.value: word for word in Sensitivity}
_FLAGS: Final = {
    "any": FlaggedFor.ANY,
    "call": FlaggedFor.CALL,
    "doNotForward": FlaggedFor.DO_NOT_FORWARD,
    "followUp": FlaggedFor.FOLLOW_UP,
    "fyi": FlaggedFor.FYI,
    "forward": FlaggedFor.FORWARD,
    "noResponseNecessary": FlaggedFor.NO_RESPONSE_NECESSARY,
    "read": FlaggedFor.READ,
    "reply": FlaggedFor.REPLY,
    "replyToAll": FlaggedFor.REPLY_TO_ALL,
    "review": FlaggedFor.REVIEW,
}

PREDICATES: Final[Mapping[str, Member]] = {
    "bodyContains": Member("contains_body_strings", Kind.TEXTS),
    "bodyOrSubjectContains": Member("contains_subject_or_body_strings", Kind.TEXTS),
    "categories": Member("categories", Kind.TEXTS),
    "fromAddresses": Member("from_addresses", Kind.ADDRESSES),
    "hasAttachments": Member("has_attachments", Kind.FLAG),
    "headerContains": Member("contains_header_strings", Kind.TEXTS),
    "importance": Member("importance", Kind.WORD, _IMPORTANCES),
    "isApprovalRequest": Member("is_approval_request", Kind.FLAG),
    "isAutomaticForward": Member("is_automatic_forward", Kind.FLAG),
    "isAutomaticReply": Member("is_automatic_reply", Kind.FLAG),
    "isEncrypted": Member("is_encrypted", Kind.FLAG),
    "isMeetingRequest": Member("is_meeting_request", Kind.FLAG),
    "isMeetingResponse": Member("is_meeting_response", Kind.FLAG),
    "isNonDeliveryReport": Member("is_ndr", Kind.FLAG),
    "isPermissionControlled": Member("is_permission_controlled", Kind.FLAG),
    "isReadReceipt": Member("is_read_receipt", Kind.FLAG),
    "isSigned": Member("is_signed", Kind.FLAG),
    "isVoicemail": Member("is_voicemail", Kind.FLAG),
    "messageActionFlag": Member("flagged_for_action", Kind.WORD, _FLAGS),
    "notSentToMe": Member("not_sent_to_me", Kind.FLAG),
    "recipientContains": Member("contains_recipient_strings", Kind.TEXTS),
    "senderContains": Member("contains_sender_strings", Kind.TEXTS),
    "sensitivity": Member("sensitivity", Kind.WORD, _SENSITIVITIES),
    "sentCcMe": Member("sent_cc_me", Kind.FLAG),
    "sentOnlyToMe": Member("sent_only_to_me", Kind.FLAG),
    "sentToAddresses": Member("sent_to_addresses", Kind.ADDRESSES),
    "sentToMe": Member("sent_to_me", Kind.FLAG),
    "sentToOrCcMe": Member("sent_to_or_cc_me", Kind.FLAG),
    "subjectContains": Member("contains_subject_strings", Kind.TEXTS),
    "withinSizeRange": Member("within_size_range", Kind.SIZES),
}
ACTIONS: Final[Mapping[str, Member]] = {
    "assignCategories": Member("assign_categories", Kind.TEXTS),
    "copyToFolder": Member("copy_to_folder", Kind.FOLDER),
    "delete": Member("delete", Kind.FLAG),
    "forwardAsAttachmentTo": Member("forward_as_attachment_to_recipients", Kind.RECIPIENTS),
    "forwardTo": Member("forward_to_recipients", Kind.RECIPIENTS),
    "markAsRead": Member("mark_as_read", Kind.FLAG),
    "markImportance": Member("mark_importance", Kind.WORD, _IMPORTANCES),
    "moveToFolder": Member("move_to_folder", Kind.FOLDER),
    "permanentDelete": Member("permanent_delete", Kind.FLAG),
    "redirectTo": Member("redirect_to_recipients", Kind.RECIPIENTS),
    "stopProcessingRules": Member("stop_processing_rules", Kind.FLAG),
}


def can_say(members: Mapping[str, Member], value: RulePredicates | RuleActions) -> bool:
    """Say whether there is a member for each part of a rule that is given."""
    return value.given().keys() <= {member.name for member in members.values()}
