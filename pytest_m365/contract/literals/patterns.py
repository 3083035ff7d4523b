"""What varies in answers, by type: what it looks like, and the placeholder that stands for it.

Each protocol has its own patterns before the common ones, since one text means different things in different places:
``15.21.0406.000`` is a version behind ``tcpproxy/`` and would be an address elsewhere.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pytest_m365.contract.terms import Kind

GUID = r"[0-9A-Fa-f]{8}(?:-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12}"
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_TIME = r"(?: [\d:]{5,8}(?: ?[+-]\d{4}| GMT)?)?"
#: a name under a domain that mail has; others fall into words that the vocabulary does not have
_HOST = (
    r"(?:[A-Za-z0-9_][A-Za-z0-9_-]{0,62}\.)+(?:com|net|org|edu|gov|mil|biz|info|invalid|example|test|local|[a-z]{2})"
)
#: parameters of Exchange Online's own challenge, the same for everybody
WELL_KNOWN_GUIDS = ("00000002-0000-0ff1-ce00-000000000000", "00000001-0000-0000-c000-000000000000")
_NOT_WELL_KNOWN = "(?!" + "|".join(WELL_KNOWN_GUIDS) + ")"


class Pattern(NamedTuple):
    """What is looked for, and what is written for it."""

    regex: re.Pattern[str]
    becomes: str


def _of(*rows: tuple[str, str]) -> tuple[Pattern, ...]:
    return tuple(Pattern(re.compile(regex, re.ASCII), becomes) for regex, becomes in rows)


_COMMON = _of(
    (r"\beyJ[\w-]{4,}(?:\.[\w-]*){0,4}", "<token>"),
    (r"\[(?!BeginDiagnosticData|EndDiagnosticData)[A-Za-z0-9+/]{16,}={0,2}\]", "[<base64>]"),
    (rf"{_NOT_WELL_KNOWN}\b{GUID}\b", "<guid>"),
    (r"https?://(?!aka\.ms/|login\.microsoftonline\.com/common/)[^\s\"'<>]+", "<url>"),
    (r"<[^<>\s@]{1,250}@[^<>\s@]{1,250}>", "<message-id>"),
    (r"[^\s<>@\"'(),;:=]{1,128}@[^\s<>@\"'(),;:*]{1,255}", "<address>"),
    (rf"(?<!\w)(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[ 0-3]?\d[- ](?:{_MONTHS})[- ]\d{{4}}{_TIME}", "<date>"),
    (r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?", "<date>"),
    (r"\b(?:\d{1,3}\.){3}\d{1,3}\b", "<ip>"),
    (r"(?i)(?<![\w:])(?=(?:[0-9a-f]*:){2})(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:%\w+)?(?![\w:])", "<ip>"),
    (rf"(?i)(?<![\w/.])(?!aka\.ms\b|login\.microsoftonline\.com/common){_HOST}(?![\w-])", "<host>"),
    (r"\b[0-9A-F]{16}\b", "<id>"),
)  # fmt: skip

_IMAP = _of(
    (r"tcpproxy/[\d.]+", "tcpproxy/<version>"),
    (r"\bUIDVALIDITY \d+", "UIDVALIDITY <uidvalidity>"),
    (r"\bUIDNEXT \d+", "UIDNEXT <uid>"),
    (r"\bAPPENDUID \d+ \d+", "APPENDUID <uidvalidity> <uid>"),
    (r"\bCOPYUID \d+ [\d:,]+ [\d:,]+", "COPYUID <uidvalidity> <uids> <uids>"),
    (r"\bCOPYUID \d+ ", "COPYUID <uidvalidity> "),
    (r"\bUID \d+", "UID <uid>"),
    (r"RFC822\.SIZE \d+", "RFC822.SIZE <number>"),
    (r"\{\d+\}", "{<number>}"),
)
_POP3 = _of(
    (r"tcpproxy/[\d.]+", "tcpproxy/<version>"),
)
_SMTP = _of(
    (rf"(?i)\[{_HOST} \d{{4}}-\d\d-\d\dT[\d:.]+Z [0-9A-F]{{16}}\]", "[<host> <ts> <id>]"),
    (rf"(?i)\[Hostname={_HOST}\]", "[Hostname=<host>]"),
    (rf"(?i)^(\d{{3}}[- ]){_HOST}", r"\1<host>"),
    (r"(?<=ready at ).+?(?= \[|$)", "<date>"),
    (r"\[[0-9A-F]{16}\]", "[<id>]"),
    (r"\[BeginDiagnosticData\].*?\[EndDiagnosticData\]", "[BeginDiagnosticData]<any>[EndDiagnosticData]"),
)  # fmt: skip
_HTTP = _of(
    (r'claims="[^"]*"', 'claims="<base64>"'),
    (r'reason="(?!The |No )[^"]*"', 'reason="<any>"'),
    (r"exchangecookie=\w+", "exchangecookie=<id>"),
)
_TOKEN = _of(
    (r"\s*(?:Trace ID|Correlation ID|Timestamp): .*", ""),
    # What applications, tenants and people are called stands in these places.
    (r"(?<=application with ID )'[^']*' named '[^']*'", "'<guid>' named '<name>'"),
    (r"(?<=in the directory )'[^']*'", "'<name>'"),
    (r"(?<=in the tenant named ).+?(?=\. This )", "<name>"),
    (r"(?<=The user account ).+?(?= does not exist)", "<name>"),
    (r"(?<=exist in the ).+?(?= directory)", "<name>"),
    (r"\([^()]*\)(?= is disabled)", "(<name>)"),
    (r"(?<=The application )'[^']*'", "'<name>'"),
    (r"(?<=asked for scope )'[^']*'", "'<scope>'"),
    (r"(?<=key used by client: )'[^']*'", "'<id>'"),
)

BY_KIND: dict[Kind, tuple[Pattern, ...]] = {
    "imap": _IMAP + _COMMON,
    "pop3": _POP3 + _COMMON,
    "smtp": _SMTP + _COMMON,
    "http": _HTTP + _COMMON,
    "ews": _COMMON,
    "token": _TOKEN + _COMMON,
    "names": (),
    "mail": _COMMON,
}
