"""The sign-in of a person at a browser: account, proof, consent.

A sign-in is a flow of steps; a step that has nothing to ask passes on to the next; else it shows a page, whose form
comes back to `answers.py`. What the sign-in is for (an authorization request, a device code, admin consent) is its
purpose.

A test that has said who signs in (`tenant.sign_ins.auto_sign_in`) is never asked: that user signs in, shows a second
factor and accepts, so that a program under test which opens a browser gets its answer in one request.

Source: entra-docs `identity-platform/v2-oauth2-auth-code-flow.md` (prompt, login_hint); the pages themselves.
"""

from collections.abc import Callable
from typing import Protocol

from fakeserver.protocols.oauth import permission_titles, sign_in_pages
from fakeserver.protocols.oauth.browsers import Flow, SignedIn
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.tenant import refusals as no
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.permissions import GRAPH, RequestedScopes
from fakeserver.tenant.directory.sign_in_rules import Attempt
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.switches.conditional_access import Way
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpResponse


class Purpose(Protocol):
    """What a sign-in is for."""

    @property
    def tenant(self) -> Tenant:
        """Where the user lives."""

    @property
    def application(self) -> Application:
        """For whom the user signs in."""

    @property
    def scopes(self) -> RequestedScopes:
        """What the application asks for."""

    @property
    def others(self) -> tuple[RequestedScopes, ...]:
        """What it asks for of further resources."""

    @property
    def way(self) -> Way:
        """How the user signs in, for the sign-in rules."""

    @property
    def prompt(self) -> str:
        """`login`, `none`, `consent`, `select_account` or empty."""

    @property
    def login_hint(self) -> str:
        """The account that the application expects, or empty."""

    @property
    def max_age(self) -> int | None:
        """How many seconds ago the person may have typed their password, at the most; None: no limit."""

    def confirm(self, call: Call, flow: Flow, user: User) -> HttpResponse | None:
        """Ask whatever this purpose asks besides, or None."""

    def finish(self, call: Call, flow: Flow, user: User) -> HttpResponse:
        """Return the answer of a sign-in that was completed."""

    def fail(self, call: Call, error: EntraError, *, subcode: str = "") -> HttpResponse:
        """Return the answer of a sign-in that was refused."""


#: Something that a flow does next: `advance`, or what a form's answer leads to.
Step = Callable[[Call, Flow, Purpose], HttpResponse]


def advance(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse:
    """Take the next step that has something to ask; with none left, finish."""
    for step in _STEPS:
        page = step(call, flow, purpose)
        if page is not None:
            return page
    call.browsers.end(flow)
    return purpose.finish(call, flow, user_of(flow, purpose))


def user_of(flow: Flow, purpose: Purpose) -> User:
    """Return who signs in.

    Raises:
        UserNotFound: they were deleted meanwhile.
    """
    user = purpose.tenant.directory.users.get(flow.user_id)
    if user is None:
        raise no.UserNotFound(user=flow.user_id, tenant=purpose.tenant.domain)
    return user


# --- the steps ---------------------------------------------------------------------------------------------------


def _choose_user(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse | None:
    """Find out who signs in: a test said so, the browser is signed in already, or the person is asked."""
    if flow.user_id:
        return None
    tenant = purpose.tenant
    automatic = tenant.sign_ins.user_who_signs_in(purpose.login_hint)
    if automatic is not None:
        tenant.directory.check_not_locked(automatic)
        tenant.directory.check_enabled(automatic)
        adopt(flow, tenant, automatic, mfa=False, session_id=tenant.organization.new_guid())
        flow.automatic = flow.consented = flow.confirmed = True
        return None
    sessions = call.browsers.signed_in(call.request, tenant)
    hint = purpose.login_hint.lower()
    fitting = [entry for entry in sessions if not hint or tenant.directory.users[entry.user_id].upn.lower() == hint]
    if purpose.prompt == "none":
        if not fitting:
            raise no.SessionMissing()
        if len(fitting) > 1:
            raise EntraError(16000)
    if len(fitting) == 1 and purpose.prompt not in ("login", "select_account"):
        return use_session(call, flow, purpose, fitting[0])
    if hint and purpose.prompt != "select_account":
        return sign_in_pages.password(login_url(call), flow.flow_id, user=purpose.login_hint)
    if sessions and purpose.prompt != "login":
        users = [tenant.directory.users[entry.user_id].upn for entry in sessions]
        return sign_in_pages.pick_account(login_url(call), flow.flow_id, users)
    return sign_in_pages.account(login_url(call), flow.flow_id, hint=purpose.login_hint)


def _check_user(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse | None:
    """Refuse a user who may not use the application."""
    user = user_of(flow, purpose)
    purpose.tenant.directory.check_enabled(user)
    purpose.tenant.directory.check_assigned(purpose.application, user)
    return None


def _apply_rules(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse | None:
    """Refuse what a policy blocks, and ask for what one wants: a second factor, a new sign-in, terms of use."""
    user = user_of(flow, purpose)
    directory = purpose.tenant.directory
    attempt = Attempt(
        user,
        purpose.application.client_id,
        (purpose.scopes.resource or GRAPH).app_id,
        purpose.way,
        call.request.peer,
        mfa=flow.mfa,
        signed_in_at=flow.at,
        now=purpose.tenant.clock.time(),
    )
    try:
        directory.rules.check(attempt)
    except (no.MfaRequired, no.SignInTooOld, no.TermsNotAccepted) as refusal:
        if purpose.prompt == "none":
            raise
        if flow.automatic:
            show(flow, purpose, user, refusal)
            return _apply_rules(call, flow, purpose)
        flow.asked = refusal
        return _page_that_asks(call, flow, user, refusal)
    return None


def _page_that_asks(call: Call, flow: Flow, user: User, refusal: no.SignInRefused) -> HttpResponse:
    """Return the page on which a person shows what a policy asks for."""
    if isinstance(refusal, no.SignInTooOld):
        flow.user_id = ""
        return sign_in_pages.password(login_url(call), flow.flow_id, user=user.upn)
    if isinstance(refusal, no.TermsNotAccepted):
        return sign_in_pages.terms_of_use(
            page_url(call, "TermsOfUse"), flow.flow_id, user=user.upn, name=refusal.policy
        )
    action = page_url(call, "SAS/ProcessAuth")
    if isinstance(refusal, no.MfaEnrolmentRequired):
        return sign_in_pages.register_second_factor(action, flow.flow_id, user=user.upn)
    return sign_in_pages.approve_sign_in(action, flow.flow_id, user=user.upn, base=call.request.base_url)


def _confirm(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse | None:
    return None if flow.confirmed else purpose.confirm(call, flow, user_of(flow, purpose))


def _ask_consent(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse | None:
    """List the permissions that nobody has allowed yet; an accepted page is kept as the user's own consent."""
    if purpose.prompt == "admin_consent":
        return _ask_admin_consent(call, flow, purpose)
    tenant, application, user = purpose.tenant, purpose.application, user_of(flow, purpose)
    missing: list[tuple[RequestedScopes, frozenset[str]]] = []
    for scopes in (purpose.scopes, *purpose.others):
        tenant.tokens.entitlements.check_resource(application, user, scopes)
        missing.append((scopes, tenant.tokens.entitlements.missing(application, user, scopes)))
    names = sorted(name for _, of_resource in missing for name in of_resource)
    facts = {"application": application.client_id, "name": application.name, "scopes": " ".join(names)}
    if names and purpose.prompt == "none":
        raise no.ConsentMissing(**facts, user=user.upn)
    if names and application.consent != "user" and not user.admin:
        refusal = no.AdminConsentRequired(**facts, user=user.upn)
        if flow.automatic:
            raise EntraError(90094, refusal=refusal)
        call.note(refusal)
        action = page_url(call, "Consent/Set")
        return sign_in_pages.admin_approval(action, flow.flow_id, user=user.upn, application=application.name)
    if flow.consented:
        whose = None if flow.for_everybody and user.admin else user.object_id
        for scopes, of_resource in missing:
            if scopes.resource is not None:
                allowed = of_resource | scopes.values
                tenant.directory.consent.grant(application.client_id, scopes.resource.app_id, allowed, whose)
        return None
    if not names and purpose.prompt != "consent":
        return None
    asked = [entry for scopes, of_resource in missing for entry in permission_titles.of_request(scopes, of_resource)]
    return _consent_page(call, flow, purpose, asked, "either" if user.admin else "user")


def _ask_admin_consent(call: Call, flow: Flow, purpose: Purpose) -> HttpResponse | None:
    """Ask an administrator for everything in the application's registration, for the organization (v1.0)."""
    tenant, application, user = purpose.tenant, purpose.application, user_of(flow, purpose)
    check_admin(user)
    if flow.consented:
        tenant.directory.consent.grant_everything(application.client_id, application.delegated, application.application)
        return None
    asked = permission_titles.titled(sorted({name for _, name in application.delegated | application.application}))
    return _consent_page(call, flow, purpose, asked, "organization")


def _consent_page(
    call: Call,
    flow: Flow,
    purpose: Purpose,
    permissions: list[tuple[str, str]],
    consent_for: sign_in_pages.ConsentFor,
) -> HttpResponse:
    return sign_in_pages.consent(
        page_url(call, "Consent/Set"),
        flow.flow_id,
        user=user_of(flow, purpose).upn,
        application=purpose.application.name,
        organization=purpose.tenant.organization.name,
        permissions=permissions,
        consent_for=consent_for,
    )


def check_admin(user: User) -> None:
    """Refuse whoever is no administrator.

    Raises:
        EntraError: AADSTS90093.
    """
    if not user.admin:
        raise EntraError(90093)


_STEPS: tuple[Callable[[Call, Flow, Purpose], HttpResponse | None], ...] = (
    _choose_user,
    _check_user,
    _apply_rules,
    _confirm,
    _ask_consent,
)


# --- what steps and answers share -------------------------------------------------------------------------------------


def adopt(flow: Flow, tenant: Tenant, user: User, *, mfa: bool, session_id: str) -> None:
    """Note who signs in, and how they proved it."""
    flow.tenant_id = tenant.tenant_id
    flow.user_id = user.object_id
    flow.mfa = mfa
    flow.session_id = session_id
    flow.at = tenant.directory.sign_in_moment(user)


def use_session(call: Call, flow: Flow, purpose: Purpose, session: SignedIn) -> HttpResponse | None:
    """Let in who is signed in in this browser; or ask them for their password, where `max_age` is over.

    Source: github MicrosoftDocs/azure-docs#51307. Assumption: without a page, that is as if nobody were signed in.
    """
    tenant = purpose.tenant
    user = tenant.directory.users[session.user_id]
    if purpose.max_age is not None and tenant.clock.time() - session.at >= purpose.max_age:
        if purpose.prompt == "none":
            raise no.SessionMissing()
        return sign_in_pages.password(login_url(call), flow.flow_id, user=user.upn)
    adopt(flow, tenant, user, mfa=session.mfa, session_id=session.session_id)
    flow.at = session.at
    return None


def show(flow: Flow, purpose: Purpose, user: User, asked: no.SignInRefused) -> None:
    """Note that the person, or a test in their place, has shown what a policy asks for."""
    directory = purpose.tenant.directory
    if isinstance(asked, no.TermsNotAccepted):
        directory.rules.accepted_terms.add((asked.policy_id, user.object_id))
        return
    if isinstance(asked, no.MfaEnrolmentRequired):
        # A user who has registered a second factor is asked for it from now on.
        user.mfa = "required"
    if isinstance(asked, no.MfaRequired):
        flow.mfa = True
    flow.at = directory.sign_in_moment(user)


def login_url(call: Call) -> str:
    """Return where the sign-in pages post to."""
    return page_url(call, "login")


def page_url(call: Call, path: str) -> str:
    """Return where the form of a page posts to."""
    return f"/{call.authority}/{path}"
