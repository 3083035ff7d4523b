"""The application that asks, and how it proves itself."""

from fakeserver.protocols.oauth.rows.row import SEEN, Row

_FEDERATED = (
    "No matching federated identity record found for presented assertion {claim}. Check your federated identity "
    "credential Subject, Audience and Issuer against the presented assertion. "
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation"
)
_WHERE_TO_LOOK = (
    "Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id "
    "'{application}'. Review the documentation at https://docs.microsoft.com/en-us/graph/deployments to determine the "
    "corresponding service endpoint and "
    "https://docs.microsoft.com/en-us/graph/api/application-get?view=graph-rest-1.0&tabs=http to build a query request "
    "URL, such as 'https://graph.microsoft.com/beta/applications/{application}']."
)
_ABOUT_ASSERTIONS = (
    "Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."
)
_ALGORITHM = (
    "Invalid JWT token. '{algorithm}' is not a supported signature algorithm. Supported signing algorithms are: "
    "'{supported}'"
)
#: AADSTS5002738 by its other name: of a token of another issuer.
FEDERATED_ALGORITHM = Row(5002738, 400, "invalid_request", _ALGORITHM, SEEN)
#: AADSTS700027 in further words.
CERTIFICATE_UNKNOWN = Row(
    700027, 401, "invalid_client",
    "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - "
    f"The key was not found., Thumbprint of key used by client: '{{thumbprint}}', {_WHERE_TO_LOOK}",
    SEEN,
)  # fmt: skip
SIGNATURE_WRONG = Row(
    700027, 401, "invalid_client",
    "Client assertion failed signature validation. [Reason - The provided signature value did not match the expected "
    "signature value., Thumbprint of key used by client: '{thumbprint}']",
)  # fmt: skip
#: Seen of a certificate whose time has not begun as well.
CERTIFICATE_OUT_OF_TIME = Row(
    700027, 401, "invalid_client",
    "The certificate with identifier used to sign the client assertion is expired on application. [Reason - The key "
    "used is expired., Thumbprint of key used by client: '{thumbprint}', Found key 'Start={starts}, End={ends}', "
    f"{_WHERE_TO_LOOK}",
    SEEN,
)  # fmt: skip

# Each row: code, status, error; text; where the text was seen, and the error's other names.
# fmt: off
ROWS = (
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
        f"Client assertion application identifier doesn't match 'client_id' parameter. {_ABOUT_ASSERTIONS}", SEEN),
    Row(700023, 401, "invalid_client",
        f"Client assertion audience claim does not match Realm issuer. {_ABOUT_ASSERTIONS}", SEEN),
    Row(700024, 401, "invalid_client",
        "Client assertion is not within its valid time range. Current time: {now}, assertion valid from "
        f"{{valid_from}}, expiry time of assertion {{expires_at}}. {_ABOUT_ASSERTIONS}",
        SEEN),
    Row(700027, 401, "invalid_client",
        "Client assertion failed signature validation."),
    Row(5002723, 401, "invalid_client",
        "Invalid JWT token. No certificate SHA-1 thumbprint, certificate SHA-256 thumbprint, nor keyId specified in "
        "token header.",
        SEEN),
    Row(5002738, 401, "invalid_client",
        _ALGORITHM, SEEN),
    Row(5002741, 401, "invalid_client",
        "Number of audience values in the provided client credential exceed maximum allowed. {number} audience values "
        "provided, maximum allowed is 1.",
        SEEN),
    Row(700211, 401, "invalid_client", _FEDERATED.replace("{claim}", "issuer '{issuer}'"), SEEN),
    Row(700212, 401, "invalid_client", _FEDERATED.replace("{claim}", "audience '{audience}'")),
    Row(700213, 401, "invalid_client", _FEDERATED.replace("{claim}", "subject '{subject}'"), SEEN),
    Row(7002138, 401, "invalid_client",
        "No matching federated identity record found for presented assertion subject '{subject}'. The subject matches "
        "with case-insensitive comparison, but not with case-sensitive comparison. Check your federated identity "
        "credential Subject, Audience and Issuer against the presented assertion. See documentation at: "
        "https://learn.microsoft.com/entra/workload-id/workload-identity-federation. See breaking change notification "
        "and remediation at: "
        "https://learn.microsoft.com/en-us/entra/identity-platform/reference-breaking-changes#august-2024.",
        SEEN),
)
# fmt: on
