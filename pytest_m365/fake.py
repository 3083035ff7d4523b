"""The fake as a target: a tenant for one test, its user, and the environment that leads to it."""

import os
import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fakeserver.children.python_children import python_children_led, python_environment
from fakeserver.redirect import Redirects, redirected, sign_in_redirects
from fakeserver.redirect.force import SAID
from fakeserver.running_test import running_test
from fakeserver.server import FakeServer
from fakeserver.service_names import SIGN_IN
from fakeserver.suggestion import no_new_names
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.permissions import OPENID_SCOPES
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.tenant import Tenant
from fakeserver.trust import PROXY_VARIABLES, aiohttp_trusts, trusted, trusting, urllib_trusts
from fakeserver.variables import renew as renew_variables
from pytest_m365.browser import Browser
from pytest_m365.clients import close_cached_connections
from pytest_m365.mailbox import Mailbox
from pytest_m365.switches import by_owner, tenant_settings
from pytest_m365.target import RESOURCE, AppRegistration, Target

if TYPE_CHECKING:
    from fakeserver.children.leading import Leading
    from pytest_m365.redirect import Redirect

#: the user whose mailbox is the test's
USER = "alice"
#: letters of a test's name that a tenant's label has, the last ones
_LABEL = 150


@no_new_names
class FakeTarget(Target):
    """One tenant of the running fake, and the test's user in it."""

    kind = "fake"

    def __init__(self, server: FakeServer, tenant: Tenant, user: User) -> None:
        self.server = server
        self.tenant = tenant
        self.user = user
        #: kept, as a report may be made when the server has stopped
        self.base_url = server.base_url
        self.tenant_id = tenant.tenant_id
        self.domain = tenant.domain
        self.authority = server.authority(tenant)
        self.token_url = server.token_url(tenant)
        self.ews_url = server.ews_url
        self.graph_url = server.graph_url
        self.autodiscover_url = server.autodiscover_url
        self.imap, self.pop3, self.smtp = server.imap, server.pop3, server.smtp
        self.ca_file = str(server.ca_file)
        self.public_app = tenant.public_app
        self.daemon_app = tenant.daemon_app
        self.mailbox: Mailbox = user.mailbox
        self.password = user.password or ""
        self.browser = Browser(server.base_url, self.ssl_context, user, names=(tenant.tenant_id, tenant.domain))
        #: exceptions in the fake that a report has shown already
        self.errors: list[BaseException] = []
        #: what leads children by the real names, while something does
        self.leading: Leading | None = None
        self._secrets: set[str] = set()
        self.learn_secrets()

    def __repr__(self) -> str:
        return f"<FakeTarget {self.domain} at {self.base_url}>"

    @property
    def username(self) -> str:
        """The sign-in name of the mailbox's user, who may be renamed."""
        return self.user.upn

    def ssl_context(self) -> ssl.SSLContext:
        """Return a client's context that trusts the fake's authority and nobody else."""
        return self.server.ssl_context()

    def token(self, *scopes: str, mailbox: Mailbox | str | None = None, app: AppRegistration | None = None) -> str:
        """Return a delegated access token, straight from the tenant's token authority.

        Raises:
            LookupError: no user has this mailbox, or the application is another tenant's.
            Refusal: the token service says no, e.g. ConsentMissing.
        """
        address = self._address(mailbox)
        users = self.tenant.users
        user = next((user for user in users if address.lower() in map(str.lower, user.addresses)), None)
        if user is None:
            raise LookupError(f"{self.domain} has no user {address}; it has {[user.upn for user in users]}")
        if not user.is_person:
            # As in a real tenant, a member signs in as themselves and names the shared mailbox to the protocol.
            user = self.user
        application = self.tenant.public_app if app is None else self._application(app)
        return self.tenant.token(application, user, *map(qualified, scopes or (".default",)))

    def app_token(self, *scopes: str, app: AppRegistration | None = None) -> str:
        """Return an app-only access token, straight from the tenant's token authority.

        Raises:
            LookupError: the application is another tenant's.
            Refusal: the token service says no.
        """
        application = self.tenant.daemon_app if app is None else self._application(app)
        return self.tenant.app_token(application, *scopes)

    def acts_by_itself(self, app: AppRegistration) -> bool:
        """Say whether an application of the tenant has application permissions.

        Raises:
            LookupError: the application is another tenant's.
        """
        return bool(self._application(app).application)

    def needs(self, protocol: str) -> None:
        """Return: each protocol is there, and a switch that closes one is what the test asks for."""

    def _application(self, app: AppRegistration) -> Application:
        found = next((known for known in self.tenant.apps if known is app), None)
        if found is None:
            names = ", ".join(known.name for known in self.tenant.apps)
            raise LookupError(
                f"{self.domain} has no application {app!r}; it has {names}, and tenant.register_app(name, ...) adds one"
            )
        return found

    @property
    def exchanges(self) -> list[Exchange]:
        """What was asked of this tenant, and what has named no tenant since it is there, oldest first."""
        notes = self.tenant.notes
        # A tenant that was dropped has none beside it any more.
        beside = self.server.cloud.notes if notes.beside is None else notes.beside
        nameless = [entry for entry in beside.entries if entry.number > notes.beside_since]
        return sorted([*notes.entries, *nameless], key=lambda entry: entry.number)

    def last_exchange(self) -> int:
        """Return the number of the last exchange that was noted; 0 where there is none."""
        exchanges = self.exchanges
        return exchanges[-1].number if exchanges else 0

    def learn_secrets(self) -> None:
        """Remember the secrets of every tenant that is there: a dropped one has none any more, its report may."""
        self._secrets |= self.server.cloud.secrets

    @property
    def secrets(self) -> list[str]:
        """What no report may show."""
        self.learn_secrets()
        return sorted(self._secrets)

    def take_errors(self) -> list[BaseException]:
        """Return the exceptions raised in the fake since the last call; they are bugs in the fake."""
        taken = list(self.server.errors)
        self.server.errors.clear()
        self.errors += taken
        return taken

    def raise_errors(self) -> None:
        """Raise the exceptions of `take_errors`, if there are any."""
        taken = self.take_errors()
        if len(taken) == 1:
            raise taken[0]
        if taken:
            raise BaseExceptionGroup("the fake met exceptions of its own", taken)


@contextmanager
def fake_target(server: FakeServer, switches: Mapping[str, object]) -> Iterator[FakeTarget]:
    """Give a tenant of its own to a test, or to several, and take it down after.

    Args:
        switches: policies of the tenant, switches of the user, and the tenant's id and domain, by name, already known
            to be valid.

    Raises:
        ValueError: a tenant that is there has this id or domain, e.g. the one of `m365_module`.
    """
    settings = tenant_settings(switches)
    for name, value in settings.items():
        if (other := server.cloud.resolve(value)) is not None:
            raise ValueError(
                f"there is a tenant with {name} {value} already, {other.domain}: a wider fixture of this test, as "
                "m365_module is, has it; set it for one of the two"
            )
    if server not in _IN_USE:
        # Else a target that outlives this one looks at it as well.
        server.cloud.notes.clear()
    # Ids of tests may be any text.
    test = "".join(letter if letter.isprintable() else "?" for letter in running_test())[-_LABEL:].strip()
    tenant = server.new_tenant(**settings, label=test)
    try:
        of_tenant, of_user = by_owner(switches)
        user = tenant.add_user(USER, **of_user)
        tenant.policies.set(**of_tenant)
        target = FakeTarget(server, tenant, user)
        with _led_to(server, tenant), target.browser.installed():
            try:
                yield target
            finally:
                target.learn_secrets()
        target.raise_errors()
    finally:
        close_cached_connections()
        server.drop_tenant(tenant)


@dataclass
class _Use:
    """A server that targets use: what leads this process to it, and their tenants, oldest first."""

    sign_in: Redirects
    environment: ExitStack
    tenants: list[Tenant]


_IN_USE: dict[FakeServer, _Use] = {}


def is_led() -> bool:
    """Say whether clients of this process are led to a fake at the moment."""
    return bool(_IN_USE)


@contextmanager
def _led_to(server: FakeServer, tenant: Tenant) -> Iterator[None]:
    """Lead the clients of this process and of its children to a server, until the last of several blocks ends.

    Whichever that is: a fixture of a wider scope may begin inside of a test that has a target of its own.
    """
    use = _IN_USE.get(server)
    if use is None:
        sign_in = sign_in_redirects(server.http)
        with ExitStack() as environment:
            environment.enter_context(trusted(server.bundle_file))
            environment.enter_context(aiohttp_trusts(server.bundle_file))
            environment.enter_context(urllib_trusts())
            environment.enter_context(python_children_led(sign_in))
            use = _IN_USE[server] = _Use(sign_in, environment.pop_all(), [])
    use.tenants.append(tenant)
    server.cloud.clock = tenant.clock
    try:
        # Anew for each: pytest-socket takes it away after a test, even if a target of a wider scope needs it further.
        with redirected(use.sign_in):
            yield
    finally:
        use.tenants.remove(tenant)
        if use.tenants:
            server.cloud.clock = use.tenants[-1].clock
        else:
            server.cloud.clock = None
            del _IN_USE[server]
            use.environment.close()


@contextmanager
def service_names(
    target: FakeTarget, closed_names: Collection[str] = (), open_names: Collection[str] = ()
) -> "Iterator[Redirect]":
    """Let the real service's host names lead to the fake until the block ends, in this process and in its children.

    Args:
        closed_names: kept from the network with all names below them, beside Microsoft's.
        open_names: not kept from it, with all names below them.
    """
    # Here, since a test without the real names waits for none of it.
    from fakeserver.children.identity import identity
    from fakeserver.children.leading import Leading
    from fakeserver.children.names import real_names
    from pytest_m365.redirect import Redirect

    server = target.server

    @lru_cache(maxsize=1)
    def of_domains(*domains: str) -> Redirects:
        return real_names(server, domains, closed_names=closed_names, open_names=open_names)

    def names() -> Redirects:
        # A test may append domains, and make tenants, at any time.
        return of_domains(*(domain for tenant in server.cloud.tenants for domain in tenant.organization.domains))

    def renew() -> None:
        """Let the environment, which clients read before they look anything up, have the names of now."""
        now = names()
        past_proxies = trusting("", names=now.past_proxies)
        renew_variables({name: past_proxies[name] for name in PROXY_VARIABLES})
        renew_variables(python_environment(now, os.environ))

    first = names()
    SAID.clear()
    opened_before = target.browser.prefixes
    target.browser.prefixes = [*opened_before, *(f"https://{name}/" for name in SIGN_IN)]
    try:
        with (
            trusted(server.bundle_file, first.past_proxies),
            redirected(names),
            python_children_led(first),
            ExitStack() as watching,
            Leading(server, names, identity(target.tenant, target.user)) as leading,
        ):
            for tenant in server.cloud.tenants:
                watching.enter_context(tenant.organization.domains.watched(renew))
            target.leading = leading
            yield Redirect(leading, target.last_exchange)
    finally:
        target.browser.prefixes = opened_before


def qualified(scope: str) -> str:
    """Return a scope with Exchange Online in front, if it stands alone and is one of Exchange Online's."""
    return scope if "://" in scope or scope in OPENID_SCOPES else f"{RESOURCE}/{scope}"
