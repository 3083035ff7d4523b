"""UpdateInboxRules: adds, changes and deletes rules, all that a request names or none.

Source: web-service-reference/updateinboxrules-operation. Assumption: what is not valid in one operation keeps all of
them from being performed, since the answer has one code for the whole request.
"""

from typing import Final

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.inbox_rules.errors import (
    BLOB_EXISTS,
    OVER_QUOTA,
    FieldError,
    InvalidField,
    invalid_rules,
)
from fakeserver.protocols.ews.operations.inbox_rules.owners import owned_mailbox
from fakeserver.protocols.ews.operations.inbox_rules.parts import Place
from fakeserver.protocols.ews.operations.inbox_rules.reading import read_rule
from fakeserver.protocols.ews.operations.inbox_rules.rule_fields import RULE_TYPE
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each, list_type
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, boolean_of, content, required, tag
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml
from fakeserver.tenant.exchange.inbox_rules.rules import InboxRule, fit, insert

_WITH_RULE: Final = complex_type(elements={"t:Rule": RULE_TYPE})
_OPERATIONS: Final = list_type(
    {
        **each("t:CreateRuleOperation t:SetRuleOperation", _WITH_RULE),
        "t:DeleteRuleOperation": complex_type(elements={"t:RuleId": TEXT}),
    }
)
#: No mailbox has room for so many rules, so that not all of more can be valid; reading them would take long.
_MOST_OPERATIONS: Final = 2_000


class _Draft:
    """The rules as they are to become."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.rules = list(place.mailbox.inbox_rules)
        self._touched: set[str] = set()
        self._priorities: set[int] = set()

    def perform(self, node: Element) -> list[FieldError]:
        """Perform one operation; return what is not valid in it."""
        errors: list[FieldError] = []
        match tag(node):
            case "CreateRuleOperation":
                self._create(required(node, t("Rule")), errors)
            case "SetRuleOperation":
                self._set(required(node, t("Rule")), errors)
            case _:
                self._take(content(required(node, t("RuleId"))), errors)
        return errors

    def _create(self, node: Element, errors: list[FieldError]) -> None:
        given = read_rule(self._place, node, errors)
        if given.rule_id:
            errors.append(FieldError("RuleId", InvalidField("CreateWithRuleId", given.rule_id)))
        self._put(given.as_rule(self._place.mailbox.inbox_rules.new_id()), given.priority, errors)

    def _set(self, node: Element, errors: list[FieldError]) -> None:
        given = read_rule(self._place, node, errors)
        if not given.rule_id:
            errors.append(FieldError("RuleId", InvalidField("MissingParameter")))
        elif self._take(given.rule_id, errors):
            self._put(given.as_rule(given.rule_id), given.priority, errors)

    def _put(self, rule: InboxRule, priority: int, errors: list[FieldError]) -> None:
        # Assumption: two rules of one request, since a rule that comes moves those that are there.
        if priority in self._priorities:
            errors.append(FieldError("Priority", InvalidField("DuplicatedPriority", str(priority))))
        self._priorities.add(priority)
        insert(self.rules, rule, priority)

    def _take(self, rule_id: str, errors: list[FieldError]) -> bool:
        """Take a rule out; say whether it was there, and nothing else happens to it."""
        found = next((rule for rule in self._place.mailbox.inbox_rules if rule.rule_id == rule_id), None)
        if found is None:
            errors.append(FieldError("RuleId", InvalidField("RuleNotFound", rule_id)))
        elif rule_id in self._touched:
            errors.append(FieldError("RuleId", InvalidField("DuplicatedOperationOnTheSameRule", rule_id)))
        else:
            self._touched.add(rule_id)
            self.rules.remove(found)
            return True
        return False


@operation(
    "UpdateInboxRules",
    answer=Flat(),
    since="Exchange2010_SP1",
    request=complex_type(
        elements={**each("m:MailboxSmtpAddress m:RemoveOutlookRuleBlob", TEXT), "m:Operations": _OPERATIONS}
    ),
)
def update_inbox_rules(call: Call) -> Xml:
    """Perform the operations in their order; a rule that is set is what the request says, and nothing else stays."""
    listed, is_blob_removed = call.part(m("Operations")), boolean_of(call.parts.get(m("RemoveOutlookRuleBlob")))
    operations, mailbox = at_least_one(listed), owned_mailbox(call)
    if len(listed) > _MOST_OPERATIONS:
        raise EwsError(OVER_QUOTA)
    rules, draft = mailbox.inbox_rules, _Draft(Place(call, mailbox))
    found = [(index, errors) for index, node in enumerate(operations) if (errors := draft.perform(node))]
    if rules.outlook_blob_exists and not is_blob_removed:
        raise EwsError(BLOB_EXISTS)
    if found:
        raise invalid_rules(found)
    if not fit(draft.rules):
        raise EwsError(OVER_QUOTA)
    rules.replace(draft.rules)
    rules.outlook_blob_exists = False
    return NOTHING
