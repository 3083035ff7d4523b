"""What is not valid in a rule: by operation and by field, each with its code."""

from collections.abc import Callable

import pytest

from fakeserver.protocols.ews.operations.inbox_rules.errors import InvalidField
from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.inbox_rules.rules import change, create, delete, got, invalid, rule, update, with_id

READ = "<t:MarkAsRead>true</t:MarkAsRead>"


def strings(name: str, *values: str) -> str:
    return f"<t:{name}>{''.join(f'<t:String>{value}</t:String>' for value in values)}</t:{name}>"


def address(name: str, given: str, more: str = "") -> str:
    return f"<t:{name}><t:Address><t:EmailAddress>{given}</t:EmailAddress>{more}</t:Address></t:{name}>"


def folder(name: str, given: str) -> str:
    return f'<t:{name}><t:FolderId Id="{given}"/></t:{name}>'


def dates(*bounds: str) -> str:
    return f"<t:WithinDateRange>{''.join(bounds)}</t:WithinDateRange>"


def sizes(minimum: str = "", maximum: str = "") -> str:
    bounds = {"MinimumSize": minimum, "MaximumSize": maximum}
    inside = "".join(f"<t:{name}>{value}</t:{name}>" for name, value in bounds.items() if value)
    return f"<t:WithinSizeRange>{inside}</t:WithinSizeRange>"


START = "<t:StartDateTime>2026-10-05T00:00:00Z</t:StartDateTime>"
BEFORE = "<t:EndDateTime>2026-10-04T00:00:00Z</t:EndDateTime>"

#: conditions, the field, the code, the value
CONDITIONS = [
    ("<t:Categories/>", "Categories", "EmptyValueFound", ""),
    (strings("ContainsBodyStrings", "a", ""), "ContainsBodyStrings", "EmptyValueFound", ""),
    (strings("ItemClasses", "x" * 256), "ItemClasses", "StringValueTooBig", "x" * 256),
    (strings("FromConnectedAccounts", "home"), "FromConnectedAccounts", "ConnectedAccountNotFound", "home"),
    (strings("MessageClassifications", "Top"), "MessageClassifications", "MessageClassificationNotFound", "Top"),
    ("<t:FromAddresses/>", "FromAddresses", "EmptyValueFound", ""),
    (address("FromAddresses", "nobody"), "FromAddresses", "InvalidAddress", "nobody"),
    (
        address("SentToAddresses", "a@b.example", "<t:RoutingType>FAX</t:RoutingType>"),
        "SentToAddresses",
        "UnsupportedAddress",
        "a@b.example",
    ),
    (dates(), "WithinDateRange", "MissingRangeValue", ""),
    (dates(START, BEFORE), "WithinDateRange", "InvalidDateRange", "2026-10-05T00:00:00Z - 2026-10-04T00:00:00Z"),
    (sizes(), "WithinSizeRange", "MissingRangeValue", ""),
    (sizes("-1"), "WithinSizeRange", "SizeLessThanZero", "-1"),
    (sizes("3", "2"), "WithinSizeRange", "InvalidSizeRange", "3 - 2"),
    (sizes("0", "9999990"), "WithinSizeRange", "InvalidSizeRange", "0 - 9999990"),
]


@pytest.mark.parametrize(("part", "field", "code", "value"), CONDITIONS)
def test_conditions_and_exceptions(ews: Ews, part: str, field: str, code: str, value: str) -> None:
    answer = update(ews, create(rule(READ, part)), create(rule(READ, "", part, priority=2)))
    assert answer.codes == ["ErrorInboxRulesValidationError"]
    assert answer.value("m:MessageText") == "A validation error occurred while executing the rule operation."
    assert invalid(answer) == [("0", f"Condition:{field}", code, value), ("1", f"Exception:{field}", code, value)]
    assert answer.texts(".//t:ErrorMessage") == [InvalidField(code).message] * 2
    assert len(ews.mailbox.inbox_rules) == 0


def test_actions(ews: Ews) -> None:
    bobs = ews.tenant.mailbox("bob").folders.distinguished("inbox").folder_id
    gone = ews.mailbox.add_folder("Gone")
    ews.mailbox.folders.delete(gone)
    removed = gone.folder_id
    item = ews.mailbox.deliver()
    cases = [
        (strings("AssignCategories"), "AssignCategories", "EmptyValueFound", ""),
        ("<t:MoveToFolder/>", "MoveToFolder", "EmptyValueFound", ""),
        (folder("MoveToFolder", "nonsense"), "MoveToFolder", "InvalidFolderId", "nonsense"),
        (folder("MoveToFolder", item.item_id), "MoveToFolder", "InvalidFolderId", item.item_id),
        (folder("CopyToFolder", removed), "CopyToFolder", "FolderDoesNotExist", removed),
        (folder("CopyToFolder", bobs), "CopyToFolder", "FolderDoesNotExist", bobs),
        (address("ForwardToRecipients", "bob"), "ForwardToRecipients", "InvalidAddress", "bob"),
        (
            address("RedirectToRecipients", "nobody@contoso.onmicrosoft.com"),
            "RedirectToRecipients",
            "RecipientDoesNotExist",
            "nobody@contoso.onmicrosoft.com",
        ),
        (
            address("SendSMSAlertToRecipients", "a@b.example"),
            "SendSMSAlertToRecipients",
            "UnsupportedRule",
            "a@b.example",
        ),
        ("<t:ServerReplyWithMessage/>", "ServerReplyWithMessage", "InvalidValue", ""),
        ('<t:ServerReplyWithMessage Id="x"/>', "ServerReplyWithMessage", "InvalidValue", "x"),
    ]
    answer = update(ews, *(create(rule(given, priority=place)) for place, (given, *_) in enumerate(cases)))
    assert invalid(answer) == [(str(place), f"Action:{name}", *rest) for place, (_, name, *rest) in enumerate(cases)]


@pytest.mark.parametrize(
    ("spoil", "field", "code", "value"),
    [
        (lambda given: given.replace(">r<", "><"), "DisplayName", "EmptyValueFound", ""),
        (lambda given: given.replace(">r<", f">{'n' * 257}<"), "DisplayName", "StringValueTooBig", "n" * 257),
        (lambda given: given.replace(">1<", ">-1<"), "Priority", "InvalidValue", "-1"),
        (lambda given: given.replace(READ, ""), "Actions", "MissingAction", ""),
        (lambda given: given.replace(">true</t:MarkAsRead>", ">false</t:MarkAsRead>"), "Actions", "MissingAction", ""),
        (lambda given: given.replace(f"<t:Actions>{READ}</t:Actions>", ""), "Actions", "MissingAction", ""),
        (lambda given: with_id(given, "AgAA"), "RuleId", "CreateWithRuleId", "AgAA"),
        (
            lambda given: given.replace("<t:Actions>", "<t:IsInError>true</t:IsInError><t:Actions>"),
            "IsInError",
            "NotSettable",
            "true",
        ),
        (
            lambda given: given.replace("<t:Actions>", "<t:IsNotSupported>true</t:IsNotSupported><t:Actions>"),
            "IsNotSupported",
            "NotSettable",
            "true",
        ),
    ],
)
def test_the_rule_itself(ews: Ews, spoil: Callable[[str], str], field: str, code: str, value: str) -> None:
    assert invalid(update(ews, create(spoil(rule(READ))))) == [("0", field, code, value)]


def test_what_operations_name(ews: Ews) -> None:
    assert update(ews, create(rule(READ)), create(rule(READ, name="s", priority=2))).codes == ["NoError"]
    first, second = got(ews).texts(".//t:RuleId")
    assert invalid(update(ews, delete("AAAA"), delete(""), change(rule(READ), "AAAA"))) == [
        ("0", "RuleId", "RuleNotFound", "AAAA"),
        ("1", "RuleId", "RuleNotFound", ""),
        ("2", "RuleId", "RuleNotFound", "AAAA"),
    ]
    assert invalid(update(ews, change(rule(READ), ""))) == [("0", "RuleId", "MissingParameter", "")]
    assert invalid(update(ews, delete(first), change(rule(READ), second), change(rule(READ, priority=2), first))) == [
        ("2", "RuleId", "DuplicatedOperationOnTheSameRule", first)
    ]
    assert invalid(update(ews, create(rule(READ, priority=5)), change(rule(READ, priority=5), first))) == [
        ("1", "Priority", "DuplicatedPriority", "5")
    ]
    assert got(ews).texts(".//t:RuleId") == [first, second]


def test_all_that_is_wrong_is_told_at_once(ews: Ews) -> None:
    bad = rule("<t:MoveToFolder/>", "<t:Categories/>", name="")
    answer = update(ews, create(rule(READ)), create(bad.replace(">1<", ">2<")))
    assert [(index, field) for index, field, *_ in invalid(answer)] == [
        ("1", "DisplayName"), ("1", "Condition:Categories"), ("1", "Action:MoveToFolder"),
    ]  # fmt: skip
    assert len(ews.mailbox.inbox_rules) == 0
