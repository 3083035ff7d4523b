"""Client assertions: how an application proves itself by a certificate, or by the token of a trusted issuer."""

from fakeserver.tenant.refusals.applications import ApplicationRefused


class AssertionRefused(ApplicationRefused):
    """The client assertion is not good."""

    rule = "client_assertion"
    fix = (
        "sign the assertion with the key of app.certificates, as msal does it from client_credential={private_key, "
        "thumbprint}"
    )
    real = (
        "Let MSAL make the assertion from the certificate's private key and thumbprint; App registrations > your app "
        "> Certificates & secrets > Certificates lists what Entra ID knows."
    )
    page = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class AssertionMalformed(AssertionRefused):
    """The client assertion is not a JWT."""

    rule = "client_assertion cannot be read as a JWT"


class AssertionClaimMissing(AssertionRefused):
    """The client assertion lacks a claim that every one has."""

    parameter: str = ""
    rule = "client_assertion has no {parameter}"


class AssertionThumbprintMissing(AssertionRefused):
    """The client assertion does not say which certificate has signed it."""

    rule = "the header of client_assertion has no x5t#S256, x5t or kid"
    fix = "name the certificate in the header: x5t#S256 is its SHA-256 thumbprint, in base64url"
    real = "Let MSAL make the assertion, or put the certificate's thumbprint into its header as x5t#S256."


class AssertionAlgorithmUnsupported(AssertionRefused):
    """The client assertion is signed by an algorithm that is not taken."""

    algorithm: str = ""
    supported: str = ""
    rule = "alg of client_assertion is {algorithm}"
    fix = "sign with PS256"
    real = "Sign the assertion with the certificate's RSA key and PS256; a client secret signs none."


class AssertionSignatureWrong(AssertionRefused):
    """The client assertion is not signed by a certificate of the application."""

    thumbprint: str = ""
    rule = "client_assertion is signed by no certificate of {application}; its thumbprint is {thumbprint}"
    fix = "tenant.register_app(name, certificate=pem) with the certificate whose key signs"
    real = (
        "Upload the certificate (App registrations > your app > Certificates & secrets > Certificates), and compare "
        "its thumbprint with x5t or x5t#S256 in the assertion's header: after a renewal the app may still sign with "
        "the old key."
    )


class CertificateUnknown(AssertionSignatureWrong):
    """The certificate that signs the client assertion is none of the application's."""

    rule = "no certificate of {application} has the thumbprint {thumbprint}"


class CertificateOutOfTime(AssertionSignatureWrong):
    """The certificate that signs the client assertion has expired, or its time has not begun."""

    starts: str = ""
    ends: str = ""
    rule = "the certificate {thumbprint} of {application} is good from {starts} to {ends}"
    fix = "tenant.register_app(name, certificate=pem) with one that is good now, by tenant.clock"
    real = (
        "Upload a new certificate before the old one ends (App registrations > your app > Certificates & secrets > "
        "Certificates), and let the app sign with its key. If it is new, compare the clock of the machine that made it."
    )


class AssertionSubjectWrong(AssertionRefused):
    """The assertion's subject and issuer differ."""

    rule = "sub and iss of client_assertion differ"
    fix = "set both to the client id"
    real = "Set sub and iss of the assertion to the application's client id, both; MSAL does it by itself."


class AssertionForOtherApplication(AssertionRefused):
    """The assertion's issuer is not the client_id of the request."""

    rule = "iss of client_assertion is not client_id {application}"
    fix = "set iss and sub to the client_id of the request"
    real = "Set iss and sub to the client_id that the request names: two apps' settings were mixed up."


class AssertionAudienceWrong(AssertionRefused):
    """The assertion is meant for another token endpoint."""

    audience: str = ""
    rule = "aud of client_assertion is {audience}"
    fix = "set aud to target.token_url"
    real = (
        "Set aud to the token endpoint that the request goes to, https://login.microsoftonline.com/<tenant "
        "id>/oauth2/v2.0/token."
    )


class AssertionAudiencesTooMany(AssertionRefused):
    """The assertion is meant for several audiences."""

    number: str = ""
    rule = "aud of client_assertion has {number} values"
    fix = "set aud to target.token_url alone"
    real = "Set aud to one text, the token endpoint; a library that adds the issuer must be told not to."


class FederatedRefused(AssertionRefused):
    """The application trusts no such token of another issuer."""

    fix = "tenant.applications.trust_issuer(app, issuer, subject, keys)"
    real = (
        "App registrations > your app > Certificates & secrets > Federated credentials: issuer, subject and audience "
        "must be those of the token to the letter, e.g. https://token.actions.githubusercontent.com and "
        "repo:org/name:ref:refs/heads/main."
    )
    page = "learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust"


class FederatedAlgorithmUnsupported(FederatedRefused):
    """The token of the other issuer is signed by an algorithm that is not taken."""

    algorithm: str = ""
    supported: str = ""
    rule = "alg of client_assertion is {algorithm}; a token of another issuer is signed with RS256"
    fix = "sign it with RS256"
    real = "Let the issuer sign its tokens with RS256: Entra ID exchanges no others."
    page = "learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations"


class FederatedIssuerUnknown(FederatedRefused):
    """The application trusts no such issuer."""

    issuer: str = ""
    rule = "no federated credential of {application} has the issuer {issuer}"


class FederatedAudienceUnknown(FederatedRefused):
    """The application trusts the assertion's issuer and subject, but for another audience."""

    audience: str = ""
    rule = "the federated credential of {application} has another audience than {audience}"


class FederatedIdentityUnknown(FederatedRefused):
    """The application trusts the assertion's issuer, but not this subject."""

    subject: str = ""
    rule = "no federated credential of {application} has the subject {subject}"


class FederatedSubjectCaseDiffers(FederatedIdentityUnknown):
    """The application trusts this subject in another case: since August 2024 the case counts."""

    rule = "a federated credential of {application} has the subject {subject} in another case"
    page = "learn.microsoft.com/entra/identity-platform/reference-breaking-changes"


class FederatedSignatureWrong(FederatedRefused):
    """The application trusts the assertion's issuer and subject, but none of the issuer's keys has signed it."""

    rule = "no key of the issuer that the federated credential of {application} trusts signs client_assertion"


class AssertionOutOfTime(AssertionRefused):
    """The assertion has expired or is not valid yet."""

    now: str = ""
    valid_from: str = ""
    expires_at: str = ""
    rule = "client_assertion is valid from {valid_from} to {expires_at}; it is {now}"
    fix = "make a new assertion for each request; its times are compared with tenant.clock"
    real = "Make the assertion at the time of the request, ten minutes long, and check the machine's clock."
