"""What is redeemed: codes, refresh tokens, assertions, device codes; and too many of them."""

from fakeserver.protocols.oauth.rows.row import DESCRIBED, SEEN, Row

#: Assumption: Microsoft's list has no `slow_down`; the number stands for none of its codes.
SLOW_DOWN = 7001600
#: AADSTS9002313 by its other name: what is redeemed has not the form of a grant.
GRANT_MALFORMED = Row(9002313, 400, "invalid_grant", "Invalid request. Request is malformed or invalid.", SEEN)
#: AADSTS50013 in further words.
USER_SIGNATURE_WRONG, USER_KEY_UNKNOWN = (
    Row(
        50013, 400, "invalid_grant",
        f"Assertion failed signature validation. [Reason - {reason}, Thumbprint of key used by client: "
        "'{thumbprint}']",
        SEEN,
    )
    for reason in ("Key was found, but use of the key to verify the signature failed.", "The key was not found.")
)  # fmt: skip

# Each row: code, status, error; text; where the text was seen, and the error's other names.
# fmt: off
ROWS = (
    # --- grants: codes, refresh tokens, assertions --------------------------------------------------------------------
    Row(70000, 400, "invalid_grant",
        "Provided grant is invalid or malformed.", SEEN),
    Row(70008, 400, "invalid_grant",
        "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive "
        "authorization request for this user and resource.",
        SEEN),
    Row(54005, 400, "invalid_grant",
        "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing "
        "refresh token.",
        SEEN, has_uri=False),
    Row(7000012, 400, "invalid_grant",
        "The grant was obtained for a different tenant.", SEEN, has_uri=False),
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
        "Invalid size of the code challenge parameter.", SEEN, redirect="invalid_request"),
    Row(501491, 400, "invalid_request",
        "Invalid size of Code_Challenge parameter.", SEEN, redirect="invalid_request"),
    Row(50149, 400, "invalid_request",
        "Invalid Code_Challenge_method parameter.", DESCRIBED, redirect="invalid_request"),
    # Assumption: the status, which follows from the name; the answer that was seen shows none.
    Row(500112, 401, "invalid_client",
        "The reply address '{redirect_uri}' does not match the reply address '{requested_with}' provided when "
        "requesting Authorization code.",
        SEEN),
    Row(700082, 400, "invalid_grant",
        "The refresh token has expired due to inactivity. The token was issued on {issued_at} and was inactive for "
        "{inactive_for}.",
        SEEN, suberror="bad_token"),
    Row(700084, 400, "invalid_grant",
        "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of "
        "{inactive_for}, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA "
        "to the sign in page. The token was issued on {issued_at}."),
    Row(70043, 400, "invalid_grant",
        "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The "
        "token was issued on {issued_at} and the maximum allowed lifetime for this request is {seconds}.",
        SEEN, suberror="token_expired", has_uri=False),
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
    Row(500131, 400, "invalid_grant",
        "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was "
        "'{audience}' and the expected audience is '{expected}' or one of the Application Uris of this application "
        "with App ID '{application}'({name}). The downstream client must request a token for the expected audience "
        "(the application that made the OBO request) and this application should use that token as the assertion.",
        SEEN),
    Row(240002, 400, "invalid_request",
        "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant.", SEEN),
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
    # Microsoft's page has the name `bad_verification_code`; answers that were seen have this one.
    Row(7000014, 400, "invalid_grant",
        "The provided value for the input parameter 'device_code' is not valid.", SEEN, has_uri=False),
    # --- throttling ---------------------------------------------------------------------------------------------------
    Row(50196, 400, "invalid_grant",
        "The server terminated an operation because it encountered a client request loop. Please contact your app "
        "vendor."),
    Row(90055, 429, "temporarily_unavailable",
        "TenantThrottlingError: too many incoming requests.", DESCRIBED, redirect="temporarily_unavailable"),
    # --- transient ----------------------------------------------------------------------------------------------------
    Row(90033, 503, "temporarily_unavailable",
        "A transient error has occurred. Please try again.", DESCRIBED, redirect="temporarily_unavailable"),
)
# fmt: on
