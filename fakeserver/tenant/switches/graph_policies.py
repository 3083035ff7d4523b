"""The tenant's switches of Microsoft Graph, each one row, which `Policies` takes over by its name.

They choose between generations of the service's answers, and limits that are off, so that no test is slowed down that
is not about them.
"""

from typing import Literal

from fakeserver.tenant.switches.switch import switch

_NOBODY = "none: differs by server and over time"
_LIMITS = "learn.microsoft.com/graph/throttling-limits"
_THREADS = "answers of Microsoft Graph quoted in clients' issue threads"


def _limit(*, admin_name: str, meaning: str) -> int | None:
    return switch(
        None,
        values=(None,),
        kind=int,
        known=lambda number: number > 0,
        described="a positive int",
        admin_name=admin_name,
        meaning=meaning,
        source=_LIMITS,
    )


graph_token_texts: Literal["lifetime", "expired", "compact"] = switch(
    "lifetime",
    values=("lifetime", "expired", "compact"),
    admin_name=_NOBODY,
    meaning=(
        "How Graph says that a token has expired or cannot be read: since 2023, of 2022, or with the numbers of "
        "CompactToken until then."
    ),
    source=_THREADS,
)
graph_inner_error: bool = switch(
    False,
    values=(True, False),
    admin_name=_NOBODY,
    meaning="Graph's errors of mailboxes have an innerError as those of its gateway do, as until 2022.",
    source=_THREADS,
)
graph_short_policy_text: bool = switch(
    False,
    values=(True, False),
    admin_name=_NOBODY,
    meaning="What an application access policy keeps out is told `Access to OData is disabled.` alone, as in 2019.",
    source="learn.microsoft.com/graph/auth-limit-mailbox-access",
)
graph_missing_mailbox: Literal["inactive", "not_supported", "undiscovered"] = switch(
    "inactive",
    values=("inactive", "not_supported", "undiscovered"),
    admin_name=_NOBODY,
    meaning=(
        "What Graph says of a user without a mailbox: that it is inactive, as since 2023; that REST is not supported "
        "for it, as before; or ResourceNotFound, for a user whom Exchange does not know yet."
    ),
    source=_THREADS,
)
graph_audience: Literal["asked", "guid"] = switch(
    "asked",
    values=("asked", "guid"),
    admin_name=_NOBODY,
    meaning=(
        "`aud` of tokens for Graph: the address as it was asked for, or 00000003-0000-0000-c000-000000000000, which "
        "delegated tokens often have."
    ),
    source="tokens decoded in public issue threads",
)
graph_new_id_when_sent: bool = switch(
    False,
    values=(True, False),
    admin_name=_NOBODY,
    meaning="The immutable id of a draft changes when it is sent, as one measurement of 2019 has it.",
    source="github microsoftgraph/microsoft-graph-docs#1533, and learn.microsoft.com/graph/outlook-immutable-id",
)
graph_contains_needs_count: bool = switch(
    False,
    values=(True, False),
    admin_name=_NOBODY,
    meaning=(
        "`contains()` in $filter is InefficientFilter without `ConsistencyLevel: eventual` and $count=true. Sources "
        "contradict each other."
    ),
    source="github microsoft/work-iq, its notes on mail",
)
graph_retry_after: Literal["seconds", "fraction", "date", "none"] = switch(
    "seconds",
    values=("seconds", "fraction", "date", "none"),
    admin_name=_NOBODY,
    meaning=(
        "How Graph's Retry-After says how long to wait: in whole seconds, with a fraction as its documentation shows, "
        "as a date, or not at all, as in some answers of 2018."
    ),
    source="learn.microsoft.com/graph/throttling, and github OutlookDev/outlook-dev-docs#144",
)
graph_upload_names: Literal["camel", "pascal"] = switch(
    "camel",
    values=("camel", "pascal"),
    admin_name=_NOBODY,
    meaning=(
        "How the addresses of upload sessions spell the members of their answers: `nextExpectedRanges`, as since about "
        "2022, or `NextExpectedRanges`, as before, and in China still in 2023."
    ),
    source="github microsoftgraph/msgraph-sdk-dotnet#2092 and microsoftgraph/microsoft-graph-docs#15978",
)
graph_subscription_minutes: Literal[10070, 4230] = switch(
    10070,
    values=(10070, 4230),
    admin_name=_NOBODY,
    meaning="How many minutes a subscription to messages may last at most, without resource data: 4230 until 2024.",
    source="learn.microsoft.com/graph/api/resources/subscription; what Graph says of longer ones",
)
graph_concurrency: int | None = _limit(
    admin_name="none: 4 for each application and mailbox",
    meaning="Requests of one application to one mailbox that Graph answers at a time; others are told to wait.",
)
graph_requests_in_10_minutes: int | None = _limit(
    admin_name="none: 10,000 for each application and mailbox",
    meaning="Requests of one application to one mailbox in ten minutes; further ones are told how long to wait.",
)
graph_upload_in_30_seconds: int | None = _limit(
    admin_name="none: 15 MB for each application and mailbox",
    meaning="Octets that one application may send for one mailbox in 30 seconds (POST, PATCH, PUT).",
)
