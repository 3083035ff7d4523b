"""The fields of rules: one table for conditions and exceptions, one for actions, in the schema's order."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from fakeserver.protocols.ews.operations.inbox_rules.named import ADDRESSES, FOLDER, RECIPIENTS, REPLY
from fakeserver.protocols.ews.operations.inbox_rules.parts import (
    DATES,
    FLAG,
    FLAGGED_FOR,
    IMPORTANCE,
    SENSITIVITY,
    SIZES,
    STRINGS,
    Kind,
    never,
)
from fakeserver.protocols.ews.soap.complex_types import TEXT, ComplexType, complex_type, each
from fakeserver.protocols.ews.soap.writing import Xml, element


class RuleField(NamedTuple):
    """A field of a rule."""

    #: the attribute of the tenant's value; empty where it has none
    name: str
    kind: Kind


#: Element of t:Conditions and t:Exceptions -> the field. A tenant here has neither classifications nor connected
#: accounts, which Exchange Online has given up.
PREDICATES: Final[Mapping[str, RuleField]] = {
    "Categories": RuleField("categories", STRINGS),
    "ContainsBodyStrings": RuleField("contains_body_strings", STRINGS),
    "ContainsHeaderStrings": RuleField("contains_header_strings", STRINGS),
    "ContainsRecipientStrings": RuleField("contains_recipient_strings", STRINGS),
    "ContainsSenderStrings": RuleField("contains_sender_strings", STRINGS),
    "ContainsSubjectOrBodyStrings": RuleField("contains_subject_or_body_strings", STRINGS),
    "ContainsSubjectStrings": RuleField("contains_subject_strings", STRINGS),
    "FlaggedForAction": RuleField("flagged_for_action", FLAGGED_FOR),
    "FromAddresses": RuleField("from_addresses", ADDRESSES),
    "FromConnectedAccounts": RuleField("", never("ConnectedAccountNotFound", STRINGS.type)),
    "HasAttachments": RuleField("has_attachments", FLAG),
    "Importance": RuleField("importance", IMPORTANCE),
    "IsApprovalRequest": RuleField("is_approval_request", FLAG),
    "IsAutomaticForward": RuleField("is_automatic_forward", FLAG),
    "IsAutomaticReply": RuleField("is_automatic_reply", FLAG),
    "IsEncrypted": RuleField("is_encrypted", FLAG),
    "IsMeetingRequest": RuleField("is_meeting_request", FLAG),
    "IsMeetingResponse": RuleField("is_meeting_response", FLAG),
    "IsNDR": RuleField("is_ndr", FLAG),
    "IsPermissionControlled": RuleField("is_permission_controlled", FLAG),
    "IsReadReceipt": RuleField("is_read_receipt", FLAG),
    "IsSigned": RuleField("is_signed", FLAG),
    "IsVoicemail": RuleField("is_voicemail", FLAG),
    "ItemClasses": RuleField("item_classes", STRINGS),
    "MessageClassifications": RuleField("", never("MessageClassificationNotFound", STRINGS.type)),
    "NotSentToMe": RuleField("not_sent_to_me", FLAG),
    "SentCcMe": RuleField("sent_cc_me", FLAG),
    "SentOnlyToMe": RuleField("sent_only_to_me", FLAG),
    "SentToAddresses": RuleField("sent_to_addresses", ADDRESSES),
    "SentToMe": RuleField("sent_to_me", FLAG),
    "SentToOrCcMe": RuleField("sent_to_or_cc_me", FLAG),
    "Sensitivity": RuleField("sensitivity", SENSITIVITY),
    "WithinDateRange": RuleField("within_date_range", DATES),
    "WithinSizeRange": RuleField("within_size_range", SIZES),
}
#: Element of t:Actions -> the field. Source for text messages: ecederstrand/exchangelib, tests/test_account.py.
ACTIONS: Final[Mapping[str, RuleField]] = {
    "AssignCategories": RuleField("assign_categories", STRINGS),
    "CopyToFolder": RuleField("copy_to_folder", FOLDER),
    "Delete": RuleField("delete", FLAG),
    "ForwardAsAttachmentToRecipients": RuleField("forward_as_attachment_to_recipients", RECIPIENTS),
    "ForwardToRecipients": RuleField("forward_to_recipients", RECIPIENTS),
    "MarkImportance": RuleField("mark_importance", IMPORTANCE),
    "MarkAsRead": RuleField("mark_as_read", FLAG),
    "MoveToFolder": RuleField("move_to_folder", FOLDER),
    "PermanentDelete": RuleField("permanent_delete", FLAG),
    "RedirectToRecipients": RuleField("redirect_to_recipients", RECIPIENTS),
    "SendSMSAlertToRecipients": RuleField("", never("UnsupportedRule", RECIPIENTS.type)),
    "ServerReplyWithMessage": RuleField("server_reply_with_message", REPLY),
    "StopProcessingRules": RuleField("stop_processing_rules", FLAG),
}


def _type_of(fields: Mapping[str, RuleField]) -> ComplexType:
    return complex_type(elements={f"t:{name}": field.kind.type for name, field in fields.items()})


RULE_TYPE: Final = complex_type(
    elements={
        **each("t:RuleId t:DisplayName t:Priority t:IsEnabled t:IsNotSupported t:IsInError", TEXT),
        **each("t:Conditions t:Exceptions", _type_of(PREDICATES)),
        "t:Actions": _type_of(ACTIONS),
    }
)


def write_fields(name: str, fields: Mapping[str, RuleField], value: Any) -> Xml:
    """Write an element with the fields that are given."""
    given: dict[str, Any] = value.given()
    written = (
        field.kind.write(f"t:{element_name}", given[field.name])
        for element_name, field in fields.items()
        if field.name in given
    )
    return element(name, *written)
