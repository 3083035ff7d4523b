"""EWS errors of what the service is set up for."""

from typing import Final

from fakeserver.protocols.ews.errors import REPORTED, Row

#: Of whoever has not the role Discovery Management: nobody has by default.
NO_DISCOVERY_ROLE: Final = Row("ErrorAccessDenied", "Access is denied. Check credentials and try again.", REPORTED)
