"""Rows 40 to 53: POP3, throttling, delivery, TLS, the network and the machine itself."""

from fakeserver.tenant import refusals as no
from fakeserver.trust import BUNDLE_VARIABLES
from pytest_m365.diagnosis import clues, entra_clues, waits
from pytest_m365.diagnosis import network_clues as network
from pytest_m365.diagnosis.blame import Blame
from pytest_m365.diagnosis.judging import each
from pytest_m365.diagnosis.row import Cause, Row, Sign

#: what belongs to the mailbox's server itself
_UNAVAILABLE = (
    r"Server Unavailable\. 15|\b50[234]\b.{0,40}(Service|Gateway|Unavailable)|HTTP 50[0234]\b|451\W{0,4}(b')?4\.7\.0|"
    r"421\W{0,4}(b')?4\.3\.2|AADSTS90033\b|temporarily_unavailable"
)

ROWS = (
    Row(
        40,
        "POP3 `-ERR Protocol error. Connection is closed. 10`",
        Sign(("pop3",), r"Protocol error\. Connection is closed\. 10|Protocol error\. 14"),
        (
            Cause(
                "the token is too long for a line of POP3, as those of users in many groups are",
                "Fewer group claims: App registrations > {client_id} > Token configuration; or IMAP.",
                waits.CONSENT,
                network.token_is_too_long,
            ),
            Cause(
                "AUTH XOAUTH2 was sent with the token on the same line",
                "Two lines: AUTH XOAUTH2, then, behind the server's +, the base64.",
                waits.NONE,
                network.is_of_a_program,
                blame=Blame.PROGRAM,
            ),
        ),
    ),
    Row(
        41,
        "POP3 `-ERR Authentication failure …`",
        Sign(("pop3",), r"(Authentication|Logon) failure"),
        (
            Cause(
                "the application's token has no right to POP3: {role_needed} is missing",
                no.RoleMissing,
                waits.CONSENT,
                each(clues.of_an_application, clues.permission_is_missing),
            ),
            Cause(
                "the user's token has no right to POP3: {scope_needed} is missing",
                no.ScopeMissing,
                waits.CONSENT,
                each(clues.of_a_user, clues.permission_is_missing),
                blame=Blame.PROGRAM,
            ),
            Cause(
                "POP3 is switched off for the mailbox (PopEnabled is $false)",
                no.MailboxProtocolDisabled,
                waits.CAS_MAILBOX,
                clues.is_switched_off,
            ),
        ),
        note="Whether POP3 says it of a mailbox that is switched off, nobody has recorded.",
    ),
    Row(
        42,
        "`Request is throttled. Suggested Backoff Time`, `432 4.3.2`, `ErrorServerBusy`, 429",
        Sign(
            text=r"Request is throttled|Suggested Backoff|432\W{0,4}(b')?4\.3\.2|ErrorServerBusy(?!.{0,60}\b401\b)|"
            r"HTTP 429|429 Too Many|AADSTS(90055|50196)\b"
        ),
        (Cause("the service asks to wait: too much in a short time", no.Throttled, waits.PASSES),),
        passes=True,
    ),
    Row(
        43,
        "`* BYE Session invalidated - AccessTokenExpired`",
        Sign(("imap", "pop3"), r"AccessTokenExpired"),
        (
            Cause(
                "the connection is older than its token",
                no.TokenExpired,
                waits.NONE,
                blame=Blame.PROGRAM,
            ),
        ),
    ),
    Row(
        44,
        "`Server Unavailable. 15`, 503, `451 4.7.0`",
        Sign(text=_UNAVAILABLE),
        (Cause("the service does not answer now", no.ServiceUnavailable, waits.PASSES),),
        passes=True,
    ),
    Row(
        45,
        "mail is accepted and never arrives",
        Sign(("delivery",), r"(not|never) arrived|found in Junk"),
        (
            Cause(
                "it is taken for junk",
                "Add the sender to the safe senders of {mailbox}; or a transport rule: New-TransportRule -Name "
                "m365test-not-junk -SentTo {mailbox} -SetSCL -1.",
                waits.CAS_MAILBOX,
                network.is_junk,
            ),
            Cause(
                "it is in quarantine, a rule took it elsewhere, or it is late",
                "Get-MessageTraceV2 -MessageId {message_id} says where it went; Get-InboxRule -Mailbox {mailbox}. "
                "Focused Inbox is not it.",
                waits.CAS_MAILBOX,
                network.is_not_junk,
            ),
        ),
    ),
    Row(
        46,
        "NDR `5.7.708`, `5.7.236`, `5.7.232`, `5.7.233`, `5.1.8`, `5.7.705`",
        Sign(("delivery", "smtp"), r"5\.7\.(70[0-9]|7[1-4]\d|750|23[236])\b|\b5\.1\.8\b"),
        (
            Cause(
                "the tenant may send outside only little, or not at all: a new tenant's address (5.7.708), "
                "onmicrosoft.com (5.7.236), the tenant's day (5.7.232, 5.7.233), a blocked sender (5.1.8, 5.7.705)",
                "Send inside of the tenant only, as tests ought to. 5.1.8: Microsoft Defender > Restricted entities.",
                waits.SUPPORT,
            ),
        ),
    ),
    Row(
        47,
        "`certificate verify failed`",
        Sign(text=r"certificate.verify.failed|self.signed certificate|unable to get local issuer"),
        (
            Cause(
                f"variables of a fake's redirect, or of somebody else's roots, are still set "
                f"({', '.join(BUNDLE_VARIABLES)})",
                "unset {bundle_variables}",
                waits.NEXT_RUN,
                network.has_bundle_variables,
            ),
            Cause(
                "the fake answers, and not Microsoft",
                "End the redirect (m365_redirect, fakeserver run) for live runs; or trust the fake: SSL_CERT_FILE, "
                "REQUESTS_CA_BUNDLE.",
                waits.NEXT_RUN,
                network.answers_the_fake,
            ),
            Cause(
                "a proxy between here and Microsoft reads TLS, and shows a certificate of its own",
                "Let its authority into the roots of this machine, or except Microsoft's names from its inspection, "
                "which Microsoft advises.",
                waits.NEXT_RUN,
                network.answers_another,
            ),
        ),
    ),
    Row(
        48,
        "time-out on 993, 995, 587 or 443",
        Sign(text=r"timed?.?out|connection refused|ECONNREFUSED|unreachable|EOF occurred", is_loose=True),
        (
            Cause(
                "one of the two ways, IPv4 and IPv6, leads nowhere",
                "Use the one that answers, or mend the route of the other. The doctor's step `ports` asks each.",
                waits.NEXT_RUN,
                network.one_family_is_silent,
            ),
            Cause(
                "the network lets nobody out on this port, or nobody answers there",
                "Another runner or network: providers block mail ports (GitHub-hosted runners: 25 only).",
                waits.NEXT_RUN,
                network.every_family_is_silent,
            ),
        ),
    ),
    Row(
        49,
        "the token was good in the morning, and its roles are old",
        Sign(("token",), r"an older token lacks"),
        (
            Cause(
                "a token from a cache, issued before the consent",
                "Ask by a new client, or with force_refresh; an application's tokens are cached in its memory.",
                waits.CONSENT,
                blame=Blame.PROGRAM,
            ),
        ),
        note="The doctor asks with a new client each time and prints `iat`.",
    ),
    Row(
        50,
        "`InvalidHeader`, or `AADSTS7000215` with the right secret",
        Sign(
            text=r"InvalidHeader|Invalid.{0,40}header value|AADSTS7000215\b|has quotes around|"
            r"line end or a control character"
        ),
        (
            Cause(
                "a line end or quotes belong to the variable, and not to the secret",
                "Store the secret again, without quotes and without the line end that echo adds: printf %s … | gh "
                "secret set M365_CLIENT_SECRET.",
                waits.NEXT_RUN,
                each(entra_clues.has_odd_form, network.says_so),
            ),
        ),
    ),
    Row(
        51,
        "the host's name is not found",
        Sign(
            text=r"getaddrinfo|Name or service not known|nodename nor servname|NameResolutionError|name resolution",
            is_loose=True,
        ),
        (
            Cause(
                "the machine's DNS does not know the name, or the name is misspelt",
                "Look it up (nslookup); check M365_CLOUD, M365_AUTHORITY, M365_EWS_URL, M365_IMAP, M365_POP3 and "
                "M365_SMTP.",
                waits.NEXT_RUN,
            ),
        ),
    ),
    Row(
        52,
        "the machine's clock is minutes off",
        Sign(("clock",), r"clock is"),
        (
            Cause(
                "the machine's clock is wrong, so that tokens and assertions are too old, or not good yet",
                "Set it by NTP: timedatectl set-ntp true; w32tm /resync; in a container, the host's.",
                waits.CLOCK,
            ),
        ),
    ),
    Row(
        53,
        "nobody has signed in on this machine",
        Sign(("token",), r"nobody has signed in as"),
        (
            Cause(
                "{user} has not signed in on this machine",
                "`python -m pytest_m365 login --user {user}`, once, by a browser. In CI nobody can: there the "
                "application acts (M365_DAEMON_CLIENT_ID, with what proves it).",
                waits.NEXT_RUN,
            ),
        ),
    ),
)
