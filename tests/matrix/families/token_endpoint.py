"""The token endpoint: what an application does wrong there."""

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.tenant import Tenant
from tests.matrix import form_kinds, kinds
from tests.matrix.outcomes import Token, no_token
from tests.matrix.table import Circumstance, Family, line, nothing

WRONG_SECRET = no_token(
    401,
    "invalid_client",
    7000215,
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the "
    "client secret ID, for a secret added to app '<guid>'.",
)
EXPIRED_SECRET = no_token(
    401,
    "invalid_client",
    7000222,
    "The provided client secret keys for app '<guid>' are expired. Visit the Azure portal to create new keys for your "
    "app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: "
    "https://aka.ms/certCreds.",
)
NO_SECRET = no_token(
    401,
    "invalid_client",
    7000216,
    "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
)
UNKNOWN_APP = no_token(
    400,
    "unauthorized_client",
    700016,
    "Application with identifier '<guid>' was not found in the directory '<any>'. This can happen if the application "
    "has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have "
    "sent your authentication request to the wrong tenant.",
)
NOT_DEFAULT = no_token(
    400,
    "invalid_scope",
    1002012,
    "The provided value for scope https://outlook.office365.com/IMAP.AccessAsApp is not valid. Client credential flows "
    "must have a scope value with /.default suffixed to the resource identifier (application ID URI).",
)
UNKNOWN_RESOURCE = no_token(
    400,
    "invalid_resource",
    500011,
    "The resource principal named https://nowhere.example was not found in the tenant named <any>. This can happen if "
    "the application has not been installed by the administrator of the tenant or consented to by any user in the "
    "tenant. You might have sent your authentication request to the wrong tenant.",
)
UNKNOWN_GRANT = no_token(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type '<any>'.")
PUBLIC = no_token(
    401,
    "invalid_client",
    700025,
    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
)
UNKNOWN_USER = no_token(
    400,
    "invalid_grant/bad_token",
    50034,
    "The user account <any> does not exist in the <any> directory. To sign into this application, the account must be "
    "added to the directory.",
)
TWO_RESOURCES = no_token(400, "invalid_scope", 28000, "<any>")
INVALID = (
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' "
    "is not valid."
)
SEVERAL_SCOPES = no_token(
    400,
    "invalid_scope",
    70011,
    f"{INVALID} The scope https://outlook.office365.com/.default https://graph.microsoft.com/.default is not valid.",
)
DEFAULT_MIXED = no_token(
    400,
    "invalid_scope",
    70011,
    f"{INVALID} The scope https://outlook.office.com/.default https://outlook.office.com/SMTP.Send is not valid. "
    ".default scope can't be combined with resource-specific scopes.",
)
UNKNOWN_SCOPE = no_token(
    401,
    "invalid_client",
    650053,
    "The application '<any>' asked for scope '<any>' that doesn't exist on the resource '<guid>'. Contact the app "
    "vendor.",
)
MALFORMED = no_token(400, "invalid_request", 9002313, "Invalid request. Request is malformed or invalid.")
GRANT_MALFORMED = no_token(400, "invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.")
CODE_MISSING = no_token(
    400, "invalid_request", 900144, "The request body must contain the following parameter: 'code'."
)
SCOPE_MISSING = no_token(
    400,
    "invalid_request",
    90014,
    "The required field 'scope' is missing from the credential. Ensure that you have all the necessary parameters for "
    "the login request.",
)
RESOURCE_SENT = no_token(400, "invalid_request", 901002, "The 'resource' request parameter isn't supported.")
DUPLICATED = no_token(
    400,
    "invalid_request",
    9000411,
    "The request is not properly formatted. The parameter 'scope' is duplicated.",
)
FOR_OTHER = no_token(
    400,
    "invalid_grant",
    500131,
    "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was "
    "'https://outlook.office365.com' and the expected audience is '<any>' or one of the Application Uris of this "
    "application with App ID '<guid>'(<any>). The downstream client must request a token for the expected audience "
    "(the application that made the OBO request) and this application should use that token as the assertion.",
)
IS_ID_TOKEN = no_token(
    400,
    "invalid_request",
    240002,
    "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant.",
)
TWO_AUDIENCES = no_token(
    401,
    "invalid_client",
    5002741,
    "Number of audience values in the provided client credential exceed maximum allowed. 2 audience values provided, "
    "maximum allowed is 1.",
)
UNKNOWN_ISSUER = no_token(
    401,
    "invalid_client",
    700211,
    "No matching federated identity record found for presented assertion issuer 'https://nowhere.example'. Check your "
    "federated identity credential Subject, Audience and Issuer against the presented assertion. "
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
)
UNREGISTERED_KEY = no_token(
    401,
    "invalid_client",
    700027,
    "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - "
    "The key was not found., Thumbprint of key used by client: '<any>', Please visit the Azure Portal, Graph Explorer "
    "or directly use MS Graph to see configured keys for app Id '<guid>'. Review the documentation at "
    "https://docs.microsoft.com/en-us/graph/deployments to determine the corresponding service endpoint and "
    "https://docs.microsoft.com/en-us/graph/api/application-get?view=graph-rest-1.0&tabs=http to build a query request "
    "URL, such as 'https://graph.microsoft.com/beta/applications/<guid>'].",
)
UNKNOWN_SUBJECT = no_token(
    401,
    "invalid_client",
    700213,
    "No matching federated identity record found for presented assertion subject 'repo:fork'. Check your federated "
    "identity credential Subject, Audience and Issuer against the presented assertion. "
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
)
REDIRECT_DIFFERS = no_token(
    401,
    "invalid_client",
    500112,
    "The reply address 'http://localhost/elsewhere' does not match the reply address 'http://localhost' provided when "
    "requesting Authorization code.",
)
NO_CONSENT = no_token(
    400,
    "invalid_grant/consent_required",
    65001,
    "The user or administrator has not consented to use the application with ID '<guid>' named 'New'. Send an "
    "interactive authorization request for this user and resource.",
)


def secrets_expired(tenant: Tenant) -> None:
    tenant.clock.advance(3 * 365 * 24 * 60 * 60)


def second_secret(tenant: Tenant, daemon_app: Application) -> None:
    tenant.applications.add_secret(daemon_app)


FAMILY = Family(
    "At the token endpoint",
    "Before there is a token: the answers are JSON, with an AADSTS number at the beginning of `error_description`; the "
    "trace ids behind it are left out here. `invalid_client` is HTTP 401, all else 400.",
    (
        Circumstance(
            "token-endpoint",
            "What the request says is wrong",
            nothing,
            (
                line(form_kinds.SECRET_WRONG, Token=WRONG_SECRET("T", "XCSV, AZREC")),
                line(form_kinds.SECRET_ID, Token=WRONG_SECRET("T", "XCSV, AZREC")),
                line(form_kinds.SECRET_NONE, Token=NO_SECRET("T", "XCSV, AZREC")),
                line(form_kinds.SECRET_OF_PUBLIC, Token=PUBLIC("I", "XCSV")),
                line(form_kinds.APP_UNKNOWN, Token=UNKNOWN_APP("T", "XCSV, AZREC")),
                line(form_kinds.SCOPE_NOT_DEFAULT, Token=NOT_DEFAULT("T", "XCSV, AZREC")),
                line(form_kinds.RESOURCE_UNKNOWN, Token=UNKNOWN_RESOURCE("T", "XCSV, AZREC")),
                line(form_kinds.SCOPES_SEVERAL, Token=SEVERAL_SCOPES("T", "E-ISSUES")),
                line(form_kinds.SCOPE_MISSPELT, Token=UNKNOWN_SCOPE("I", "E-ISSUES")),
                line(form_kinds.SCOPE_LINE_FEED, Token=UNKNOWN_SCOPE("I", "E-ISSUES")),
                line(form_kinds.DEFAULT_MIXED, Token=DEFAULT_MIXED("T", "E-ISSUES")),
                line(form_kinds.TWO_RESOURCES, Token=TWO_RESOURCES("T*", "E-ERR")),
                line(form_kinds.GRANT_UNKNOWN, Token=UNKNOWN_GRANT("D", "E-ERR")),
                line(form_kinds.CLAIMS_NOT_JSON, Token=MALFORMED("T", "E-ISSUES")),
                line(form_kinds.CODE_MISSING, Token=CODE_MISSING("T", "E-ISSUES")),
                line(form_kinds.REFRESH_MALFORMED, Token=GRANT_MALFORMED("T", "E-ISSUES")),
                line(form_kinds.RESOURCE_SENT, Token=RESOURCE_SENT("D", "E-ERR")),
                line(form_kinds.SCOPE_EMPTY, Token=SCOPE_MISSING("T", "E-ISSUES")),
                line(form_kinds.SCOPE_TWICE, Token=DUPLICATED("T", "E-ISSUES")),
                line(form_kinds.OBO_FOR_OTHER, Token=FOR_OTHER("T", "E-ISSUES")),
                line(form_kinds.OBO_ID_TOKEN, Token=IS_ID_TOKEN("T", "E-ISSUES")),
                line(form_kinds.ASSERTED_TWO_AUDIENCES, Token=TWO_AUDIENCES("T", "E-ISSUES")),
                line(form_kinds.ASSERTED_ELSEWHERE, Token=UNKNOWN_ISSUER("T", "E-ISSUES")),
                line(form_kinds.ASSERTED_SUBJECT, Token=UNKNOWN_SUBJECT("T", "E-ISSUES")),
                line(form_kinds.ASSERTED_UNREGISTERED, Token=UNREGISTERED_KEY("T", "E-ISSUES")),
                line(form_kinds.REDIRECT_DIFFERS, Token=REDIRECT_DIFFERS("T", "E-ISSUES")),
                line(form_kinds.USER_UNKNOWN, Token=UNKNOWN_USER("T", "XCSV, AZREC")),
                line(form_kinds.NOT_CONSENTED, Token=NO_CONSENT("T", "XCSV, AZREC")),
            ),
        ),
        Circumstance(
            "secret-expired",
            "The application's secret has expired",
            secrets_expired,
            (line(kinds.APP_ONLY, Token=EXPIRED_SECRET("T", "XCSV, AZREC")),),
            really="a secret lives two years at most",
        ),
        Circumstance(
            "secret-second",
            "The application has got a second secret, and uses the first",
            second_secret,
            (line(kinds.APP_ONLY, Token=Token.IN("T", "AZREC")),),
        ),
    ),
)
