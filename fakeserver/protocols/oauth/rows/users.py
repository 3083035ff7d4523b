"""Who signs in, and what the policies ask of them."""

from fakeserver.protocols.oauth.rows.row import SEEN, Row

#: Shared openings: several codes differ in their last words only.
_MUST = (
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must {act} "
    "multi-factor authentication to access '{resource}'."
)
_USE_MFA = _MUST.replace("{act}", "use")
_ENROLL_MFA = _MUST.replace("{act}", "enroll in")

# Each row: code, status, error; text; where the text was seen, and the error's other names.
# fmt: off
ROWS = (
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
    # What Conditional Access blocks is said to the person, on a page; the application is not told.
    Row(53000, 400, "invalid_grant",
        "Device is not in required device state: {state}. Conditional Access policy requires a compliant device, and "
        "the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.",
        suberror="message_only", v1_error="interaction_required"),
    Row(53001, 400, "invalid_grant",
        "Device is not in required device state: {state}. Conditional Access policy requires a domain joined device, "
        "and the device is not domain joined.",
        suberror="message_only", v1_error="interaction_required"),
    Row(53003, 400, "invalid_grant",
        "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
        SEEN, suberror="message_only", v1_error="interaction_required"),
    Row(530003, 400, "invalid_grant",
        "Your device is required to be managed to access this resource.",
        suberror="message_only", v1_error="interaction_required"),
    Row(530035, 400, "invalid_grant",
        "Access has been blocked by security defaults.", redirect="access_denied"),
)
# fmt: on
