"""One exchange at the edge: the request, the caller, the answer, and the reasons of a refusal.

A protocol passes in what was asked and answered, and asks the door through here. Only here is decided to whose journal
an exchange belongs, and each is noted once. A connection of a line protocol keeps one `Exchange` and uses it for one
command after the other; a request of HTTP has its own.
"""

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

from fakeserver.digits import number_in
from fakeserver.edge.callers import described, introduced, use_of, user_beside
from fakeserver.tenant.access.credentials import Credential
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.visit import Visit, Visitor
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.journal.facts import GrantRequest, Http
from fakeserver.tenant.journal.notes import Notes
from fakeserver.tenant.refusals import Refusal, explained
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from fakeserver.edge.faults.effect import Effect
    from fakeserver.tenant.faults.fault import Asker, Fault

#: What the journal says of no answer at all.
NO_ANSWER = "no answer"
#: characters of an address that the journal keeps
_LONGEST_URL = 500
#: Faults by which a service is away: whoever asks, and whatever for.
OUTAGES = frozenset({"down", "hang", "unavailable"})
#: commands of the line protocols that show a credential, some of them a line later
_SIGN_IN = frozenset({"AUTHENTICATE", "LOGIN", "AUTH", "PASS"})


class Exchange:
    """A question and its answer.

    Attributes:
        asked: the question in a few words; nothing secret, no message.
        operation: the command, operation or endpoint by its name alone; empty for one unknown, and for what is said
            unasked.
        tenant: whose journal it is: the visitor's tenant, else the one that a credential, an address or a path names;
            None: the cloud's.
        grant_type: at the token endpoint, once it is known.
        effect: of the fault that happens to this exchange; None: it goes well.
        user: the address that was named, let in or not; empty where none was.
        parameters: those of a request over HTTP that hold no secret, for the journal.
        grant: what Entra ID was asked for, and gave.
    """

    __slots__ = (
        "_address",
        "_by",
        "_client_id",
        "_cloud",
        "_connection",
        "_disconnect",
        "_fault",
        "_is_lost",
        "_protocol",
        "_request",
        "_shown",
        "asked",
        "effect",
        "grant",
        "grant_type",
        "operation",
        "parameters",
        "tenant",
        "user",
    )

    def __init__(
        self,
        cloud: Cloud,
        protocol: str,
        asked: str = "",
        tenant: Tenant | None = None,
        *,
        operation: str = "",
        client_id: str = "",
        user: str = "",
        request: HttpRequest | None = None,
        began: float | None = None,
        connection: int = 0,
    ) -> None:
        """Begin one.

        Args:
            request: over HTTP; it is not kept.
            began: when it came, by `time.perf_counter`; by default it is now.
            connection: of a line protocol, by its number (`fakeserver.sequence`); a request has its own.
        """
        self.asked = asked
        self.operation = operation
        self.tenant = tenant
        self.parameters: tuple[tuple[str, str], ...] = ()
        self.grant: GrantRequest | None = None
        self.effect: Effect | None = None
        self.grant_type = ""
        self._cloud = cloud
        self._connection = connection if request is None else request.connection
        self._disconnect: Callable[[], None] | None = None
        self._protocol = protocol
        #: what was shown at the door in this exchange, in a few words
        self._shown = ""
        self._by = ""
        self.user = user
        self._address = ""
        self._fault: Fault | None = None
        self._is_lost = False
        self._client_id = client_id
        #: over HTTP: method, address, the body's size, and when it came
        self._request: tuple[str, str, int, float] | None = None
        if request is not None:
            url = f"{request.base_url}{request.path}"
            self._request = request.method, url, len(request.body), began or perf_counter()

    def admit(
        self, protocol: Protocol, credential: Credential | None, *, user_agent: str = "", peer: str = "127.0.0.1"
    ) -> Visitor:
        """Show a credential at the door.

        Raises:
            AuthenticationRefused, PermissionRefused: as `Door.admit`.
        """
        door = self._cloud.door
        try:
            visitor = door.admit(protocol, credential, user_agent=user_agent, peer=peer)
        except Refusal as refusal:
            self.shown(credential)
            self.user = refusal.token.get("upn") or self.user
            self._client_id = refusal.token.get("appid", "")
            raise
        self.tenant = visitor.tenant
        self._by = visitor.name
        self.user = user_beside(credential) if visitor.user is None else visitor.user.upn
        self._address = visitor.address or ""
        self._shown = introduced(visitor)
        application = visitor.application
        if application is None:
            self._client_id = ""
        else:
            self._client_id = application.client_id
            self.tenant.notes.used(use_of(visitor, application))
        return visitor

    def shown(self, credential: Credential | None) -> None:
        """Keep whom a credential names that lets nobody in: it is their tenant's journal, and their faults count."""
        self.tenant = self._cloud.door.tenant_of(credential)
        self.user = user_beside(credential)
        self._shown = described(credential)

    def introduce(self, protocol: Protocol, credential: Credential, *, peer: str) -> Visitor | Refusal:
        """Show a credential at the door, as `admit`; a refusal is returned: an ordered fault may come before it."""
        try:
            return self.admit(protocol, credential, peer=peer)
        except Refusal as refusal:
            return refusal

    def connected(self, visit: Visit) -> None:
        """Count the connection of a line protocol, now that a mailbox is open on it.

        Raises:
            TooManyConnections: the mailbox has as many as it may have.
        """
        self.disconnected()
        self._disconnect = visit.tenant.budgets.connected(self._protocol, visit.mailbox.address)

    def check_sending(self, visit: Visit) -> None:
        """Refuse a message on a connection of SMTP that is one too many.

        Raises:
            TooManyConnections
        """
        if self._disconnect is not None:
            visit.tenant.budgets.check_sending(visit.mailbox.address, self._disconnect)

    def begun(self, end: Callable[[], None] | None) -> None:
        """Keep what ends the counting of a request; None: it is not counted."""
        self._disconnect = end

    @property
    def is_counted(self) -> bool:
        """Whether it is counted until `disconnected`."""
        return self._disconnect is not None

    def disconnected(self) -> None:
        """Count it no longer."""
        if self._disconnect is not None:
            self._disconnect()
            self._disconnect = None

    def recheck(self, visit: Visit) -> Refusal | None:
        """Ask the door again, with the tenant's lock held; return why the visit has ended, None if it has not."""
        try:
            self._cloud.door.recheck(visit)
        except Refusal as refusal:
            return refusal
        return None

    def meets_fault(
        self,
        visit: Visit | None = None,
        *addresses: str,
        credential: Credential | None = None,
        operation: str = "",
        kinds: frozenset[str] = frozenset(),
    ) -> "Effect | None":
        """Return what a fault does to this exchange, and keep it as `effect`; None: it goes well.

        To be asked once the operation is known, and before it is performed. Before anybody has signed in the newest
        tenant's faults count, as its switches do; a sign-in meets those of the tenant that its credential names.

        Args:
            visit: the mailbox that is open.
            addresses: whoever else the exchange is about.
            credential: of a line protocol's sign-in, which meets no fault before it has shown one.
            operation: where it is not the exchange's.
            kinds: only these; none: all.
        """
        operation = operation or self.operation
        if credential is not None:
            addresses = (*addresses, user_beside(credential))
        elif operation in _SIGN_IN:
            return None
        tenant = self.tenant or self._cloud.newest
        if tenant is None or (faults := tenant.trouble.in_force) is None or self.effect is not None:
            return None
        from fakeserver.edge.faults.effect import effect_of

        asker = self._asker(addresses if visit is None else (visit.mailbox.address, *addresses))
        fault = faults.take(self._protocol, operation, asker, kinds=kinds)
        if fault is None:
            return None
        self._fault = fault
        self.effect = effect = effect_of(fault, self._protocol, operation)
        self._is_lost = effect.is_lost
        if effect.moves and visit is not None:
            with visit.tenant.lock:
                visit.mailbox.folders.rebuild()
        return effect

    def given(self, effect: "Effect") -> HttpResponse | None:
        """Note and return the answer over HTTP that a fault gives to what is not performed; None: there is none.

        Raises:
            ServiceRefused: the protocol has words for it, and is to note them.
        """
        if effect.response is None and effect.refusal is not None:
            raise effect.refusal
        self.answered(NO_ANSWER if effect.response is None else str(effect.response.status), effect.refusal)
        return effect.response

    def _asker(self, addresses: tuple[str, ...]) -> "Asker":
        from fakeserver.tenant.faults.fault import NOBODY, Asker

        known = frozenset([address.lower() for address in (self._address, *addresses) if address])
        return Asker(known, self._client_id.lower(), self.grant_type) if known or self._client_id else NOBODY

    def answered(self, answer: str, *reasons: Exception | None, status: int = 0) -> None:
        """Note the exchange, once.

        Args:
            answer: in a few words, as the protocol says it.
            status: of HTTP, where the answer does not begin with it.
            reasons: why not; refusals, or a protocol's own errors; None is passed over. They are read now, so that no
                traceback is kept alive.
        """
        asked = f"{self.asked}: {self._shown}" if self._shown else self.asked
        self._shown = ""
        because = ""
        if self._fault is not None and self.effect is not None and not self.effect.is_performed:
            because = self._fault.because
        explanations = [explained(reason, self._protocol, because) for reason in reasons if reason is not None]
        self._notes.add(
            self._protocol,
            asked,
            answer,
            *explanations,
            by=self._by,
            operation=self.operation,
            client_id=self._client_id,
            ordered="" if self._fault is None else self._fault.text,
            user=self.user,
            http=None if self._request is None else self._http(answer, status),
            grant=self.grant,
            connection=self._connection,
            is_lost=self._is_lost,
        )
        self._fault, self._is_lost = None, False

    def _http(self, answer: str, status: int) -> Http:
        assert self._request is not None
        method, url, size, began = self._request
        return Http(
            method,
            url[:_LONGEST_URL],
            0 if answer == NO_ANSWER else status or number_in(answer[:3]) or 200,
            perf_counter() - began,
            self.parameters,
            size,
        )

    def nothing_asked(self) -> None:
        """Begin an exchange in which the server speaks by itself."""
        self.asked, self.operation = "nothing", ""

    @property
    def _notes(self) -> Notes:
        return self._cloud.notes if self.tenant is None else self.tenant.notes

    def remark(self, sentence: str) -> None:
        """Note what the answer that was noted last does not show, in a line of its own."""
        self._notes.add(self._protocol, sentence, "", by=self._by, client_id=self._client_id, user=self.user)
