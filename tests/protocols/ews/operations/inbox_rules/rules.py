"""Requests about inbox rules, and what tests ask of the answers."""

from fakeserver.tenant.directory.users import User
from tests.protocols.ews.client import Answer, Ews


def rule(actions: str, conditions: str = "", exceptions: str = "", *, name: str = "r", priority: int = 1) -> str:
    """Return a t:Rule that is enabled."""
    asked = f"<t:Conditions>{conditions}</t:Conditions>" if conditions else ""
    unless = f"<t:Exceptions>{exceptions}</t:Exceptions>" if exceptions else ""
    return (
        f"<t:Rule><t:DisplayName>{name}</t:DisplayName><t:Priority>{priority}</t:Priority>"
        f"<t:IsEnabled>true</t:IsEnabled>{asked}{unless}<t:Actions>{actions}</t:Actions></t:Rule>"
    )


def with_id(given: str, rule_id: str) -> str:
    """Return a t:Rule with an id."""
    return given.replace("<t:Rule>", f"<t:Rule><t:RuleId>{rule_id}</t:RuleId>")


def create(given: str) -> str:
    return f"<t:CreateRuleOperation>{given}</t:CreateRuleOperation>"


def change(given: str, rule_id: str) -> str:
    return f"<t:SetRuleOperation>{with_id(given, rule_id)}</t:SetRuleOperation>"


def delete(rule_id: str) -> str:
    return f"<t:DeleteRuleOperation><t:RuleId>{rule_id}</t:RuleId></t:DeleteRuleOperation>"


def update(ews: Ews, *operations: str, address: str = "", blob: str = "", user: User | None = None) -> Answer:
    named = f"<m:MailboxSmtpAddress>{address}</m:MailboxSmtpAddress>" if address else ""
    removes = f"<m:RemoveOutlookRuleBlob>{blob}</m:RemoveOutlookRuleBlob>" if blob else ""
    given = f"<m:Operations>{''.join(operations)}</m:Operations>"
    return ews(f"<m:UpdateInboxRules>{named}{removes}{given}</m:UpdateInboxRules>", user)


def got(ews: Ews, address: str = "", user: User | None = None) -> Answer:
    named = f"<m:MailboxSmtpAddress>{address}</m:MailboxSmtpAddress>" if address else ""
    return ews(f"<m:GetInboxRules>{named}</m:GetInboxRules>", user)


def invalid(answer: Answer) -> list[tuple[str, str, str, str]]:
    """Return the invalid fields: index of the operation, field, code, value."""
    return [
        (operation.findtext("{*}OperationIndex") or "", error[0].text or "", error[1].text or "", error[3].text or "")
        for operation in answer.all(".//t:RuleOperationError")
        for error in operation.iterfind(".//{*}Error")
    ]
