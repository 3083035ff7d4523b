"""The device's side of the device code flow, and the page where a person types its code.

Source: entra-docs `identity-platform/v2-oauth2-device-code.md`.
"""

from fakeserver.protocols.oauth import headers, pages, sign_in
from fakeserver.protocols.oauth.browsers import Flow
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.scopes import requested_scopes
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.permissions import RequestedScopes
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import DeviceCodeExpired, DeviceCodeInvalid, Refusal
from fakeserver.tenant.switches.conditional_access import Way
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.claims import SignIn
from fakeserver.tenant.tokens.device_codes import DeviceCode
from fakeserver.wire import HttpResponse

#: Where people go, in the real service's words; until 2025 it was https://microsoft.com/devicelogin.
REAL_PAGE = "https://login.microsoft.com/device"


def device_authorization(call: Call) -> HttpResponse:
    """Answer `/devicecode`: a code for the device, and one for the person.

    No application proves itself here; a confidential one learns at its first poll that it must.
    Source: github MicrosoftDocs/azure-docs#31986.

    Raises:
        EntraError, Refusal: for the error JSON.
    """
    tenant = call.tenant if call.tenant is not None else _tenant_of_application(call)
    with tenant.lock:
        application = tenant.directory.application(call.required("client_id"))
        scopes = requested_scopes(call, tenant, call.parameters, application)
        if scopes is None:
            raise EntraError(900144, parameter="resource" if call.version == 1 else "scope")
        code = tenant.tokens.device_codes.begin(application.client_id, scopes)
    seconds = int(code.expires_at - tenant.clock.time() + 0.5)
    page = REAL_PAGE if call.at_real_host else f"{call.base_url}/devicelogin"
    members = {
        "user_code": code.user_code,
        "device_code": code.device_code,
        ("verification_uri" if call.version == 2 else "verification_url"): page,
        "expires_in": seconds if call.version == 2 else str(seconds),
        "interval": code.interval if call.version == 2 else str(code.interval),
        "message": f"To sign in, use a web browser to open the page {page} and enter the code {code.user_code} to "
        "authenticate.",
    }
    fields = [*headers.TOKEN, ("x-ms-request-id", call.trace_id)]
    return HttpResponse(200, fields, headers.json_text(members))


def _tenant_of_application(call: Call) -> Tenant:
    """Choose an open authority's tenant.

    Assumption: the real service keeps the choice open until the person has signed in.
    """
    client_id = call.required("client_id")
    call.check_not_for_consumers(client_id)
    tenant = call.tenant_of_application(client_id)
    call.act_for(tenant)
    return tenant


def device_login(call: Call) -> HttpResponse:
    """Answer `/devicelogin`: ask for the code, and begin the sign-in that it stands for."""
    user_code = call.parameters.get("otc", "")
    if not user_code or call.request.method == "GET":
        return pages.device_code("/devicelogin", user_code=user_code)
    try:
        tenant, code = _find(call, user_code)
    except (DeviceCodeInvalid, DeviceCodeExpired) as refusal:
        call.note(refusal)
        return pages.device_code(
            "/devicelogin", user_code=user_code, error="That code didn't work. Check the code and try again."
        )
    call.authority = tenant.tenant_id
    flow = call.begin("device", {"user_code": code.user_code})
    flow.tenant_id = tenant.tenant_id
    return resume(call, flow, sign_in.advance)


def _find(call: Call, user_code: str) -> tuple[Tenant, DeviceCode]:
    expired: Refusal = DeviceCodeInvalid()
    for tenant in reversed(call.cloud.tenants):
        try:
            with tenant.lock:
                return tenant, tenant.tokens.device_codes.by_user_code(user_code)
        except DeviceCodeInvalid:
            continue
        except DeviceCodeExpired as refusal:
            expired = refusal
    raise expired


def resume(call: Call, flow: Flow, step: sign_in.Step) -> HttpResponse:
    """Go on with the sign-in for a device; an error goes to the person's page and to the device's next poll.

    Raises:
        EntraError, Refusal: shown to the person.
    """
    tenant = call.cloud.by_id(flow.tenant_id)
    if tenant is None:
        raise EntraError(90002, tenant=flow.tenant_id)
    call.act_for(tenant)
    with tenant.lock:
        code = tenant.tokens.device_codes.by_user_code(flow.parameters["user_code"])
        purpose = DeviceSignIn(tenant, tenant.directory.application(code.client_id), code)
        try:
            return step(call, flow, purpose)
        except Refusal as refusal:
            tenant.tokens.device_codes.decline(code, refusal)
            raise


class DeviceSignIn:
    """The purpose of a sign-in for a device."""

    way: Way = "device_code"
    prompt = ""
    others: tuple[RequestedScopes, ...] = ()
    max_age: int | None = None
    login_hint = ""

    def __init__(self, tenant: Tenant, application: Application, code: DeviceCode) -> None:
        self._tenant = tenant
        self._application = application
        self._code = code

    @property
    def tenant(self) -> Tenant:
        """Where the device's code was issued."""
        return self._tenant

    @property
    def application(self) -> Application:
        """What runs on the device."""
        return self._application

    @property
    def scopes(self) -> RequestedScopes:
        """What the device asked for."""
        return self._code.scopes

    def confirm(self, call: Call, flow: Flow, user: User) -> HttpResponse | None:
        """Ask whether the person means this device."""
        return pages.confirm_device(
            f"/{call.authority}/appverify", flow.flow_id, user=user.upn, application=self._application.name
        )

    def finish(self, call: Call, flow: Flow, user: User) -> HttpResponse:
        """Let the device have its tokens."""
        signed_in = SignIn(flow.session_id, ("pwd", "mfa") if flow.mfa else ("pwd",), call.request.peer, flow.at)
        self._tenant.tokens.device_codes.approve(self._code, user.object_id, signed_in)
        return pages.message(
            self._application.name,
            f"You have signed in to the {self._application.name} application on your device. You may now close this "
            "window.",
        )

    def fail(self, call: Call, error: EntraError, *, subcode: str = "") -> HttpResponse:
        """End the device's polling with the error, and show the person that it failed."""
        declined = error.refusal if error.code != 65004 else None
        self._tenant.tokens.device_codes.decline(self._code, declined)
        return pages.message(
            self._application.name,
            f"You have not signed in to the {self._application.name} application. You may now close this window.",
        )
