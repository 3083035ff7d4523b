"""Client assertions: an application proves itself by a JWT that its certificate, or a trusted issuer, has signed.

Source: entra-docs `identity-platform/certificate-credentials.md` (what the JWT holds), `workload-identities/
workload-identity-federation.md`; RFC 7523. msal for Python sends PS256 with `x5t#S256` when it has the certificate, and
RS256 with `x5t` otherwise.
"""

import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from fakeserver import jws
from fakeserver.jws import ParsedToken
from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.credentials import Credentials
from fakeserver.tenant import refusals as no
from fakeserver.tenant.directory.applications import Application, Certificate
from fakeserver.tenant.tenant import Tenant

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
#: What a certificate signs with. Microsoft's page wants PS256; the others are what the service has listed.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256")
#: As the service lists them. Assumption: nobody can sign with HS256, since no secret is shared with an issuer.
FEDERATED_ALGORITHMS = ("RS256", "HS256")
#: Seconds that the client's clock may be off.
SKEW = 300
#: What may follow the tenant in `aud`: the token endpoint of either version, or the issuer's path.
_ENDPOINTS = ("oauth2/v2.0/token", "oauth2/token", "v2.0", "")
_ISSUING_HOSTS = frozenset({"login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"})


def check_assertion(call: Call, tenant: Tenant, application: Application, credentials: Credentials) -> None:
    """Refuse an application whose assertion is not good.

    Raises:
        AssertionMalformed, AssertionClaimMissing, AssertionAudiencesTooMany, AssertionThumbprintMissing,
        AssertionAlgorithmUnsupported, AssertionSubjectWrong, AssertionForOtherApplication, AssertionAudienceWrong,
        AssertionOutOfTime, AssertionSignatureWrong (CertificateUnknown, CertificateOutOfTime), FederatedRefused,
        PublicClientWithCredential.
    """
    facts = {"application": application.client_id, "name": application.name}
    if application.public:
        raise no.PublicClientWithCredential(**facts)
    if credentials.assertion_type != ASSERTION_TYPE:
        raise no.AssertionMalformed(**facts)
    token = _read(credentials.assertion, facts)
    claims = token.payload
    for name in ("iss", "aud"):
        if claims.get(name) is None:
            raise no.AssertionClaimMissing(**facts, parameter=name)
    audience = _audience(claims, facts)
    if _is_of_another_issuer(application, claims.get("iss")):
        _check_federated(tenant, application, token, audience, facts)
        return
    _check_header(token.header, facts)
    if claims.get("iss") != claims.get("sub"):
        raise no.AssertionSubjectWrong(**facts)
    if str(claims.get("iss")).lower() != application.client_id.lower():
        raise no.AssertionForOtherApplication(**facts)
    if not _is_for_us(call, tenant, audience):
        raise no.AssertionAudienceWrong(**facts, audience=audience[:200])
    # Microsoft's page calls jti required. Assumption: used twice within its time it is accepted both times.
    if not isinstance(claims.get("jti"), str):
        raise no.AssertionMalformed(**facts)
    _check_time(tenant, claims, facts)
    certificate = x509.load_der_x509_certificate(_certificate(application, token.header, facts).der)
    thumbprint = _thumbprint(token.header)
    _check_in_time(tenant, certificate, thumbprint, facts)
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey) or not _is_signed_by(token, key):
        raise no.AssertionSignatureWrong(**facts, thumbprint=thumbprint)


def _read(assertion: str, facts: dict[str, str]) -> ParsedToken:
    """Parse an assertion, without verifying it."""
    try:
        token = jws.parse(assertion)
    except jws.JwsMalformed:
        raise no.AssertionMalformed(**facts) from None
    kid = token.header.get("kid", "")
    # RFC 7515 section 4.1.11: an unsupported critical header parameter must be refused.
    if not isinstance(token.header.get("alg"), str) or not isinstance(kid, str) or "crit" in token.header:
        raise no.AssertionMalformed(**facts)
    return token


def _check_header(header: Mapping[str, Any], facts: dict[str, str]) -> None:
    """Refuse a header that names no certificate, or an algorithm that no certificate is used with.

    Source: error answers among the test constants of github AzureAD/microsoft-authentication-library-for-dotnet; a
    client secret that signs with HS256 gets the first (github alflokken/PSAuthClient).
    """
    if not any(header.get(name) for name in ("x5t#S256", "x5t", "kid")):
        raise no.AssertionThumbprintMissing(**facts)
    algorithm = header["alg"]
    if algorithm not in ALGORITHMS:
        raise no.AssertionAlgorithmUnsupported(**facts, algorithm=algorithm[:20], supported=",".join(ALGORITHMS))


def _audience(claims: Mapping[str, Any], facts: dict[str, str]) -> str:
    """Return the one value of `aud`, which may stand in a list (RFC 7519 section 4.1.3); empty where there is none.

    Raises:
        AssertionAudiencesTooMany, AssertionMalformed.
    """
    given = claims.get("aud", "")
    values = given if isinstance(given, list) else [given]
    if len(values) > 1:
        raise no.AssertionAudiencesTooMany(**facts, number=str(len(values)))
    audience = values[0] if values else ""
    if not isinstance(audience, str):
        # Assumption: what is no text cannot be read.
        raise no.AssertionMalformed(**facts)
    return audience


def _is_of_another_issuer(application: Application, issuer: object) -> bool:
    """Whether an assertion is a token of another issuer: one that is trusted, or whose name is an address."""
    if any(trusted.issuer == issuer for trusted in application.federated_credentials):
        return True
    return isinstance(issuer, str) and issuer.lower().startswith("https://")


def _is_for_us(call: Call, tenant: Tenant, audience: str) -> bool:
    """Whether `aud` is this tenant's token endpoint or issuer, under any name that it goes by."""
    try:
        parts = urlsplit(audience)
        host = parts.netloc.lower()
    except ValueError:
        return False
    base = urlsplit(call.base_url)
    if parts.scheme not in ("https", base.scheme) or parts.query or parts.fragment:
        return False
    segment, _, endpoint = parts.path.strip("/").lower().partition("/")
    known = {tenant.tenant_id, call.authority.lower(), *map(str.lower, tenant.organization.domains)}
    hosts = {*_ISSUING_HOSTS, base.netloc.lower()}
    return host in hosts and segment in known and endpoint in _ENDPOINTS


def _check_time(tenant: Tenant, claims: Mapping[str, Any], facts: dict[str, str]) -> None:
    """Compare with the tenant's clock, and with the machine's own, by which a client in the same test made it.

    Source of what a missing `nbf` means: github AzureAD/microsoft-authentication-library-for-java#984.
    """
    begins, ends = claims.get("nbf", 0), claims.get("exp")
    if not isinstance(begins, int | float) or not isinstance(ends, int | float):
        raise no.AssertionMalformed(**facts)
    try:
        begins, ends = float(begins), float(ends)
    except OverflowError:
        raise no.AssertionMalformed(**facts) from None
    for now in (tenant.clock.time(), tenant.clock.unmoved()):
        if begins - SKEW <= now < ends + SKEW:
            return
    raise no.AssertionOutOfTime(
        **facts, now=f"{tenant.clock.time():.0f}", valid_from=f"{begins:.0f}", expires_at=f"{ends:.0f}"
    )


def _certificate(application: Application, header: Mapping[str, Any], facts: dict[str, str]) -> Certificate:
    for name, of in (("x5t#S256", "x5t_s256"), ("x5t", "x5t"), ("kid", "x5t")):
        given = header.get(name)
        if isinstance(given, str):
            for certificate in application.certificates:
                if hmac.compare_digest(getattr(certificate, of).encode(), given.rstrip("=").encode()):
                    return certificate
    raise no.CertificateUnknown(**facts, thumbprint=_thumbprint(header))


def _thumbprint(header: Mapping[str, Any]) -> str:
    return jws.thumbprint_text(str(header.get("x5t#S256") or header.get("x5t") or header.get("kid") or ""))


def _check_in_time(tenant: Tenant, certificate: x509.Certificate, thumbprint: str, facts: dict[str, str]) -> None:
    """Compare with the tenant's clock; what was made just now is good, even where that clock was moved back."""
    starts, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    now = tenant.clock.time()
    if max(now, tenant.clock.unmoved()) < starts.timestamp() - SKEW or now >= ends.timestamp():
        written = {"starts": f"{starts:%m/%d/%Y %H:%M:%S}", "ends": f"{ends:%m/%d/%Y %H:%M:%S}"}
        raise no.CertificateOutOfTime(**facts, thumbprint=thumbprint, **written)


def _is_signed_by(token: ParsedToken, key: RSAPublicKey) -> bool:
    return jwt.get_algorithm_by_name(token.header["alg"]).verify(token.signing_input, key, token.signature)


def _check_federated(
    tenant: Tenant, application: Application, token: ParsedToken, audience: str, facts: dict[str, str]
) -> None:
    """Check a token of another issuer: whether the application trusts it, its subject and audience; time, signature."""
    claims, algorithm = token.payload, token.header["alg"]
    if algorithm not in FEDERATED_ALGORITHMS:
        raise no.FederatedAlgorithmUnsupported(
            **facts, algorithm=algorithm[:20], supported=", ".join(FEDERATED_ALGORITHMS)
        )
    issuer, subject = claims.get("iss"), claims.get("sub")
    of_issuer = [trusted for trusted in application.federated_credentials if trusted.issuer == issuer]
    if not of_issuer:
        raise no.FederatedIssuerUnknown(**facts, issuer=str(issuer)[:200])
    of_subject = [trusted for trusted in of_issuer if trusted.subject == subject]
    if not of_subject:
        in_another_case = any(trusted.subject.lower() == str(subject).lower() for trusted in of_issuer)
        kind = no.FederatedSubjectCaseDiffers if in_another_case else no.FederatedIdentityUnknown
        raise kind(**facts, subject=str(subject)[:200])
    trusted = next((trusted for trusted in of_subject if trusted.audience == audience), None)
    if trusted is None:
        raise no.FederatedAudienceUnknown(**facts, audience=audience[:200])
    _check_time(tenant, claims, facts)
    if algorithm != "RS256" or not any(_is_signed_by(token, key) for key in trusted.public_keys):
        raise no.FederatedSignatureWrong(**facts)
