"""GetInboxRules.

Source: web-service-reference/getinboxrules-operation, whose example has neither IsInError nor t:Exceptions where there
is nothing to tell. Assumption: a mailbox without rules has no m:InboxRules.
"""

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.operations.inbox_rules.owners import owned_mailbox
from fakeserver.protocols.ews.operations.inbox_rules.rule_fields import ACTIONS, PREDICATES, write_fields
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, boolean, element, number, text
from fakeserver.tenant.exchange.inbox_rules.rules import InboxRule


@operation(
    "GetInboxRules",
    answer=Flat(),
    since="Exchange2010_SP1",
    request=complex_type(elements={"m:MailboxSmtpAddress": TEXT}),
)
def get_inbox_rules(call: Call) -> Xml:
    """Return the rules of a mailbox in the order in which they run."""
    rules = owned_mailbox(call).inbox_rules
    written = (_written(rule, priority) for priority, rule in enumerate(rules, start=1))
    listed = element("m:InboxRules", *written) if len(rules) else NOTHING
    return Xml(boolean("m:OutlookRuleBlobExists", rules.outlook_blob_exists) + listed)


def _written(rule: InboxRule, priority: int) -> Xml:
    conditions, exceptions = rule.conditions, rule.exceptions
    return element(
        "t:Rule",
        text("t:RuleId", rule.rule_id),
        text("t:DisplayName", rule.name),
        number("t:Priority", priority),
        boolean("t:IsEnabled", rule.is_enabled),
        boolean("t:IsInError", True) if rule.is_in_error else NOTHING,
        write_fields("t:Conditions", PREDICATES, conditions) if conditions else NOTHING,
        write_fields("t:Exceptions", PREDICATES, exceptions) if exceptions else NOTHING,
        write_fields("t:Actions", ACTIONS, rule.actions),
    )
