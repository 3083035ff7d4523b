"""The request itself, and the tenant that it names."""

from fakeserver.protocols.oauth.rows.row import DESCRIBED, SEEN, Row

#: A parameter that holds a request object (OpenID Connect Core section 6) -> AADSTS9002313 by section 3.1.2.6's name.
#: Assumption: the code. The configuration says that `request_uri` is not supported, and of `request` nothing, which
#: means the same.
REQUEST_OBJECTS = {
    parameter: Row(9002313, 400, "invalid_request", "Invalid request. Request is malformed or invalid.",
                   DESCRIBED, redirect=f"{parameter}_not_supported")
    for parameter in ("request", "request_uri")
}  # fmt: skip

#: AADSTS70005 in further words.
ID_TOKEN_WITHOUT_OPENID = Row(
    70005, 400, "unsupported_response_type",
    "The app returned an unsupported response type due to the following reasons: response type 'id_token' requires "
    "the 'OpenID' scope.",
    DESCRIBED, redirect="unsupported_response_type",
)  # fmt: skip

# Each row: code, status, error; text; where the text was seen, and the error's other names.
# fmt: off
ROWS = (
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
        SEEN, redirect="invalid_request"),
    Row(901002, 400, "invalid_request",
        "The 'resource' request parameter isn't supported.", DESCRIBED, redirect="invalid_request"),
    Row(9000411, 400, "invalid_request",
        "The request is not properly formatted. The parameter '{parameter}' is duplicated.", SEEN),
    Row(90112, 400, "invalid_request",
        "Application identifier is expected to be a GUID.", SEEN),
    # Seen at the page, of authorize and logout.
    Row(90015, 400, "invalid_request",
        "Requested query string is too long.", SEEN),
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
    Row(165000, 400, "invalid_request",
        "Invalid Request: The request tokens do not match the user context. Do not copy the user context values "
        "(cookies; form fields; headers) between different requests or user sessions; always maintain the ALL of the "
        "supplied values across a complete single user flow.",
        DESCRIBED),
    Row(70007, 400, "invalid_request",
        "'{response_mode}' is not a supported value of 'response_mode' when requesting a token.",
        DESCRIBED, redirect="invalid_request"),
    Row(90023, 400, "invalid_request",
        "Unsupported 'prompt' value.", SEEN),
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
    Row(9002332, 400, "invalid_request",
        "Application '{application}'({name}) is configured for use by Azure Active Directory users only. Please do not "
        "use the /consumers endpoint to serve this request.",
        SEEN),
    Row(9001023, 400, "invalid_request",
        "The grant type isn't supported over the /common or /consumers endpoints. Please use the /organizations or "
        "tenant-specific endpoint.",
        DESCRIBED),
)
# fmt: on
