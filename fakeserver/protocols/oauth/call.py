"""One request to the token service, with the authority in its path and the ids that its answer carries."""

from collections.abc import Mapping
from functools import cached_property
from time import perf_counter
from uuid import UUID

from fakeserver.protocols.oauth.browsers import Browsers, Flow
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.parameters import parameters_of, required
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.consent import Consent
from fakeserver.tenant.identifiers import is_domain, is_guid
from fakeserver.tenant.refusals import ApplicationNotFound, Refusal
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import IssuedTokens
from fakeserver.wire import HttpRequest

#: Authorities that name no tenant: the user's account or the credential decides.
OPEN_AUTHORITIES = frozenset({"common", "organizations", "consumers"})
#: The tenant that holds all personal Microsoft accounts.
CONSUMER_TENANT_ID = "9188040d-6c67-4c5b-b112-36a304b66dad"

#: Host names of the real service: asked there, its documents point to Microsoft's other hosts as the real ones do.
_REAL_HOSTS = frozenset(
    {"https://login.microsoftonline.com", "https://login.windows.net", "https://login.microsoft.com"}
)


class Call:
    """A request, its authority and its ids.

    Attributes:
        authority: the first segment of the path, as the client wrote it.
        version: 1 or 2, by the endpoint's URL.
        rest: what follows a route that takes a value, such as the user of `userrealm/`.
        trace_id: names this answer: `trace_id` in errors and `x-ms-request-id` in the header.
        correlation_id: the client's `client-request-id` where it sent one, else new.
    """

    def __init__(
        self, cloud: Cloud, browsers: Browsers, request: HttpRequest, authority: str, version: int = 2, rest: str = ""
    ) -> None:
        self.cloud = cloud
        self.browsers = browsers
        self.request = request
        self.authority = authority
        self.version = version
        self.rest = rest
        self.trace_id = cloud.new_guid()
        #: when the request came, for the journal
        self.began = perf_counter()
        #: the refusal that the answer shows in words of its own, for the journal
        self.noted: Refusal | None = None
        #: the tokens that were given, for the journal
        self.issued: IssuedTokens | None = None
        #: seconds by which tokens are issued ahead of time, by order of a test
        self.skew = 0.0
        #: what applications were allowed once, where a fault wants tokens of then
        self.consent: Consent | None = None
        #: the sign-in that this request began
        self.begun: Flow | None = None

    @cached_property
    def correlation_id(self) -> str:
        """The id that the client chose, in the header or a parameter; a new one otherwise."""
        given = self.request.headers.get("client-request-id") or self.parameters.get("client-request-id", "")
        try:
            return str(UUID(given))
        except ValueError:
            return self.cloud.new_guid()

    @cached_property
    def parameters(self) -> Mapping[str, str]:
        """The request's parameters, as `parameters.py` reads them."""
        return parameters_of(self.request)

    @property
    def is_open(self) -> bool:
        """Whether the authority is `common`, `organizations` or `consumers`."""
        return self.authority.lower() in OPEN_AUTHORITIES

    @cached_property
    def tenant(self) -> Tenant | None:
        """The tenant that the authority names by GUID or by a verified domain; None for an open authority.

        Raises:
            EntraError: AADSTS90002, no such tenant; AADSTS900023, the name cannot be a tenant's.
        """
        if self.is_open:
            return None
        tenant = self.cloud.resolve(self.authority)
        if tenant is not None:
            return tenant
        could_be = is_guid(self.authority) or is_domain(self.authority)
        problem = EntraError(90002 if could_be else 900023, tenant=self.authority)
        there = ", ".join(f"{tenant.tenant_id} ({tenant.domain})" for tenant in self.cloud.tenants)
        problem.fix = (
            f"the authority ends in tenant.tenant_id (in a child M365_TENANT_ID); there are: {there or 'none'}"
        )
        raise problem

    def check_not_for_consumers(self, client_id: str) -> None:
        """Refuse the authority of personal accounts: there are none here, and no application is registered for them.

        Raises:
            EntraError: AADSTS9002332.
        """
        if self.authority.lower() != "consumers":
            return
        tenant = self.newest_that_knows(client_id)
        name = "" if tenant is None else tenant.directory.applications[client_id.lower()].name
        raise EntraError(9002332, application=client_id, name=name)

    def tenant_of_application(self, client_id: str) -> Tenant:
        """Choose an open authority's tenant: the newest where the application is registered.

        Raises:
            ApplicationNotFound: it is registered nowhere.
        """
        tenant = self.newest_that_knows(client_id)
        if tenant is None:
            raise ApplicationNotFound(application=client_id, tenant=self.authority)
        return tenant

    def newest_that_knows(self, client_id: str) -> Tenant | None:
        """Return the newest tenant where an application is registered; None where it is registered nowhere."""
        key = client_id.lower()
        return next((tenant for tenant in reversed(self.cloud.tenants) if key in tenant.directory.applications), None)

    @cached_property
    def known_tenant(self) -> Tenant | None:
        """The tenant, where the request names one; never raises."""
        try:
            return self.tenant
        except EntraError:
            return None

    def begin(self, purpose: str, parameters: Mapping[str, str]) -> Flow:
        """Start a sign-in in the browser of this request; the answer sets a cookie that binds the two."""
        self.begun = self.browsers.begin(self.request, purpose, parameters, self.version)
        return self.begun

    def act_for(self, tenant: Tenant) -> None:
        """Set an open authority's tenant, once a credential names it."""
        self.known_tenant = tenant

    def is_of_another_tenant(self, tenant: Tenant, grant: str) -> bool:
        """Whether another tenant than this one gave out a code or a refresh token."""
        return not tenant.tokens.knows(grant) and any(other.tokens.knows(grant) for other in self.cloud.tenants)

    def note(self, refusal: Refusal) -> None:
        """Keep a refusal that a page phrases itself, for the journal."""
        self.noted = refusal

    def required(self, name: str, code: int = 900144) -> str:
        """Return a parameter that must be there.

        Raises:
            EntraError: AADSTS900144, or the code given: it is missing, empty or blank.
        """
        return required(self.parameters, name, code)

    @property
    def token_version(self) -> str:
        """The version of the endpoint, as tokens say it: "1.0" or "2.0"."""
        return f"{self.version}.0"

    @property
    def base_url(self) -> str:
        """Scheme, host and port under which the client knows this service."""
        return self.request.base_url

    @property
    def own_address(self) -> str:
        """The address that is the issuer's, of the tenant that the request names; as `own_address_of`."""
        return self.own_address_of(self.known_tenant)

    def own_address_of(self, tenant: Tenant | None) -> str:
        """Return the address that a tenant's issuer has; empty: Microsoft's, whatever address was asked, as really."""
        return self.base_url if tenant is not None and tenant.policies.own_issuer else ""

    @property
    def at_real_host(self) -> bool:
        """Whether the client asked by Microsoft's own host name, which leads here by redirection."""
        return self.request.base_url in _REAL_HOSTS

    def url(self, path: str) -> str:
        """Return the address of another endpoint of the same authority."""
        return f"{self.request.base_url}/{self.authority}/{path}"
