"""What is asked for: scopes, resources, consent."""

from fakeserver.protocols.oauth.rows.row import DESCRIBED, SEEN, Row

_SCOPE_INVALID = (
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' "
    "is not valid. The scope {scopes} is not valid."
)
#: AADSTS70011 in further words.
DEFAULT_MIXED = Row(
    70011, 400, "invalid_scope", f"{_SCOPE_INVALID} .default scope can't be combined with resource-specific scopes.",
    SEEN, redirect="invalid_scope",
)  # fmt: skip

# Each row: code, status, error; text; where the text was seen, and the error's other names.
# fmt: off
ROWS = (
    # --- scopes and resources -----------------------------------------------------------------------------------------
    # Seen with the number 700023, which has another meaning today; Microsoft's list has this one.
    Row(28002, 400, "invalid_scope",
        "Provided value for the input parameter scope '{scopes}' is not valid when requesting an access token. Please "
        "specify a valid scope.",
        SEEN, redirect="invalid_scope"),
    # Assumption: the names of the error; those of its family.
    Row(500013, 400, "invalid_resource",
        "Resource identifier is not provided.", SEEN, redirect="invalid_resource"),
    Row(28003, 400, "invalid_request",
        "Provided value for the input parameter scope cannot be empty when requesting an access token using the "
        "provided authorization code. Please specify a valid scope.",
        SEEN),
    Row(28000, 400, "invalid_scope",
        "Provided value for the input parameter scope is not valid because it contains more than one resource. Scope "
        "{scopes} is not valid.",
        redirect="invalid_scope"),
    Row(70011, 400, "invalid_scope",
        _SCOPE_INVALID, SEEN, redirect="invalid_scope"),
    Row(650053, 401, "invalid_client",
        "The application '{name}' asked for scope '{permission}' that doesn't exist on the resource '{resource_id}'. "
        "Contact the app vendor.",
        SEEN, redirect="invalid_client"),
    Row(1002012, 400, "invalid_scope",
        "The provided value for scope {scopes} is not valid. Client credential flows must have a scope value with "
        "/.default suffixed to the resource identifier (application ID URI).",
        SEEN),
    Row(500011, 400, "invalid_resource",
        "The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the "
        "application has not been installed by the administrator of the tenant or consented to by any user in the "
        "tenant. You might have sent your authentication request to the wrong tenant.",
        SEEN, redirect="invalid_resource"),
    Row(650057, 400, "invalid_resource",
        "Invalid resource. The client has requested access to a resource which is not listed in the requested "
        "permissions in the client's application registration. Client app ID: {application}({name}). Resource value "
        "from request: {resource}. Resource app ID: {resource_id}. List of valid resources from app registration: "
        "{valid}.",
        redirect="invalid_resource"),
    # Assumption: the status, which follows from the name.
    Row(650052, 401, "invalid_client",
        "The app is trying to access a service '{resource_id}'({resource}) that your organization '{tenant}' lacks a "
        "service principal for. Contact your IT Admin to review the configuration of your service subscriptions or "
        "consent to the application in order to create the required service principal.",
        SEEN, redirect="invalid_client"),
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
)
# fmt: on
