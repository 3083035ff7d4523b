"""What differs between Exchange Online's own servers: no admin has a switch for it, yet clients meet each of them.

Nothing here opens or shuts a door; protocols read these to choose their words.
"""

from fakeserver.tenant.switch import Switch

_LOGS = "protocol logs of the real service in clients' issue threads"
_NONE = "none: differs by server and over time"

SWITCHES = (
    Switch(
        "imap_generation",
        "b",
        ("a", "b", "c", "rev2"),
        _NONE,
        "What IMAP's CAPABILITY says: to 2024, to 2026, since 2026-09 with LOGINDISABLED, and with IMAP4rev2.",
        _LOGS,
    ),
    Switch(
        "imap_greeting",
        "classic",
        ("classic", "tcpproxy"),
        _NONE,
        "IMAP's greeting: the one of many years, or that of the proxies since 2026-09.",
        _LOGS,
    ),
    Switch(
        "imap_special_use",
        True,
        (True, False),
        _NONE,
        "LIST shows special-use attributes such as \\Sent; some mailboxes have them and some have not.",
        _LOGS,
    ),
    Switch(
        "pop_one_line_auth",
        False,
        (True, False),
        _NONE,
        "POP3 takes AUTH XOAUTH2 with the response on the same line; the real one closes the connection.",
        _LOGS,
    ),
    Switch(
        "sasl_failure_challenge",
        False,
        (True, False),
        "none: Exchange Online sends none; other services do",
        "A refused XOAUTH2 first gets a challenge with base64 JSON, as Google sends it; for robust clients.",
        "developers.google.com/workspace/gmail/imap/xoauth2-protocol",
    ),
    Switch(
        "send_as_refusal",
        "5.2.252",
        ("5.2.252", "5.7.60"),
        _NONE,
        "Which words SMTP has for a sender that isn't allowed: today's, or those of older logs.",
        _LOGS,
    ),
)
