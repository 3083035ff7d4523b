"""The report that docs/refusals.md shows is the one that its test gives."""

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "refusals.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"<!-- example -->\n```python\n(.*?)```", PAGE, re.DOTALL)
REPORT = re.search(r"<!-- report -->\n```text\n(.*?)```", PAGE, re.DOTALL)

#: what differs from run to run
CHANGES = (
    (re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "<guid>"),
    (re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ"), "<moment>"),
    (re.compile(r"\b\d\d:\d\d:\d\d\b"), "<time>"),
    (re.compile(r"localhost:\d+"), "localhost:<port>"),
    (re.compile(r"\s+"), " "),
)


def comparable(report: str) -> str:
    """Return a report without what differs from run to run, line ends among it."""
    for pattern, text in CHANGES:
        report = pattern.sub(text, report)
    return report.strip()


def test_the_page_shows_the_report_as_it_is(pytester: pytest.Pytester) -> None:
    assert EXAMPLE is not None
    assert REPORT is not None
    pytester.makepyfile(EXAMPLE[1])
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    section = re.search(r"-+ m365 -+\n(.*?)=+ short test summary", result.stdout.str(), re.DOTALL)
    assert section is not None
    assert comparable(section[1]) == comparable(REPORT[1]), f"the report is now:\n{section[1]}"
    for said in (
        "(IMAP.AccessAsUser.All)  ->  OK AUTHENTICATE completed.",
        "SELECT INBOX  ->  BAD User is authenticated but not connected.",
        "refused on IMAP: The caller has no permission on this mailbox.",
        "rule: Add-MailboxPermission sales@contoso.onmicrosoft.com: no FullAccess for alice@contoso.onmicrosoft.com",
        "scp=IMAP.AccessAsUser.All",
        "on the fake: tenant.rights.add_mailbox_permission(",
        "in a real tenant: Add-MailboxPermission -Identity sales@contoso.onmicrosoft.com -User",
        "page: https://learn.microsoft.com/exchange/",
    ):
        assert said in comparable(section[1]) or said in section[1]
    assert "eyJ" not in section[1]
