"""From the tenant's refusals to the rows of the AADSTS table.

A refusal is looked up along its class order, so that a special one falls back to its parent's code. Its facts fill
the row's text by name: `application` is the client id, `name` the application's name, `scopes`, `user`, `resource`.
"""

from datetime import UTC, datetime, timedelta

from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.rows import SLOW_DOWN, Row
from fakeserver.protocols.oauth.rows.applications import (
    CERTIFICATE_OUT_OF_TIME,
    CERTIFICATE_UNKNOWN,
    FEDERATED_ALGORITHM,
    SIGNATURE_WRONG,
)
from fakeserver.protocols.oauth.rows.grants import GRANT_MALFORMED, USER_KEY_UNKNOWN, USER_SIGNATURE_WRONG
from fakeserver.protocols.oauth.rows.scopes import DEFAULT_MIXED
from fakeserver.tenant import refusals as no

#: refusal -> its row, or the code of it
CODES: dict[type[no.Refusal], int | Row] = {
    # applications
    no.ApplicationRefused: 700016,
    no.ApplicationNotFound: 700016,
    no.ApplicationDisabled: 7000112,
    no.ServicePrincipalMissing: 7000229,
    no.SecretWrong: 7000215,
    no.SecretExpired: 7000222,
    no.SecretMissing: 7000218,
    no.SecretMissingForClientCredentials: 7000216,
    no.PublicClientWithCredential: 700025,
    no.NotMultiTenant: 50194,
    no.RedirectUriMismatch: 50011,
    no.AssertionRefused: 700027,
    no.AssertionMalformed: 50027,
    no.AssertionClaimMissing: 90014,
    no.AssertionThumbprintMissing: 5002723,
    no.AssertionAlgorithmUnsupported: 5002738,
    no.AssertionSignatureWrong: SIGNATURE_WRONG,
    no.AssertionSubjectWrong: 50048,
    no.AssertionForOtherApplication: 700021,
    no.AssertionAudienceWrong: 700023,
    no.AssertionOutOfTime: 700024,
    no.CertificateUnknown: CERTIFICATE_UNKNOWN,
    no.CertificateOutOfTime: CERTIFICATE_OUT_OF_TIME,
    no.AssertionAudiencesTooMany: 5002741,
    no.FederatedSignatureWrong: 700027,
    no.FederatedAlgorithmUnsupported: FEDERATED_ALGORITHM,
    no.FederatedIssuerUnknown: 700211,
    no.FederatedAudienceUnknown: 700212,
    no.FederatedIdentityUnknown: 700213,
    no.FederatedSubjectCaseDiffers: 7002138,
    no.Throttled: 90055,
    no.ServiceUnavailable: 90033,
    # The order names a code of its own.
    no.AnswerOrdered: 90033,
    # users
    no.SignInRefused: 50126,
    no.UserNotFound: 50034,
    no.GuestFromElsewhere: 50020,
    no.UserPasswordWrong: 50126,
    no.PasswordMissing: 50056,
    no.AccountDisabled: 50057,
    no.AccountLocked: 50053,
    no.PasswordExpired: 50055,
    no.MfaRequired: 50076,
    no.MfaEnrolmentRequired: 50079,
    no.MfaMissed: 50074,
    no.MfaEnrolmentMissed: 50072,
    no.MfaExpired: 50078,
    no.TermsNotAccepted: 50158,
    no.BlockedByConditionalAccess: 53003,
    no.DeviceNotCompliant: 53000,
    no.DeviceNotJoined: 53001,
    no.DeviceNotManaged: 530003,
    no.SignInTooOld: 70043,
    no.BlockedBySecurityDefaults: 530035,
    no.UserNotAssigned: 50105,
    no.SessionMissing: 50058,
    # consent, scopes, resources
    no.ConsentRefused: 65001,
    no.ConsentMissing: 65001,
    no.AdminConsentRequired: 65001,  # 90094 on the sign-in page, see sign_in.py
    no.ConsentDeclined: 65004,
    no.RoleNotAssigned: 501051,
    no.ScopeInvalid: 70011,
    no.SeveralScopes: 70011,
    no.DefaultScopeMixed: DEFAULT_MIXED,
    no.PermissionUnknown: 650053,
    no.ScopeMustBeDefault: 1002012,
    no.ScopeEmpty: 28003,
    no.TwoResources: 28000,
    no.ResourceUnknown: 500011,
    no.ResourceAbsent: 650052,
    no.ResourceNotListed: 650057,
    # grants
    no.GrantRefused: 70000,
    no.GrantMalformed: GRANT_MALFORMED,
    no.CodeInvalid: 70000,
    no.CodeAlreadyRedeemed: 54005,
    no.CodeExpired: 70008,
    no.CodeForOtherApplication: 700007,
    no.CodeForOtherTenant: 700005,
    no.ReplyAddressMissing: 700009,
    no.ReplyAddressDiffers: 500112,
    no.VerifierWrong: 501481,
    no.SpaVerifierMissing: 9002325,
    no.OriginNotAllowed: 9002326,
    no.OriginMissing: 9002327,
    no.RefreshTokenInvalid: 70000,
    no.RefreshTokenForOtherTenant: 7000012,
    no.RefreshTokenExpired: 700082,
    no.SpaRefreshTokenExpired: 700084,
    no.GrantRevoked: 50173,
    no.PasswordChangedSince: 50133,
    no.DeviceCodePending: 70016,
    no.DeviceCodePolledTooOften: SLOW_DOWN,
    no.DeviceCodeDeclined: 70018,
    no.DeviceCodeExpired: 70020,
    no.DeviceCodeInvalid: 7000014,
    no.UserAssertionInvalid: 50013,
    no.UserAssertionMalformed: 50027,
    no.UserAssertionSignatureWrong: USER_SIGNATURE_WRONG,
    no.UserAssertionKeyUnknown: USER_KEY_UNKNOWN,
    no.UserAssertionExpired: 500133,
    no.UserAssertionForOther: 500131,
    no.UserAssertionIsIdToken: 240002,
    no.UserAssertionOfApplication: 7000114,
    # the token service does not cause the tenant's other refusals; a planned fault may still raise them here
    no.TenantUnknown: 90002,
    no.Refusal: 9002313,
}


def error_of(refusal: no.Refusal) -> EntraError:
    """Return the answer to a refusal, its text filled with the refusal's facts."""
    claims = str(refusal.facts.get("claims") or "")
    values = {name: written(name, value) for name, value in refusal.facts.items() if name != "claims"}
    return EntraError(refusal.row_in(CODES), claims=claims, refusal=refusal, **values)


#: Facts that are moments (seconds since the epoch), and those that are spans (seconds).
_MOMENTS = frozenset({"now", "issued_at", "valid_from", "expires_at", "expired_at", "until"})
_SPANS = frozenset({"inactive_for", "lifetime"})


def written(name: str, value: object) -> object:
    """Return a fact as .NET writes it: `2026-11-23T10:00:00.0000000Z` for a moment, `90.00:00:00` for a span."""
    if name not in _MOMENTS and name not in _SPANS:
        return value
    try:
        seconds = float(str(value))
        if name in _MOMENTS:
            return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.0000000Z"
        span = timedelta(seconds=seconds)
    except (ValueError, OverflowError, OSError):
        return value
    hours, rest = divmod(span.seconds, 3600)
    return f"{span.days}.{hours:02}:{rest // 60:02}:{rest % 60:02}"
