"""In what the answers differ from the recorded ones, and why: one table, of which each row is needed."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Difference:
    """Lines that stand in one of two answers only.

    Attributes:
        where: the recording's file begins with it.
        lines: a pattern of ``- line`` where the service alone has it, of ``+ line`` where this one alone has it.
    """

    where: str
    lines: str
    reason: str

    def explains(self, file: str, line: str) -> bool:
        """Say whether a line that differs is one of these."""
        return file.startswith(self.where) and re.fullmatch(self.lines, line) is not None


_REPORTING = "by these fields clients would report to Microsoft"
_OWNERS = "what the recorded mailbox has in its folders besides"
_HIDDEN = "the hidden folders of the service's programs are others each year; these are those that exchangelib knows"
_OLDER = "the service of 2025 shows both of a message without a reminder, that of 2020 did not"

DIFFERENCES: Final = (
    Difference("", "- HTTP Strict-Transport-Security", "clients would keep it with the name localhost"),
    Difference("", "- HTTP (NEL|Report-To)", _REPORTING),
    Difference("", r"\+ HTTP x-ms-appId", "of a token's application; in 2020 the client signed in with a password"),
    Difference("", r"[-+] (Total|Unread)Count  \d+", _OWNERS),
    Difference(
        "APITest.testGetFolderByDisplayName", r"[-+] (RootFolder TotalItemsInView=.*|ChildFolderCount  \d+)", _HIDDEN
    ),
    Difference("APITest.testGetFolderByDisplayName", "[-+] folder .*", _HIDDEN),
    Difference(
        "APITest.testGetServerTimezones",
        r"\+ (TimeZoneDefinition Name=.* (Alberta|British Columbia|Manitoba|Sao Tome) Id=\*|Periods|TransitionsGroups)",
        "zones of CLDR's list that are newer than the recording",
    ),
    Difference("Mail/", r"\+ (ReminderIsSet  false|ReminderMinutesBeforeStart  0)", _OLDER),
    Difference("Contacts/", r"[-+] (AccountName|ObjectId)  \S+", "each mailbox has its own, and Exchange 2019 none"),
    Difference("Contacts/", r"\+ SourceId  EXCH", "Exchange 2019 does not show it"),
)
