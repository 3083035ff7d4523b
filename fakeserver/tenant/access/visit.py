"""Who was let in: a visitor, and their visit to one mailbox."""

from dataclasses import dataclass, field

from fakeserver.tenant.access.credentials import BearerToken, Password
from fakeserver.tenant.access.needs import Needs
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.validate import Claims


@dataclass(eq=False, slots=True)
class Visitor:
    """Somebody whose credential is good for a protocol; no mailbox is open yet."""

    tenant: Tenant
    protocol: Protocol
    #: what was shown; never in a repr
    credential: BearerToken | Password = field(repr=False)
    #: of the token; None after a password
    claims: Claims | None = field(repr=False)
    #: None after a password
    application: Application | None
    #: None in an app-only visit
    user: User | None
    #: seconds since the epoch; infinite after a password
    expires_at: float
    user_agent: str = ""
    #: the application is authorized by a role assignment in Exchange, not by a role in the token
    by_role_assignment: bool = False
    #: what the operation needs, where each needs something else; and by which of these permissions the visitor is in
    needs: Needs | None = None
    used: str = ""
    #: the generation of what the decision rests on when it was last checked
    checked_at: int = field(default=-1, repr=False)

    @property
    def is_app(self) -> bool:
        """Whether an application speaks for itself, without a user."""
        return self.user is None

    @property
    def permission(self) -> str:
        """The permission that opens the protocol to a token; empty where any does, or Exchange has assigned a role."""
        requirements = REQUIREMENTS[self.protocol]
        if requirements.by_operation:
            return self.used
        if self.by_role_assignment:
            return ""
        return (requirements.role if self.is_app else requirements.scope) or ""

    @property
    def address(self) -> str | None:
        """The user's primary SMTP address; None in an app-only visit."""
        return None if self.user is None else self.user.address

    @property
    def name(self) -> str:
        """The user's or application's name, for journals and messages."""
        if self.user is not None:
            return self.user.upn
        return repr(self.application.name) if self.application is not None else "nobody"


@dataclass(eq=False, slots=True)
class Visit:
    """A visitor in an open mailbox."""

    visitor: Visitor
    mailbox: Mailbox
    #: the account that the mailbox belongs to
    owner: User
    #: of FullAccess, SendAs, SendOnBehalf; without FullAccess some folders may still be open: see folder_access.py
    rights: frozenset[str]
    #: the id, in mailbox permissions, of the one whose rights count
    trustee_id: str
    #: whether an application acts as the owner (ExchangeImpersonation)
    impersonated: bool = False
    #: as a visitor's
    checked_at: int = field(default=-1, repr=False)
    #: how often the mailbox had been moved when it was opened
    moves: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.moves = self.mailbox.folders.moves

    @property
    def tenant(self) -> Tenant:
        """The visitor's tenant."""
        return self.visitor.tenant

    @property
    def protocol(self) -> Protocol:
        """The protocol that the visitor came by."""
        return self.visitor.protocol

    @property
    def acting_user(self) -> User | None:
        """The user whose rights count: the impersonated one, or the visitor's own; None for an application itself."""
        return self.owner if self.impersonated else self.visitor.user

    @property
    def acting_name(self) -> str:
        """The name of whose rights count, for refusals."""
        return self.owner.upn if self.impersonated else self.visitor.name


def generation(visitor: Visitor, owner: User | None) -> int:
    """Count the changes of all that a decision rests on; each count only grows, so an equal sum means no change."""
    tenant, user, application = visitor.tenant, visitor.user, visitor.application
    return (
        tenant.policies.generation
        + tenant.permissions.generation
        + (0 if user is None else user.generation)
        + (0 if application is None else application.generation)
        + (0 if owner is None else owner.generation)
    )
