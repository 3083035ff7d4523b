"""EWS errors of operations on users' pictures."""

from typing import Final

from fakeserver.protocols.ews.errors import TEXT_UNKNOWN, Row

#: Assumption: the code, of content that is no base64, and of what begins as no picture does.
NO_PICTURE: Final = Row("ErrorInvalidArgument", "The content is no picture, written as base64.", TEXT_UNKNOWN)
