"""What people paste, and what is found."""

import pytest

from fakeserver.finding import find, messages
from fakeserver.finding.searching import code_of, pattern_of

TRACE = "[AM0P190CA0021.EURP190.PROD.OUTLOOK.COM 2026-11-23T18:17:39.123Z 08DD66ED]"


@pytest.mark.parametrize(
    ("pasted", "protocol", "cause"),
    [
        ("535 5.7.3", "SMTP", "ScopeMissing"),
        (f"535 5.7.3 Authentication unsuccessful {TRACE}", "SMTP", "AudienceWrong"),
        (
            f"smtplib.SMTPAuthenticationError: (535, b'5.7.3 Authentication unsuccessful {TRACE}')",
            "SMTP",
            "RoleMissing",
        ),
        (
            f"535-5.7.139 Authentication unsuccessful, the user credentials were incorrect. {TRACE}",
            "SMTP",
            "PasswordRefused",
        ),
        ("SmtpClientAuthentication is disabled for the Tenant", "SMTP", "SubmissionDisabledForTenant"),
        ("550 5.7.60 SMTP; Client does not have permissions to send as this sender", "SMTP", "SendAsDenied"),
        (
            "554 5.2.252 SendAsDenied; a@contoso.com not allowed to send as b@contoso.com; "
            "STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message "
            "due to a permanent exception with message [BeginDiagnosticData]Cannot submit message. [EndDiagnosticData]",
            "SMTP",
            "SendAsDenied",
        ),
        ("AADSTS65001", "OAuth", "ConsentMissing"),
        ("65001", "OAuth", "ConsentMissing"),
        (
            '{"error":"invalid_grant","error_description":"AADSTS50126: Error validating credentials due to invalid '
            'username or password. Trace ID: 0b2 Correlation ID: 9c1","error_codes":[50126]}',
            "OAuth",
            "UserPasswordWrong",
        ),
        ("BAD User is authenticated but not connected.", "IMAP", "MailboxAccessDenied"),
        (
            "imaplib.IMAP4.error: command SELECT illegal; b'User is authenticated but not connected.'",
            "IMAP",
            "LicenceMissing",
        ),
        ("A3 NO AUTHENTICATE failed.", "IMAP", "ServicePrincipalNotRegistered"),
        ("a7 NO LOGIN failed.", "IMAP", "BasicAuthDisabled"),
        ("NO Invoices/2026 doesn't exist.", "IMAP", "FolderNotFound"),
        ("* BYE Session invalidated - AccessTokenExpired", "IMAP", "TokenExpired"),
        ("NO Request is throttled. Suggested Backoff Time: 299910 milliseconds", "IMAP", "Throttled"),
        ("-ERR Protocol error. Connection is closed. 10", "POP3", "LongLine"),
        ("2000008", "EWS", "PermissionsMissing"),
        (
            "x-ms-diagnostics: 2000003;reason=\"The audience claim value is invalid 'https://graph.microsoft.com'.\";"
            'error_category="invalid_resource"',
            "EWS",
            "AudienceWrong",
        ),
        ("The remote server returned an error: (403) Forbidden.", "EWS", "EwsApplicationNotAllowed"),
        (
            "exchangelib.errors.ErrorAccessDenied: Access is denied. Check credentials and try again.",
            "EWS",
            "MailboxAccessDenied",
        ),
        (
            "<m:MessageText>The server cannot service this request right now. Try again later.</m:MessageText>"
            "<m:ResponseCode>ErrorServerBusy</m:ResponseCode>",
            "EWS",
            "Throttled",
        ),
        ("ErrorSchemaValidation", "EWS", "ErrorSchemaValidation"),
        (
            "<ErrorCode>500</ErrorCode><Message>The email address can't be found.</Message>",
            "Autodiscover",
            "MailboxNotFound",
        ),
        (
            "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed "
            "certificate in certificate chain (_ssl.c:1006)",
            "TLS",
            "AuthorityNotTrusted",
        ),
        ("javax.net.ssl.SSLHandshakeException: PKIX path building failed", "TLS", "AuthorityNotTrusted"),
        ("unable to verify the first certificate", "TLS", "AuthorityNotTrusted"),
        ("SSL operation failed with code 1. ... certificate verify failed", "TLS", "AuthorityNotTrusted"),
        ("x509: certificate is valid for localhost, not mail.local", "TLS", "NameDiffers"),
        ("curl: (35) error:0A00010B:SSL routines::wrong version number", "TLS", "HandshakeFailed"),
        ("read ECONNRESET", "network", "ConnectionCut"),
        ("curl: (52) Empty reply from server", "network", "HandshakeFailed"),
        ("getaddrinfo ENOTFOUND outlook.office365.com", "network", "NameNotFound"),
        ("socket.gaierror: [Errno -2] Name or service not known", "network", "NameNotFound"),
        ("ClientConfigurationError: untrusted_authority: ...", "network", "AuthorityNotKnown"),
        ("impersonate", "EWS", "ImpersonationDenied"),
        ("token expired", "POP3", "TokenExpired"),
    ],
)
def test_a_message_is_found(pasted: str, protocol: str, cause: str) -> None:
    assert (protocol, cause) in {(each.protocol, one.name) for each in find(pasted) for one in each.causes}


@pytest.mark.parametrize(
    ("pasted", "shown"),
    [
        ("535 5.7.3", ["535 5.7.3 Authentication unsuccessful"]),
        ("BAD User is authenticated but not connected.", ["BAD User is authenticated but not connected."]),
        ("A3 NO AUTHENTICATE failed.", ["NO AUTHENTICATE failed."]),
        ("NO EXPUNGE failed.", ["NO <command> failed."]),
    ],
)
def test_and_nothing_else_is(pasted: str, shown: list[str]) -> None:
    assert [each.shown for each in find(pasted)] == shown


def test_what_is_said_more_exactly_comes_first() -> None:
    refused = f"530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.3 Authentication unsuccessful {TRACE}"
    assert [each.words for each in find(refused)] == [
        "530 5.7.57 client not authenticated to send mail.",
        "535 5.7.3 authentication unsuccessful",
    ]


@pytest.mark.parametrize("pasted", ["", "  ", "''", "no such thing was ever said", "4711", "\0", "\\", "(", "AADSTS1"])
def test_what_is_not_known_is_not_found(pasted: str) -> None:
    assert find(pasted) == []


def test_by_words_only_the_causes_that_have_them_are_given() -> None:
    found = find("lacks the scope")
    assert {cause.name for each in found for cause in each.causes} == {"ScopeMissing"}


def test_every_message_is_found_by_itself() -> None:
    missed = [each.shown for each in messages() if each not in find(each.shown)]
    assert missed == []


def test_codes() -> None:
    codes = {code_of(each) for each in messages()}
    assert {"aadsts65001", "2000008", "erroraccessdenied", "535 5.7.3", "550 5.7.60", "403", ""} <= codes


def test_a_pattern_is_one_that_browsers_know_as_well() -> None:
    assert not [each for each in messages() if "(?P" in pattern_of(each) or "\\A" in pattern_of(each)]
