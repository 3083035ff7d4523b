"""The tenant's switches of how much a mailbox may do; off, so that no test is slowed down that is not about them.

Each is one row, which `Policies` takes over by its name; None: as much as it likes. What is counted stands in
`tenant/budgets.py`.
"""

from fakeserver.tenant.switches.switch import switch

_LIMITS = "learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits"
_SUBMISSION = "learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements"
_NOTIFICATIONS = (
    "learn.microsoft.com/exchange/client-developer/exchange-web-services/"
    "notification-subscriptions-mailbox-events-and-ews-in-exchange"
)
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


def _connections(protocol: str, settings: str) -> int | None:
    """Return the row of a protocol whose number is an admin's on premises; ``settings`` are those of its cmdlet."""
    return _limit(
        admin_name=(
            f"Set-{settings}Settings -MaxConnectionsPerUser, on premises (16); the service's number is not published"
        ),
        meaning=f"{protocol} connections of one mailbox at a time; a further sign-in is refused.",
        source=f"learn.microsoft.com/powershell/module/exchange/set-{settings.lower()}settings",
    )


imap_connections: int | None = _connections("IMAP", "Imap")
pop_connections: int | None = _connections("POP3", "Pop")
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
    admin_name="none: the service counts what requests cost",
    meaning="EWS requests of one caller in a minute; further ones are told how long to wait.",
    source=_THROTTLING,
)
# Assumption: the service counts the time that it works; here nothing takes any, so that things are counted.
ews_cost_a_minute: int | None = _limit(
    admin_name="Get-ThrottlingPolicy: EwsCutoffBalance, EwsMaxBurst and EwsRechargeRate, which count milliseconds",
    meaning="What one caller may ask of EWS in a minute, counted in folders, items and attachments that requests "
    "name, make, or want as a page; each costs 1 at least. Once that is used up, requests are told how long to "
    "wait; the one that uses it up is answered.",
    source=_THROTTLING,
)
ews_subscriptions: int | None = _limit(
    admin_name="Get-ThrottlingPolicy: EwsMaxSubscriptions (20)",
    meaning="Subscriptions of EWS to one mailbox at a time; further ones are refused.",
    source=_NOTIFICATIONS,
)
ews_hanging_connections: int | None = _limit(
    admin_name="none: HangingConnectionLimit (10)",
    meaning="Connections of one caller on which EWS streams events; further ones are refused.",
    source=_NOTIFICATIONS,
)
