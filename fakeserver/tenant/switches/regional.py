"""The user's switches that say how Outlook writes to them (Set-MailboxRegionalConfiguration).

Programs read and change them by Microsoft Graph's mailboxSettings; nothing else on the wire depends on them.
"""

from fakeserver.tenant.languages import language_of
from fakeserver.tenant.switches.switch import switch
from fakeserver.tenant.windows_zones import zone_named

_PAGE = "learn.microsoft.com/powershell/module/exchange/set-mailboxregionalconfiguration"

time_zone: str = switch(
    "UTC",
    values=("UTC",),
    kind=str,
    known=lambda name: zone_named(name) is not None,
    described="the name of a time zone, Windows' (W. Europe Standard Time) or IANA's (Europe/Berlin)",
    admin_name="Set-MailboxRegionalConfiguration, time zone",
    meaning=(
        "The mailbox's time zone: where the days and weeks of search queries begin, and by whose clocks the working "
        "hours are."
    ),
    source=_PAGE,
)
language: str = switch(
    "en-US",
    values=("en-US",),
    kind=str,
    known=lambda locale: language_of(locale) is not None,
    described="a locale such as 'de-DE'",
    admin_name="Set-MailboxRegionalConfiguration -Language",
    meaning="The language that Outlook speaks to the user; `people.localize_folders` names the folders in one.",
    source=_PAGE,
)
date_format: str = switch(
    "",
    values=("",),
    kind=str,
    admin_name="Set-MailboxRegionalConfiguration -DateFormat",
    meaning="How Outlook writes a date to the user (dd.MM.yyyy); empty: nobody has chosen.",
    source=_PAGE,
)
time_format: str = switch(
    "",
    values=("",),
    kind=str,
    admin_name="Set-MailboxRegionalConfiguration -TimeFormat",
    meaning="How Outlook writes a time of day to the user (HH:mm); empty: nobody has chosen.",
    source=_PAGE,
)
