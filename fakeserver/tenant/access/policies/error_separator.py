"""How the token service's error texts separate their parts: an age of the service, not an admin's choice."""

from fakeserver.tenant.switch import Switch

SWITCH = Switch(
    "error_separator",
    " ",
    (" ", "\r\n"),
    "none: differs by server and over time",
    "What stands before Trace ID, Correlation ID and Timestamp: a space since November 2023, CR LF up to August 2023.",
    "github Azure/azure-sdk-for-js, sdk/identity/identity/recordings",
)
