"""The rules of an inbox: the same as EWS has, in the order in which they run.

Sources: learn.microsoft.com/graph/api/mailfolder-list-messagerules, /mailfolder-post-messagerules, /messagerule-get,
/messagerule-update, /messagerule-delete; a client that was run against the service (kellylford/QuickMail) for what a
PATCH replaces, and that a rule whose ``isEnabled`` is left out is not (demisto/content#44324).
Assumptions: all rules are in one page; the errors; what Outlook has left of its own goes at the first change.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Sequence
from typing import Any, Final

from fakeserver.protocols.graph.answers import NO_CONTENT, Answer, Result, created
from fakeserver.protocols.graph.body import members
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, ID_MALFORMED, ITEM_NOT_FOUND, GraphError, Row
from fakeserver.protocols.graph.ids import ews_form
from fakeserver.protocols.graph.operations.settings.rule_reading import invalid, read_changes
from fakeserver.protocols.graph.properties.message_rule import MESSAGE_RULE, PlacedRule
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.query import MOST
from fakeserver.protocols.graph.registry import operation
from fakeserver.tenant.access.needs import READ_SETTINGS, WRITE_SETTINGS
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates
from fakeserver.tenant.exchange.inbox_rules.rules import InboxRule, fit, insert

NOT_THE_INBOX: Final = Row(
    400, "ErrorInvalidRequest", "Message rules are supported for the Inbox folder alone.", ASSUMED
)
OVER_QUOTA: Final = Row(507, "ErrorRulesOverQuota", "The rules are over quota.", ASSUMED)
READ_ONLY: Final = Row(
    400,
    "ErrorInboxRulesValidationError",
    "A validation error occurred while executing the rule operation., The operation on this unsupported rule is not "
    "allowed.",
    ASSUMED,
    fix="isReadOnly: the rule has what Graph cannot say, so that Outlook or EWS must change it",
)
_PATH: Final = "me/mailFolders/{folder}/messageRules"
_REQUIRED: Final = ("displayName", "sequence", "actions")
#: Octets of an id.
_ID: Final = 8


@operation("GET", _PATH, needs=READ_SETTINGS, query="$select $top $skip $count")
def list_message_rules(call: Call) -> Result:
    """Return the rules."""
    placed, shape = _placed(call), MESSAGE_RULE.shape(call.query.get("$select"))
    page = call.query.page(call.prefer.page_size, default=MOST)
    answer: dict[str, Any] = {"@odata.context": _context(call)}
    if page.counted:
        answer["@odata.count"] = len(placed)
    if not page.is_past(len(placed)):
        answer["@odata.nextLink"] = call.link(skip=page.skip + page.top)
    answer["value"] = [shape.write(each, View()) for each in placed[page.skip : page.skip + page.top]]
    return answer


@operation("GET", f"{_PATH}/{{rule}}", needs=READ_SETTINGS, query="$select")
def get_message_rule(call: Call) -> Result:
    """Return a rule."""
    return _entity(call, _named(call))


@operation("POST", _PATH, needs=WRITE_SETTINGS)
def create_message_rule(call: Call) -> Result:
    """Add a rule."""
    _check_inbox(call)
    given, rules = members(call.json), call.mailbox.inbox_rules
    for name in _REQUIRED:
        if given.get(name) is None:
            raise invalid(name, "The required parameter is missing.")
    blank = InboxRule(rules.new_id(), "", RulePredicates(), RuleActions(), RulePredicates(), is_enabled=False)
    made = read_changes(call, given, PlacedRule(blank, 0))
    return created(_entity(call, _kept(call, list(rules), made)))


@operation("PATCH", f"{_PATH}/{{rule}}", needs=WRITE_SETTINGS)
def update_message_rule(call: Call) -> Result:
    """Change a rule; one that moves takes the place of the one that has its number."""
    before = _changeable(call)
    after = read_changes(call, members(call.json), before)
    others = [rule for rule in call.mailbox.inbox_rules if rule is not before.rule]
    return _entity(call, _kept(call, others, after))


@operation("DELETE", f"{_PATH}/{{rule}}", needs=WRITE_SETTINGS)
def delete_message_rule(call: Call) -> Result:
    """Take a rule away."""
    before = _changeable(call)
    _take(call, [rule for rule in call.mailbox.inbox_rules if rule is not before.rule])
    return Answer(NO_CONTENT)


def _check_inbox(call: Call) -> None:
    if call.named_folder("see").distinguished_id != "inbox":
        raise GraphError(NOT_THE_INBOX)


def _placed(call: Call) -> list[PlacedRule]:
    _check_inbox(call)
    return [PlacedRule(rule, sequence) for sequence, rule in enumerate(call.mailbox.inbox_rules, start=1)]


def _named(call: Call) -> PlacedRule:
    wanted = ews_form(call.values["rule"])
    try:
        octets = len(b64decode(wanted, validate=True))
    except (Base64Error, ValueError) as error:
        raise GraphError(ID_MALFORMED) from error
    if octets != _ID:
        raise GraphError(ID_MALFORMED)
    found = next((placed for placed in _placed(call) if placed.rule.rule_id == wanted), None)
    if found is None:
        raise GraphError(ITEM_NOT_FOUND)
    return found


def _changeable(call: Call) -> PlacedRule:
    found = _named(call)
    if found.is_read_only:
        raise GraphError(READ_ONLY)
    return found


def _kept(call: Call, others: list[InboxRule], placed: PlacedRule) -> PlacedRule:
    """Put a rule among the others; return it with the place that it has got."""
    insert(others, placed.rule, placed.sequence)
    if not fit(others):
        raise GraphError(OVER_QUOTA)
    _take(call, others)
    return PlacedRule(placed.rule, others.index(placed.rule) + 1)


def _take(call: Call, rules: Sequence[InboxRule]) -> None:
    kept = call.mailbox.inbox_rules
    kept.replace(rules)
    kept.outlook_blob_exists = False


def _context(call: Call) -> str:
    return call.context(f"mailFolders('{call.values['folder']}')/messageRules{_selected(call)}")


def _selected(call: Call) -> str:
    select = call.query.get("$select")
    return "" if select is None else f"({','.join(MESSAGE_RULE.shape(select).names)})"


def _entity(call: Call, placed: PlacedRule) -> dict[str, Any]:
    shape = MESSAGE_RULE.shape(call.query.get("$select"))
    return {"@odata.context": f"{_context(call)}/$entity", **shape.write(placed, View())}
