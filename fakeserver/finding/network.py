"""What a program says when no protocol has said anything: the connection, or its TLS, has failed.

The words are the libraries' own: OpenSSL's (Python, Ruby, PHP, curl), Node's, Java's, Go's, .NET's and msal's.
"""

from collections.abc import Iterator
from typing import Final

from fakeserver.finding.gathering import Said
from fakeserver.tenant.refusals import Explanation

_UNTRUSTED: Final = (
    Explanation(
        "AuthorityNotTrusted",
        "The client does not trust the authority that has issued the certificate.",
        rule="the fake's authority is made at each start; a real tenant's certificates are DigiCert's and Microsoft's",
        fix="m365.ca_file or m365.ssl_context(); SSL_CERT_FILE, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE or "
        "NODE_EXTRA_CA_CERTS is ca_file of the endpoints file; or faults.untrusted_certificate was ordered",
        real="Look who has issued it: python -m pytest_m365 doctor. Where it is a proxy of your own organization, put "
        "its authority into the program's store of roots; do not switch verification off.",
    ),
)
_NAME: Final = (
    Explanation(
        "NameDiffers",
        "The certificate is for other names than the one that the program connects to.",
        rule="the certificate's names: localhost, 127.0.0.1, ::1, and the real names where they lead to the fake",
        fix="connect to the host of m365.imap and its like, as it stands there; or faults.wrong_name was ordered",
        real="Use outlook.office365.com and smtp.office365.com, not an address or a name of your own.",
    ),
)
_EXPIRED: Final = (
    Explanation(
        "CertificateExpired",
        "The certificate has expired, or the client's clock is wrong.",
        rule="notAfter of the certificate, and the client's clock",
        fix="faults.expired_certificate was ordered: fault.cancel(); or set the clock of the container",
        real="Set the machine's clock; update its store of roots.",
    ),
)
_HANDSHAKE: Final = (
    Explanation(
        "HandshakeFailed",
        "The two found no way to speak TLS, or the port does not speak it at first.",
        fix="https:// where http:// was written; port 587 begins without TLS: STARTTLS; or "
        "faults.broken_tls was ordered: fault.cancel()",
        real="The service takes TLS 1.2 and newer. 993 and 995 begin with TLS, 587 with STARTTLS.",
    ),
)
_NO_ADDRESS: Final = (
    Explanation(
        "NameNotFound",
        "No address was found for the name.",
        fix="m365_redirect and fakeserver run lead the real names to the fake; in compose it has them as aliases, "
        "elsewhere in the hosts file; or the program takes its addresses from the endpoints file",
        real="Look at the spelling, and whether the machine has a network and DNS: python -m pytest_m365 doctor.",
    ),
)
_AUTHORITY: Final = (
    Explanation(
        "AuthorityNotKnown",
        "The library found nothing about the authority, or takes none but Microsoft's unless it is told to.",
        fix="knownAuthorities with the host in msal-node, instance_discovery=False in Python's msal, "
        "validateAuthority: false in MSAL.NET; and look whether the fake runs, and its certificate is trusted",
        real="Write https://login.microsoftonline.com/<tenant id>; look whether the program gets there: "
        "python -m pytest_m365 doctor.",
    ),
)
_REFUSED: Final = (
    Explanation(
        "ConnectionRefused",
        "Nobody listens there.",
        fix="the ports of a fake are free ones, anew at each start: take m365.imap and its like, or the endpoints "
        "file; or faults.down was ordered: fault.cancel()",
        real="Look at host and port, and whether a firewall of yours refuses them: python -m pytest_m365 doctor.",
    ),
)
_CUT: Final = (
    Explanation(
        "ConnectionCut",
        "The connection ended in the middle, without a word of the protocol.",
        fix="faults.drop was ordered: fault.cancel(); try again on a new connection",
        real="It happens at any time: front ends are replaced, NAT forgets who is silent. Connect anew, sign in anew, "
        "and go on where you were.",
    ),
)
_SILENT: Final = (
    Explanation(
        "TimedOut",
        "No answer came in the time that the program waits.",
        fix="faults.hang, faults.stall or faults.slow was ordered: fault.cancel(); give the client a time limit",
        real="Give every client a time limit, and try again after a longer pause each time.",
    ),
)

#: what a library says -> why
_TEXTS: Final[tuple[tuple[str, str, tuple[Explanation, ...]], ...]] = (
    ("TLS", "CERTIFICATE_VERIFY_FAILED", _UNTRUSTED + _EXPIRED + _NAME),
    ("TLS", "certificate verify failed", _UNTRUSTED + _EXPIRED + _NAME),
    ("TLS", "unable to get local issuer certificate", _UNTRUSTED),
    ("TLS", "unable to verify the first certificate", _UNTRUSTED),
    ("TLS", "self-signed certificate in certificate chain", _UNTRUSTED),
    ("TLS", "SELF_SIGNED_CERT_IN_CHAIN", _UNTRUSTED),
    ("TLS", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", _UNTRUSTED),
    ("TLS", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", _UNTRUSTED),
    ("TLS", "PKIX path building failed", _UNTRUSTED),
    ("TLS", "x509: certificate signed by unknown authority", _UNTRUSTED),
    ("TLS", "The remote certificate is invalid according to the validation procedure", _UNTRUSTED + _NAME),
    ("TLS", "The remote certificate is invalid because of errors in the certificate chain", _UNTRUSTED + _EXPIRED),
    ("TLS", "RemoteCertificateNameMismatch", _NAME),
    ("TLS", "certificate has expired", _EXPIRED),
    ("TLS", "CERT_HAS_EXPIRED", _EXPIRED),
    ("TLS", "Hostname mismatch, certificate is not valid for", _NAME),
    ("TLS", "ERR_TLS_CERT_ALTNAME_INVALID", _NAME),
    ("TLS", "Hostname/IP does not match certificate's altnames", _NAME),
    ("TLS", "No subject alternative names matching", _NAME),
    ("TLS", "no alternative certificate subject name matches", _NAME),
    ("TLS", "x509: certificate is valid for", _NAME),
    ("TLS", "x509: certificate is not valid for any names", _NAME),
    ("TLS", "handshake failure", _HANDSHAKE),
    ("TLS", "WRONG_VERSION_NUMBER", _HANDSHAKE),
    ("TLS", "wrong version number", _HANDSHAKE),
    ("network", "Name or service not known", _NO_ADDRESS),
    ("network", "Temporary failure in name resolution", _NO_ADDRESS),
    ("network", "ENOTFOUND", _NO_ADDRESS),
    ("network", "EAI_AGAIN", _NO_ADDRESS),
    ("network", "Could not resolve host", _NO_ADDRESS),
    ("network", "UnknownHostException", _NO_ADDRESS),
    ("network", "no such host", _NO_ADDRESS),
    ("network", "Connection refused", _REFUSED),
    ("network", "ECONNREFUSED", _REFUSED),
    ("network", "actively refused it", _REFUSED),
    ("network", "Connection reset by peer", _CUT),
    ("network", "Remote end closed connection without response", _CUT + _HANDSHAKE),
    ("network", "Empty reply from server", _CUT + _HANDSHAKE),
    ("network", "ECONNRESET", _CUT),
    ("network", "socket hang up", _CUT),
    ("network", "socket error: EOF", _CUT),
    ("network", "EOF occurred in violation of protocol", _CUT),
    ("network", "Connection unexpectedly closed", _CUT),
    ("network", "timed out", _SILENT),
    ("network", "ETIMEDOUT", _SILENT),
    ("network", "Unable to get authority configuration", _AUTHORITY),
    ("network", "endpoints_resolution_error", _AUTHORITY),
    ("network", "untrusted_authority", _AUTHORITY),
)


def said() -> Iterator[Said]:
    """Yield the texts with their causes."""
    for protocol, text, causes in _TEXTS:
        for cause in causes:
            yield Said(protocol, text, cause)
