"""The AADSTS codes that mail apps meet, as data: status, error names, text and where the text was seen.

`{…}` are filled at run time. What a row does not know stays inferred from the code's family, and says so:

- SEEN: the text was seen in an answer of the real service.
- TEMPLATE: the service's own template for the code (github f-bader/EntraID-ErrorCodes, 2025-09-03); status and error
  names are inferred from the family.
- DESCRIBED: only Microsoft's description is known (entra-docs `identity-platform/reference-error-codes.md`); the text
  on the wire may differ.
"""

from dataclasses import dataclass

SEEN = "seen in an answer"
TEMPLATE = "github f-bader/EntraID-ErrorCodes"
DESCRIBED = "identity-platform/reference-error-codes.md"

#: Assumption: Microsoft's list has no `slow_down`; the number stands for none of its codes.
SLOW_DOWN = 7001600

#: Shared openings: several codes differ in their last words only.
_MUST = (
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must {act} "
    "multi-factor authentication to access '{resource}'."
)
_USE_MFA = _MUST.replace("{act}", "use")
_ENROLL_MFA = _MUST.replace("{act}", "enroll in")


@dataclass(frozen=True, slots=True)
class Row:
    """How Entra ID says one "no"."""

    code: int
    #: HTTP status at the token endpoint
    status: int
    #: the `error` member at the token endpoint, v2.0
    error: str
    #: what follows `AADSTS<code>: `, with `{placeholders}`
    text: str
    source: str = TEMPLATE
    suberror: str = ""
    #: `error` on a redirect to the application; empty: the user sees a page, and the application never hears of it
    redirect: str = ""
    #: `error` at the v1.0 token endpoint and in answers to on-behalf-of, where it differs
    v1_error: str = ""


# fmt: off  (one row, one thought: code, status, error; the text; where it was seen and what else it is called)
_ROWS = (
    # --- the request itself -------------------------------------------------------------------------------------------
    Row(9002313, 400, "invalid_request",
        "Invalid request. Request is malformed or invalid.", SEEN, redirect="invalid_request"),
    Row(900144, 400, "invalid_request",
        "The request body must contain the following parameter: '{parameter}'.", SEEN, redirect="invalid_request"),
    Row(900561, 400, "invalid_request",
        "The endpoint only accepts {accepted} requests. Received a {method} request.", SEEN),
    Row(90014, 400, "invalid_request",
        "The required field '{parameter}' is missing from the credential. Ensure that you have all the necessary "
        "parameters for the login request.",
        redirect="invalid_request"),
    Row(901002, 400, "invalid_request",
        "The 'resource' request parameter isn't supported.", DESCRIBED, redirect="invalid_request"),
    Row(90015, 400, "invalid_request",
        "Requested query string is too long.", DESCRIBED),
    Row(90009, 400, "invalid_request",
        "Application '{application}'({name}) is requesting a token for itself. This scenario is supported only if "
        "resource is specified using the GUID based App Identifier."),
    Row(70003, 400, "unsupported_grant_type",
        "The app requested an unsupported grant type '{grant_type}'.", DESCRIBED),
    Row(70005, 400, "unsupported_response_type",
        "The app returned an unsupported response type due to the following reasons: response_type '{response_type}' "
        "is not supported.",
        DESCRIBED, redirect="unsupported_response_type"),
    Row(700054, 400, "unsupported_response_type",
        "response_type '{response_type}' is not enabled for the application.",
        DESCRIBED, redirect="unsupported_response_type"),
    Row(700051, 400, "unsupported_response_type",
        "response_type '{response_type}' is not enabled for the application.",
        DESCRIBED, redirect="unsupported_response_type"),
    Row(501491, 400, "invalid_request",
        "Invalid code_challenge_method '{method}'.", DESCRIBED, redirect="invalid_request"),
    Row(165000, 400, "invalid_request",
        "Invalid Request: The request tokens do not match the user context. Do not copy the user context values "
        "(cookies; form fields; headers) between different requests or user sessions; always maintain the ALL of the "
        "supplied values across a complete single user flow.",
        DESCRIBED),
    Row(70007, 400, "invalid_request",
        "'{response_mode}' is not a supported value of 'response_mode' when requesting a token.",
        DESCRIBED, redirect="invalid_request"),
    Row(90023, 400, "invalid_request",
        "{problem}", DESCRIBED, redirect="invalid_request"),
    # --- the tenant ---------------------------------------------------------------------------------------------------
    Row(90002, 400, "invalid_request",
        "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the "
        "correct cloud. Check with your subscription administrator, this may happen if there are no active "
        "subscriptions for the tenant.",
        SEEN),
    Row(900023, 400, "invalid_request",
        "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.", SEEN),
    Row(50049, 400, "invalid_instance",
        "Unknown or invalid instance.", SEEN),
    Row(50059, 400, "invalid_request",
        "No tenant-identifying information found in either the request or implied by any provided credentials."),
    Row(50194, 400, "invalid_request",
        "Application '{application}'({name}) is not configured as a multi-tenant application. Usage of the /common "
        "endpoint is not supported for such applications created after '10/15/2018'. Use a tenant-specific endpoint "
        "or configure the application to be multi-tenant."),
    Row(90124, 400, "invalid_request",
        "{what} '{application}' {name} is not supported over the /common or /consumers endpoints. Please use the "
        "/organizations or tenant-specific endpoint."),
    Row(9001023, 400, "invalid_request",
        "The grant type isn't supported over the /common or /consumers endpoints. Please use the /organizations or "
        "tenant-specific endpoint.",
        DESCRIBED),
    # --- the application ----------------------------------------------------------------------------------------------
    Row(700016, 400, "unauthorized_client",
        "Application with identifier '{application}' was not found in the directory '{tenant}'. This can happen if "
        "the application has not been installed by the administrator of the tenant or consented to by any user in "
        "the tenant. You may have sent your authentication request to the wrong tenant.",
        SEEN),
    Row(7000112, 400, "unauthorized_client",
        "Application '{application}'({name}) is disabled."),
    Row(7000229, 400, "unauthorized_client",
        "The client application {application} is missing service principal in the tenant {tenant_id}. See "
        "instructions here: https://go.microsoft.com/fwlink/?linkid=2225119"),
    Row(50011, 400, "invalid_request",
        "The redirect URI '{redirect_uri}' specified in the request does not match the redirect URIs configured for "
        "the application '{application}'. Make sure the redirect URI sent in the request matches one added to your "
        "application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about "
        "how to fix this."),
    Row(900971, 400, "invalid_request",
        "No reply address provided."),
    Row(500113, 400, "invalid_request",
        "No reply address is registered for the application."),
    Row(50105, 400, "invalid_grant",
        "Your administrator has configured the application {name} ('{application}') to block users unless they are "
        "specifically granted ('assigned') access to the application.  The signed in user '{user}' is blocked "
        "because they are not a direct member of a group with access, nor had access directly assigned by an "
        "administrator. Please contact your administrator to assign access to this application.",
        redirect="access_denied"),
    Row(7000218, 401, "invalid_client",
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.", SEEN),
    Row(7000216, 401, "invalid_client",
        "'client_assertion', 'client_secret' or 'request' is required for the '{grant_type}' grant type.", SEEN),
    Row(7000215, 401, "invalid_client",
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not "
        "the client secret ID, for a secret added to app '{application}'.",
        SEEN),
    Row(7000222, 401, "invalid_client",
        "The provided client secret keys for app '{application}' are expired. Visit the Azure portal to create new "
        "keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added "
        "security: https://aka.ms/certCreds.",
        SEEN),
    Row(700025, 401, "invalid_client",
        "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
    # --- client assertions --------------------------------------------------------------------------------------------
    Row(50027, 400, "invalid_request",
        "JWT token is invalid or malformed.", SEEN),
    Row(50048, 400, "invalid_request",
        "Subject must match the issuer claim in the client assertion."),
    Row(700021, 401, "invalid_client",
        "Client assertion application identifier doesn't match 'client_id' parameter."),
    Row(700023, 401, "invalid_client",
        "Client assertion audience claim does not match Realm issuer."),
    Row(700024, 401, "invalid_client",
        "Client assertion is not within its valid time range. Current time: {now}, assertion valid from "
        "{valid_from}, expiry time of assertion {expires_at}."),
    Row(700027, 401, "invalid_client",
        "Client assertion failed signature validation.{detail}"),
    Row(700213, 401, "invalid_client",
        "No matching federated identity record found for presented assertion subject '{subject}'. Check your "
        "federated identity credential Subject, Audience and Issuer against the presented assertion."),
    # --- scopes and resources -----------------------------------------------------------------------------------------
    Row(28002, 400, "invalid_scope",
        "Provided value for the input parameter scope '{scopes}' isn't valid when requesting an access token. "
        "Specify a valid scope.",
        DESCRIBED, redirect="invalid_scope"),
    Row(28003, 400, "invalid_scope",
        "Provided value for the input parameter scope can't be empty when requesting an access token using the "
        "provided authorization code. Specify a valid scope.",
        DESCRIBED),
    Row(28000, 400, "invalid_scope",
        "Provided value for the input parameter scope is not valid because it contains more than one resource. Scope "
        "{scopes} is not valid.",
        redirect="invalid_scope"),
    Row(70011, 400, "invalid_scope",
        "The provided value for the input parameter 'scope' is not valid. The scope {scopes} is not valid.",
        SEEN, redirect="invalid_scope"),
    Row(1002012, 400, "invalid_scope",
        "The provided value for scope {scopes} is not valid. Client credential flows must have a scope value with "
        "/.default suffixed to the resource identifier (application ID URI).",
        SEEN),
    Row(500011, 400, "invalid_resource",
        "The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the "
        "application has not been installed by the administrator of the tenant or consented to by any user in the "
        "tenant. You might have sent your authentication request to the wrong tenant.",
        SEEN, redirect="invalid_resource"),
    Row(650053, 400, "invalid_client",
        "The application '{name}' asked for scope '{scopes}' that doesn't exist on the resource '{resource_id}'. "
        "Contact the app vendor.",
        redirect="invalid_client"),
    Row(650057, 400, "invalid_resource",
        "Invalid resource. The client has requested access to a resource which is not listed in the requested "
        "permissions in the client's application registration. Client app ID: {application}({name}). Resource value "
        "from request: {resource}. Resource app ID: {resource_id}. List of valid resources from app registration: "
        "{valid}.",
        redirect="invalid_resource"),
    Row(650052, 400, "invalid_resource",
        "The app is trying to access a service '{resource_id}'({resource}) that your organization '{tenant}' lacks a "
        "service principal for. Contact your IT Admin to review the configuration of your service subscriptions or "
        "consent to the application in order to create the required service principal.",
        redirect="invalid_resource"),
    Row(501051, 400, "invalid_grant",
        "Application '{application}'({name}) is not assigned to a role for the application "
        "'{resource}'({resource_name}).",
        SEEN),
    # --- consent ------------------------------------------------------------------------------------------------------
    Row(65001, 400, "invalid_grant",
        "The user or administrator has not consented to use the application with ID '{application}' named '{name}'. "
        "Send an interactive authorization request for this user and resource.",
        SEEN, suberror="consent_required", redirect="interaction_required"),
    Row(65004, 400, "access_denied",
        "User declined to consent to access the app.", redirect="access_denied"),
    Row(90093, 400, "access_denied",
        "This operation can only be performed by an administrator. Sign out and sign in as an administrator or contact "
        "one of your organization's administrators.", DESCRIBED),
    Row(90094, 400, "access_denied",
        "Admin consent is required for the permissions requested by this application.", redirect="access_denied"),
    # --- the user -----------------------------------------------------------------------------------------------------
    Row(16000, 400, "interaction_required",
        "Either multiple user identities are available for the current request or selected account is not supported "
        "for the scenario.",
        SEEN, redirect="interaction_required"),
    Row(50058, 400, "login_required",
        "Session information is not sufficient for single-sign-on.", redirect="login_required"),
    Row(50020, 400, "invalid_grant",
        "User account '{user}' from identity provider '{identity_provider}' does not exist in tenant '{tenant}' and "
        "cannot access the application '{application}'({name}) in that tenant. The account needs to be added as an "
        "external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user "
        "account."),
    Row(50034, 400, "invalid_grant",
        "The user account {user} does not exist in the {tenant} directory. To sign into this application, the "
        "account must be added to the directory.",
        SEEN, suberror="bad_token"),
    Row(50053, 400, "invalid_grant",
        "The account is locked, you've tried to sign in too many times with an incorrect user ID or password."),
    Row(50055, 400, "invalid_grant",
        "The password is expired.", suberror="user_password_expired"),
    Row(50056, 400, "invalid_grant",
        "Invalid or missing password: password does not exist in the directory for this user."),
    Row(50057, 400, "invalid_grant",
        "The user account is disabled."),
    Row(50126, 400, "invalid_grant",
        "Error validating credentials due to invalid username or password.", SEEN),
    Row(50144, 400, "invalid_grant",
        "The user's password is expired, and needs to be reset.", suberror="user_password_expired"),
    # --- multi-factor authentication and Conditional Access -----------------------------------------------------------
    Row(50072, 400, "invalid_grant",
        _ENROLL_MFA, suberror="basic_action", redirect="interaction_required", v1_error="interaction_required"),
    Row(50074, 400, "invalid_grant",
        "Strong Authentication is required.",
        suberror="basic_action", redirect="interaction_required", v1_error="interaction_required"),
    Row(50076, 400, "invalid_grant",
        _USE_MFA, SEEN, suberror="basic_action", redirect="interaction_required", v1_error="interaction_required"),
    Row(50078, 400, "invalid_grant",
        "Presented multi-factor authentication has expired due to policies configured by your administrator, you "
        "must refresh your multi-factor authentication to access '{resource}'.",
        suberror="basic_action", redirect="interaction_required", v1_error="interaction_required"),
    Row(50079, 400, "invalid_grant",
        _ENROLL_MFA,
        SEEN, suberror="basic_action", redirect="interaction_required", v1_error="interaction_required"),
    Row(50158, 400, "interaction_required",
        "External security challenge not satisfied. User will be redirected to another page or authentication "
        "provider to satisfy additional authentication challenges.",
        redirect="interaction_required"),
    Row(500121, 400, "invalid_grant",
        "Authentication failed during strong authentication request.", redirect="access_denied"),
    Row(53000, 400, "invalid_grant",
        "Device is not in required device state: {state}. Conditional Access policy requires a compliant device, and "
        "the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.",
        suberror="message_only", redirect="interaction_required", v1_error="interaction_required"),
    Row(53001, 400, "invalid_grant",
        "Device is not in required device state: {state}. Conditional Access policy requires a domain joined device, "
        "and the device is not domain joined.",
        suberror="message_only", redirect="interaction_required", v1_error="interaction_required"),
    Row(53003, 400, "invalid_grant",
        "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
        SEEN, suberror="message_only", redirect="access_denied", v1_error="interaction_required"),
    Row(530003, 400, "invalid_grant",
        "Your device is required to be managed to access this resource.",
        suberror="message_only", redirect="interaction_required", v1_error="interaction_required"),
    Row(530035, 400, "invalid_grant",
        "Access has been blocked by security defaults.", redirect="access_denied"),
    # --- grants: codes, refresh tokens, assertions --------------------------------------------------------------------
    Row(70000, 400, "invalid_grant",
        "Provided grant is invalid or malformed.", SEEN),
    Row(70008, 400, "invalid_grant",
        "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive "
        "authorization request for this user and resource.",
        SEEN),
    Row(54005, 400, "invalid_grant",
        "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing "
        "refresh token."),
    Row(700005, 400, "invalid_grant",
        "Provided Authorization Code is intended to use against other tenant, thus rejected."),
    Row(700007, 400, "invalid_grant",
        "The grant was issued for a different client id.", suberror="client_mismatch"),
    Row(700009, 400, "invalid_request",
        "Reply address must be provided when presenting an authorization code requested with an explicit reply "
        "address."),
    Row(501481, 400, "invalid_grant",
        "The Code_Verifier does not match the code_challenge supplied in the authorization request."),
    Row(50147, 400, "invalid_request",
        "Invalid size of Code_Challenge parameter.", redirect="invalid_request"),
    Row(500112, 400, "invalid_grant",
        "The reply address '{redirect_uri}' does not match the reply address '{requested_with}' provided when "
        "requesting Authorization code."),
    Row(700082, 400, "invalid_grant",
        "The refresh token has expired due to inactivity. The token was issued on {issued_at} and was inactive for "
        "{inactive_for}.",
        suberror="bad_token"),
    Row(700084, 400, "invalid_grant",
        "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of "
        "{inactive_for}, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA "
        "to the sign in page. The token was issued on {issued_at}."),
    Row(70043, 400, "invalid_grant",
        "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The "
        "token was issued on {issued_at} and the maximum allowed lifetime for this request is {seconds}.",
        suberror="bad_token"),
    Row(50133, 400, "invalid_grant",
        "The session is not valid due to password expiration or recent password change.", suberror="bad_token"),
    Row(50173, 400, "invalid_grant",
        "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have "
        "changed or reset their password. The grant was issued on '{issued_at}' and the TokensValidFrom date (before "
        "which tokens are not valid) for this user is '{valid_from}'.",
        SEEN, suberror="bad_token"),
    Row(50013, 400, "invalid_grant",
        "Assertion failed signature validation. Possibly because the token issuer doesn't match the API version "
        "within its valid time range, it's expired or malformed, or the refresh token in the assertion is not a "
        "primary refresh token."),
    Row(7000114, 400, "invalid_grant",
        "Application '{application}' is not allowed to make application on-behalf-of calls."),
    Row(500133, 400, "invalid_grant",
        "Assertion is not within its valid time range. Ensure that the access token is not expired before using it "
        "for user assertion, or request a new token. Current time: {now}, expiry time of assertion {expires_at}."),
    Row(9002325, 400, "invalid_request",
        "Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
        redirect="invalid_request"),
    Row(9002326, 400, "invalid_request",
        "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request "
        "origin: '{origin}'."),
    Row(9002327, 400, "invalid_request",
        "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests."),
    # --- the device code ----------------------------------------------------------------------------------------------
    Row(70016, 400, "authorization_pending",
        "OAuth 2.0 device flow error. Authorization is pending. Continue polling.", SEEN),
    Row(SLOW_DOWN, 400, "slow_down",
        "OAuth 2.0 device flow error. The client polls too often. Slow down.", DESCRIBED),
    Row(70018, 400, "authorization_declined",
        "OAuth 2.0 device flow error. The end user has denied the authorization request.", DESCRIBED),
    Row(70020, 400, "expired_token",
        "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
        SEEN),
    Row(7000014, 400, "bad_verification_code",
        "The provided value for the input parameter 'device_code' is not valid."),
    # --- throttling ---------------------------------------------------------------------------------------------------
    Row(50196, 400, "invalid_grant",
        "The server terminated an operation because it encountered a client request loop. Please contact your app "
        "vendor."),
    Row(90055, 429, "temporarily_unavailable",
        "TenantThrottlingError: too many incoming requests.", DESCRIBED, redirect="temporarily_unavailable"),
    # --- the fake itself ----------------------------------------------------------------------------------------------
    Row(90033, 503, "temporarily_unavailable",
        "A transient error has occurred. Please try again.", DESCRIBED, redirect="temporarily_unavailable"),
)
# fmt: on

#: Every row by its code.
ROWS: dict[int, Row] = {row.code: row for row in _ROWS}
