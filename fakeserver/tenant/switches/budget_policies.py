"""The tenant's switches of how much a mailbox may do; off, so that no test is slowed down that is not about them.

Each is one row, as in `policies.py`, which has them beside the others. What is counted stands in `tenant/budgets.py`.
"""

from fakeserver.tenant.switches.sign_in_policies import SignInPolicies
from fakeserver.tenant.switches.switch import switch

_LIMITS = "learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits"
_SUBMISSION = "learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements"
_THROTTLING = "learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange"


def _limit(*, admin_name: str, meaning: str, source: str) -> int | None:
    return switch(
        None,
        values=(None,),
        kind=int,
        known=lambda number: number > 0,
        described="a positive int",
        admin_name=admin_name,
        meaning=meaning,
        source=source,
    )


class BudgetPolicies(SignInPolicies):
    """How much each mailbox may do; None: as much as it likes."""

    imap_connections: int | None = _limit(
        admin_name="Set-ImapSettings -MaxConnectionsPerUser, on premises (16); the service's number is not published",
        meaning="IMAP connections of one mailbox at a time; a further sign-in is refused.",
        source="learn.microsoft.com/powershell/module/exchange/set-imapsettings",
    )
    pop_connections: int | None = _limit(
        admin_name="Set-PopSettings -MaxConnectionsPerUser, on premises (16); the service's number is not published",
        meaning="POP3 connections of one mailbox at a time; a further sign-in is refused.",
        source="learn.microsoft.com/powershell/module/exchange/set-popsettings",
    )
    smtp_connections: int | None = _limit(
        admin_name="none: 3 for every mailbox",
        meaning="SMTP connections of one mailbox at a time; messages on further ones are refused.",
        source=_SUBMISSION,
    )
    messages_a_minute: int | None = _limit(
        admin_name="none: 30 for every mailbox",
        meaning="Messages that one mailbox sends in a minute; further ones are accepted and delivered in the next.",
        source=_LIMITS,
    )
    recipients_a_day: int | None = _limit(
        admin_name="none: 10,000 for every mailbox",
        meaning="Recipients that one mailbox sends to in 24 hours; further messages are refused.",
        source=_LIMITS,
    )
    ews_concurrency: int | None = _limit(
        admin_name="Get-ThrottlingPolicy: EwsMaxConcurrency (27)",
        meaning="EWS requests of one caller that are answered at a time; others are refused.",
        source=_THROTTLING,
    )
    ews_requests_a_minute: int | None = _limit(
        admin_name="Get-ThrottlingPolicy: EwsCutoffBalance, EwsMaxBurst and EwsRechargeRate, which count cost",
        meaning="EWS requests of one caller in a minute; further ones are told how long to wait.",
        source=_THROTTLING,
    )
