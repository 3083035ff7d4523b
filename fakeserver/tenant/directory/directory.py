"""The directory: finds users and applications, and checks their passwords and secrets."""

import hmac
from typing import Protocol
from uuid import NAMESPACE_DNS, uuid5

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.addresses import Addresses
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.consent import Consent
from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.directory.groups import Group
from fakeserver.tenant.directory.permissions import ResourceApplication, resource_by_name
from fakeserver.tenant.directory.sign_in_rules import SignInRules
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.mail_folders import MailFolder
from fakeserver.tenant.refusals import (
    AccountDisabled,
    AccountLocked,
    ApplicationDisabled,
    ApplicationNotFound,
    GuestFromElsewhere,
    PasswordExpired,
    PasswordMissing,
    PublicClientWithCredential,
    ResourceAbsent,
    SecretExpired,
    SecretMissing,
    SecretMissingForClientCredentials,
    SecretWrong,
    ServicePrincipalMissing,
    UserNotAssigned,
    UserNotFound,
    UserPasswordWrong,
)
from fakeserver.tenant.switches.policies import Policies

#: Smart lockout's defaults: ten wrong passwords lock for a minute (learn.microsoft.com, smart lockout).
LOCKOUT_THRESHOLD = 10
LOCKOUT_SECONDS = 60.0


class Named(Protocol):
    """By what refusals name an organization: its name may change."""

    domain: str
    name: str
    tenant_id: str


class Directory:
    """Users, applications and consent of one tenant."""

    def __init__(self, clock: Clock, policies: Policies, organization: Named) -> None:
        """The organization is for the refusals' facts."""
        self._clock = clock
        self._organization = organization
        self.users: dict[str, User] = {}
        self.applications: dict[str, Application] = {}
        self.consent = Consent()
        self.groups: dict[str, Group] = {}
        #: by address, in lower case
        self.distribution_groups: dict[str, DistributionGroup] = {}
        #: mail-enabled public folders, by address, in lower case
        self.mail_folders: dict[str, MailFolder] = {}
        self.policies = policies
        self.rules = SignInRules(policies, self.groups_of)
        #: app ids of Microsoft's resources that have no service principal here
        self.absent_resources: set[str] = set()
        self.addresses = Addresses()

    # --- users ---

    def add_user(self, user: User) -> None:
        """Add an account.

        Raises:
            ValueError: an address is taken.
        """
        for address in user.addresses:
            self.check_free(address)
        self.users[user.object_id] = user
        self.addresses.replace(user, (), user.addresses)
        user.when_readdressed = self.addresses.replace

    def check_free(self, address: str) -> None:
        """Refuse an address that a user, a distribution group or a mail-enabled public folder has.

        Raises:
            ValueError.
        """
        owner = self.user_by_address(address) or self.distribution_group(address) or self.mail_folder(address)
        if owner is not None:
            raise ValueError(f"{address} belongs to {_called(owner)}")

    def distribution_group(self, address: str) -> DistributionGroup | None:
        """Return the distribution group with this address, without case."""
        return self.distribution_groups.get(address.lower())

    def mail_folder(self, address: str) -> MailFolder | None:
        """Return the public folder with an address, short or whole; None where there is none, or not any more."""
        whole = address if "@" in address else f"{address}@{self._organization.domain}"
        found = self.mail_folders.get(whole.lower())
        return found if found is not None and found.folder.exists else None

    def remove_user(self, user: User) -> None:
        """Delete an account; its tokens are refused from then on."""
        if self.users.pop(user.object_id, None) is not None:
            user.when_readdressed = user.find_mailbox = None
            self.addresses.replace(user, user.addresses, ())
        for group in self.groups.values():
            group.member_ids.discard(user.object_id)
        user.touch()

    def groups_of(self, user_id: str) -> frozenset[str]:
        """Return the names and object ids of the groups that a user is a member of."""
        return frozenset(name for group in self.groups.values() if user_id in group.member_ids for name in group.names)

    def user_by_address(self, address: str) -> User | None:
        """Return the user with this address, primary or alias, without case."""
        return self.addresses.user(address)

    def primary_address(self, address: str) -> str:
        """Return the primary address of the user with this address, in lower case.

        An address that nobody has stands for itself.
        """
        user = self.user_by_address(address)
        return address.lower() if user is None else user.address.lower()

    def user_by_upn(self, upn: str) -> User:
        """Return the user with this sign-in name; an alias is not one.

        Raises:
            UserNotFound: nobody has it.
        """
        user = self.addresses.user(upn)
        if user is None or user.upn.lower() != upn.lower():
            raise UserNotFound(user=upn, tenant=self._organization.domain)
        return user

    def check_password(self, upn: str, password: str, application: Application | None = None) -> User:
        """Sign a user in by password, and count failures as smart lockout does.

        Args:
            application: for whom the user signs in, where one asks; for the refusals' facts.

        Raises:
            UserNotFound, GuestFromElsewhere, AccountLocked, AccountDisabled, PasswordMissing, UserPasswordWrong,
            PasswordExpired.
        """
        user = self.user_by_upn(upn)
        if user.is_guest:
            raise GuestFromElsewhere(
                user=upn,
                tenant=self._organization.name,
                application="" if application is None else application.client_id,
                name="" if application is None else application.name,
                identity_provider=_home_of(upn),
            )
        self.check_not_locked(user)
        self.check_enabled(user)
        if user.password is None or not password:
            raise PasswordMissing(user=upn)
        if not hmac.compare_digest(user.password.encode(), password.encode("utf-8", "surrogatepass")):
            user.failures += 1
            if user.failures >= LOCKOUT_THRESHOLD:
                user.locked_until = self._clock.time() + LOCKOUT_SECONDS
            raise UserPasswordWrong(user=upn, limit=f"{LOCKOUT_THRESHOLD}")
        if user.failures:
            user.failures = 0
        if user.password_expired or user.must_change_password:
            raise PasswordExpired(user=upn)
        return user

    def change_password(self, user: User, password: str) -> None:
        """Give a user a password of their own choice; public clients must sign in with it.

        Source: learn.microsoft.com/entra/identity-platform/refresh-tokens (revocation).
        """
        user.password = password
        user.password_expired = user.must_change_password = False
        user.password_changed_at = self._next_second()

    def revoke(self, user: User) -> None:
        """End a user's sessions: what was granted up to now."""
        user.tokens_valid_from = self._next_second()

    def _next_second(self) -> float:
        """Return from when on grants outlive what happens now: times in tokens are whole seconds."""
        return float(int(self._clock.time()) + 1)

    def sign_in_moment(self, user: User) -> float:
        """Return the moment of a sign-in now, in seconds since the epoch.

        A revocation covers its whole second; a sign-in later in that second is dated to the next.
        """
        return max(self._clock.time(), user.sessions_from)

    def check_enabled(self, user: User) -> None:
        """Refuse a disabled account (AccountDisabled)."""
        if not user.enabled:
            raise AccountDisabled(user=user.upn)

    def check_not_locked(self, user: User) -> None:
        """Refuse an account that smart lockout holds (AccountLocked); a lock whose time is over is taken off."""
        if user.locked_until is None:
            return
        if self._clock.time() < user.locked_until:
            raise AccountLocked(user=user.upn, until=f"{user.locked_until:.0f}")
        user.locked_until = None
        user.failures = 0

    # --- applications ---

    def add_application(self, application: Application) -> None:
        """Add an application."""
        self.applications[application.client_id.lower()] = application

    def application(self, client_id: str) -> Application:
        """Return an enabled application.

        Raises:
            ApplicationNotFound, ApplicationDisabled, ServicePrincipalMissing.
        """
        application = self.applications.get(client_id.lower())
        if application is None:
            raise ApplicationNotFound(application=client_id, tenant=self._organization.name)
        if not application.enabled:
            raise ApplicationDisabled(application=client_id, name=application.name)
        if not application.has_service_principal:
            raise ServicePrincipalMissing(
                application=client_id, name=application.name, tenant_id=self._organization.tenant_id
            )
        return application

    def resource(self, name: str) -> ResourceApplication | None:
        """Return the API that an address or app id names: one of Microsoft's, or an application's own.

        Raises:
            ResourceAbsent: Microsoft has it, this tenant has not.
        """
        found = resource_by_name(name)
        if found is not None:
            if found.app_id in self.absent_resources:
                raise ResourceAbsent(resource=found.name, tenant=self._organization.tenant_id, resource_id=found.app_id)
            return found
        wanted = name.lower().removesuffix("/").removeprefix("api://")
        application = self.applications.get(wanted)
        return None if application is None else application.as_resource()

    def check_secret(self, application: Application, secret: str | None, *, client_credentials: bool = False) -> None:
        """Refuse an application that does not prove itself.

        A public client must send no secret, a confidential one a valid one of its own.

        Raises:
            PublicClientWithCredential, SecretMissing (SecretMissingForClientCredentials), SecretWrong, SecretExpired.
        """
        facts = {"application": application.client_id, "name": application.name}
        if not secret:
            if client_credentials:
                raise SecretMissingForClientCredentials(**facts)
            if application.public:
                return
            raise SecretMissing(**facts)
        if application.public:
            raise PublicClientWithCredential(**facts)
        sent = secret.encode("utf-8", "surrogatepass")
        same = [each for each in application.secrets if hmac.compare_digest(each.value.encode(), sent)]
        if not same:
            raise SecretWrong(**facts)
        # A test may give its program's own value a longer life.
        found = max(same, key=lambda each: each.expires_at)
        if self._clock.time() >= found.expires_at:
            raise SecretExpired(**facts, expired_at=f"{found.expires_at:.0f}")

    def check_assigned(self, application: Application, user: User) -> None:
        """Refuse a user who is not assigned to an application that asks for it (UserNotAssigned)."""
        if not application.assignment_required or user.object_id in application.assigned_user_ids:
            return
        if not application.assigned_group_ids & self.groups_of(user.object_id):
            raise UserNotAssigned(user=user.upn, application=application.client_id, name=application.name)


def _home_of(upn: str) -> str:
    """Return the issuer of a guest's home tenant. Assumption: any GUID will do, the same for each user of a domain."""
    return f"https://sts.windows.net/{uuid5(NAMESPACE_DNS, upn.rpartition('@')[2].lower())}/"


def _called(owner: User | DistributionGroup | MailFolder) -> str:
    """Return what an error calls the owner of an address."""
    match owner:
        case User():
            return f"the account {owner.address}"
        case DistributionGroup():
            return f"the distribution group {owner.address}"
        case _:
            return f"the public folder {owner.folder.path}"
