"""EWS errors of operations on people."""

from typing import Final

from fakeserver.protocols.ews.errors import REPORTED, TEXT_UNKNOWN, Row

#: Source: mhewedy/ews, an answer of Exchange Online.
UNKNOWN_FOLDER: Final = Row(
    "ErrorInvalidOperation",
    "The distinguished folder name is unrecognized.",
    REPORTED,
    "name a folder of contacts, or directory for the address list",
)
#: web-service-reference/findpeople-operation: the address list is searched, not listed. Assumption: the code.
NO_QUERY: Final = Row("ErrorInvalidOperation", "The directory can be searched with a query string only.", TEXT_UNKNOWN)
#: Assumption: the code; GetPersona names a persona by its id or by an address.
NO_PERSONA_NAMED: Final = Row("ErrorInvalidArgument", "PersonaId or EmailAddress must be given.", TEXT_UNKNOWN)
#: Assumption: the code; it is that of an item that is gone.
NO_SUCH_PERSONA: Final = Row("ErrorItemNotFound", "The specified object was not found in the store.", TEXT_UNKNOWN)
