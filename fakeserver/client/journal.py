"""The journal of a remote tenant: its exchanges come over, and the questions are asked here by the same code."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NoReturn

from fakeserver.client.differences import not_over_the_wire
from fakeserver.client.errors import ClientError
from fakeserver.client.link import Link
from fakeserver.tenant.journal.exchange import Exchange, RefusedExchange
from fakeserver.tenant.journal.facts import GrantRequest, Http
from fakeserver.tenant.journal.journal import Journal
from fakeserver.tenant.journal.marks import Mark
from fakeserver.tenant.journal.notes import Notes
from fakeserver.tenant.journal.permissions import Demand, PermissionUse
from fakeserver.tenant.journal.wanted import Application, User
from fakeserver.tenant.refusals.explanation import Explanation


class RemoteNotes(Notes):
    """What a remote tenant has noted; each question asks anew.

    Attributes:
        beside: what has named no tenant, since the tenant is there.
    """

    def __init__(self, link: Link) -> None:
        super().__init__(secrets=lambda: link.secrets)
        self._link = link
        self.beside = _Beside(self)
        #: what was there when the tenant was dropped
        self._kept: dict[str, Any] | None = None

    def keep(self) -> None:
        """Keep what is there, for reports of tests that are made when the tenant is gone."""
        with suppress(ClientError, LookupError):
            self._kept = self.asked()

    def add(self, *_exchange: object, **_facts: object) -> NoReturn:
        """Note nothing: the fake does."""
        raise not_over_the_wire("an exchange", "the fake notes what its clients ask")

    def used(self, use: PermissionUse) -> NoReturn:
        """Note nothing: the fake does."""
        raise not_over_the_wire(f"{use!r}", "the fake notes which permissions were used")

    @property
    def entries(self) -> list[Exchange]:
        """All exchanges, oldest first."""
        return [exchange_of(each) for each in self.asked()["exchanges"]]

    @property
    def gone(self) -> int:
        """The number of the last exchange that had to make room; 0: none had to."""
        number: int = self.asked(limit=0)["gone"]
        return number

    @property
    def last(self) -> int:
        """The number of the last exchange, of the tenant's and of what has named none."""
        number: int = self.asked(limit=0)["last"]
        return number

    @property
    def uses(self) -> list[PermissionUse]:
        """By which permissions tokens have let somebody in."""
        uses = self._link.get("journal", "permissions")["uses"]
        return [PermissionUse(**{**each, "held": frozenset(each["held"])}) for each in uses]

    @property
    def demands(self) -> list[Demand]:
        """Which permissions were asked for and given."""
        demands = self._link.get("journal", "permissions")["demands"]
        return [Demand(each["client_id"], frozenset(each["asked"]), frozenset(each["given"])) for each in demands]

    @property
    def limit(self) -> int:
        """How many exchanges are kept; older ones make room."""
        number: int = self.asked(limit=0)["limit"]
        return number

    @limit.setter
    def limit(self, limit: int) -> None:
        self._link.patch("journal", body={"limit": limit})

    def clear(self) -> None:
        """Forget everything."""
        self._link.delete("journal")

    def asked(self, limit: int | None = None, **query: object) -> dict[str, Any]:
        """Return what the API says of the journal.

        Args:
            limit: of the tenant's own exchanges, the newest so many; None: all.
            query: what else the API takes: ``protocol``, ``operation``, ``user``, ``app``, ``refused``.
        """
        journal: dict[str, Any] = self._kept or self._link.get("journal", limit=limit, **query)
        return journal

    def follow(self, since: int) -> Iterator[dict[str, Any]]:
        """Yield exchanges as they happen, as the API describes them.

        Args:
            since: the number after which they are told.
        """
        for name, facts in self._link.events("journal", "live", since=since):
            if name == "exchange":
                yield facts

    def __len__(self) -> int:
        return len(self.asked()["exchanges"])


class _Beside(Notes):
    """What has named no tenant, since the tenant is there; it is kept, limited and cleared over there."""

    def __init__(self, own: RemoteNotes) -> None:
        super().__init__(secrets=own.secrets)
        self._own = own

    @property
    def entries(self) -> list[Exchange]:
        """All exchanges, oldest first."""
        return [exchange_of(each) for each in self._own.asked(limit=0)["beside"]]

    @property
    def gone(self) -> int:
        """The number of the last exchange that had to make room; 0: none had to."""
        number: int = self._own.asked(limit=0)["beside_gone"]
        return number

    @property
    def limit(self) -> int:
        """How many are kept: as many as of the tenant's, at least."""
        return self._own.limit

    @limit.setter
    def limit(self, limit: int) -> None:
        """Nothing is to be done: with the tenant's limit this one is raised over there."""

    def __len__(self) -> int:
        return len(self._own.asked(limit=0)["beside"])


class RemoteJournal(Journal):
    """The journal of a remote tenant, with every question of `Journal`."""

    def __init__(self, notes: RemoteNotes, user: Callable[[str], User], app: Callable[[str], Application]) -> None:
        super().__init__(notes, user=user, app=app)
        self._remote = notes

    def mark(self) -> Mark:
        """Return this moment; with ``since=mark`` only what comes after it counts."""
        return Mark(self._remote.last)


def exchange_of(facts: Mapping[str, Any]) -> Exchange:
    """Return an exchange that the API has described in full."""
    refusals = tuple(_explanation(each) for each in facts.get("refusals") or ())
    http, grant = facts.get("http"), facts.get("grant")
    kind = RefusedExchange if refusals else Exchange
    return kind(
        at=datetime.fromisoformat(facts["at"]).astimezone(UTC),
        protocol=facts["protocol"],
        asked=facts["asked"],
        answered=facts["answered"],
        refusals=refusals,
        by=facts.get("by", ""),
        number=facts["number"],
        operation=facts.get("operation", ""),
        client_id=facts.get("client_id", ""),
        ordered=facts.get("ordered", ""),
        user=facts.get("user", ""),
        program_time=facts.get("program_time", 0.0),
        http=_http(http) if http else None,
        grant=_grant(grant) if grant else None,
        connection=facts.get("connection", 0),
        is_lost=facts.get("is_lost", False),
    )


def _explanation(facts: Mapping[str, Any]) -> Explanation:
    names = ("name", "sentence", "rule", "facts", "fix", "real", "page", "token")
    return Explanation(**{name: facts[name] for name in names if name in facts})


def _http(facts: Mapping[str, Any]) -> Http:
    parameters: Iterable[Iterable[str]] = facts.get("parameters") or ()
    return Http(
        facts["method"],
        facts["url"],
        facts["status"],
        facts.get("seconds", 0.0),
        tuple((name, value) for name, value in parameters),
        facts.get("request_size", 0),
    )


def _grant(facts: Mapping[str, Any]) -> GrantRequest:
    return GrantRequest(
        facts["kind"],
        facts["scope"],
        frozenset(facts.get("asked") or ()),
        frozenset(facts.get("given") or ()),
        facts.get("lifetime", 0),
        facts.get("shown", 0),
    )
