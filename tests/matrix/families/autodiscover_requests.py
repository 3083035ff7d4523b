"""Signed in, and a request of Autodiscover by SOAP is refused for its version."""

from tests.matrix.lines import asked
from tests.matrix.outcomes import said
from tests.matrix.table import Circumstance, nothing

_NO_VERSION = said("200 InvalidRequest: The RequestedServerVersion  header is missing or invalid.")
_SETTINGS = (
    "<a:GetUserSettingsRequestMessage><a:Request><a:Users><a:User><a:Mailbox>alice@contoso.com</a:Mailbox></a:User>"
    "</a:Users><a:RequestedSettings><a:Setting>UserDisplayName</a:Setting></a:RequestedSettings></a:Request>"
    "</a:GetUserSettingsRequestMessage>"
)

REQUESTS = Circumstance(
    "autodiscover-requests",
    "Autodiscover by SOAP",
    nothing,
    (
        asked(
            "Autodiscover",
            "autodiscover-no-version",
            "no RequestedServerVersion",
            _NO_VERSION("I", "managed-api-140"),
            "",
            _SETTINGS,
        ),
        asked(
            "Autodiscover",
            "autodiscover-version",
            "a RequestedServerVersion that does not exist",
            _NO_VERSION("T", "managed-api-140"),
            "Exchange2099",
            _SETTINGS,
        ),
    ),
)
