"""The journal: what was asked of a tenant, what was answered, and why."""

from dataclasses import dataclass
from typing import Any

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.exchange_view import ExchangeView, exchange_view
from fakeserver.protocols.control.routing import operation
from fakeserver.steps import Steps, each
from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.marks import Mark
from fakeserver.tenant.journal.wanted import Which


@dataclass
class Asking:
    """Which exchanges are meant; all that is given must fit."""

    #: "imap", "pop3", "smtp", "ews", "autodiscover", "oauth", or an endpoint of Entra ID: "token", "authorize", ...
    protocol: str | None = None
    #: the command, operation or endpoint by its name: "FETCH", "FindItem"
    operation: str | None = None
    user: str | None = None
    app: str | None = None
    #: only those with greater numbers
    since: int = 0
    #: only what was refused
    refused: bool = False
    #: of the refusal, or of a kind of them
    name: str | None = None
    #: the newest so many; 0: none, for who asks for the numbers alone
    limit: int | None = None


@dataclass
class JournalView:
    """Exchanges, oldest first, without secrets: tokens are their claims."""

    exchanges: list[ExchangeView]
    #: the number of the newest exchange of all; of those that come, numbers are greater
    last: int
    #: the number of the newest that had to make room; 0: none had to
    gone: int
    #: how many are kept
    limit: int
    #: what named no tenant, for questions that look at it as well
    beside: list[ExchangeView]
    #: as ``gone``, of those
    beside_gone: int


@dataclass
class JournalChanges:
    """How the journal is kept."""

    #: how many exchanges
    limit: int


@dataclass
class UseView:
    """A token has let somebody in by a permission."""

    client_id: str
    name: str
    protocol: str
    permission: str
    held: list[str]


@dataclass
class DemandView:
    """An application has asked Entra ID for permissions."""

    client_id: str
    asked: list[str]
    given: list[str]


@dataclass
class PermissionUses:
    """Which permissions were asked for, and which were used."""

    uses: list[UseView]
    demands: list[DemandView]


@operation("GET", "/tenants/{tenant}/journal")
def get_journal(call: Call, query: Asking) -> Steps[JournalView]:
    """Return what was asked of a tenant."""
    tenant = call.tenant
    own = _chosen(call, query)
    secrets = tenant.secrets
    notes, beside = tenant.notes, tenant.notes.beside
    nameless = [] if beside is None else beside.since(max(query.since, notes.beside_since))
    numbers = [exchange.number for exchange in (*own[-1:], *nameless[-1:])]
    last = max((call.tenant.journal.mark().number, *numbers))
    shown = yield from each((*own, *nameless), lambda exchange: exchange_view(exchange, secrets))
    return JournalView(
        shown[: len(own)],
        last,
        notes.gone,
        notes.limit,
        shown[len(own) :],
        0 if beside is None or beside.gone <= notes.beside_since else beside.gone,
    )


def _chosen(call: Call, query: Asking) -> list[Exchange]:
    if query.limit is not None and query.limit < 0:
        raise ValueError(f"the query: limit={query.limit}: it is 0 or more")
    journal, which = call.tenant.journal, Which()
    if query.user is not None:
        which["user"] = query.user
    if query.app is not None:
        which["app"] = query.app
    which["since"] = Mark(query.since)
    found: list[Any]
    if query.refused or query.name is not None:
        found = journal.refused(query.name, query.protocol, query.operation, **which)
    elif (query.protocol, query.operation, query.user, query.app) == (None, None, None, None):
        found = call.tenant.notes.since(query.since)
    else:
        found = journal.requests(query.protocol, query.operation, **which)
    shown: list[Exchange] = list(found)
    return shown if query.limit is None else shown[max(0, len(shown) - query.limit) :]


@operation("PATCH", "/tenants/{tenant}/journal")
def change_journal(call: Call, body: JournalChanges) -> Steps[JournalView]:
    """Let the journal keep more exchanges, or fewer."""
    call.tenant.journal.limit = body.limit
    return get_journal(call, Asking())


@operation("DELETE", "/tenants/{tenant}/journal")
def clear_journal(call: Call) -> None:
    """Forget what was asked."""
    call.tenant.journal.clear()


@operation("GET", "/tenants/{tenant}/journal/permissions")
def get_permission_uses(call: Call) -> PermissionUses:
    """Say which permissions were asked for at Entra ID, and which the protocols were shown."""
    notes = call.tenant.notes
    return PermissionUses(
        [UseView(use.client_id, use.name, use.protocol, use.permission, sorted(use.held)) for use in notes.uses],
        [DemandView(each.client_id, sorted(each.asked), sorted(each.given)) for each in notes.demands],
    )
