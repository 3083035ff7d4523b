"""EWS errors of operations on user configurations."""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, TEXT_UNKNOWN, Row

#: Source: ecederstrand/exchangelib, test_user_configuration; the text is that of the code.
EXISTS: Final = Row("ErrorItemSave", "The item save operation did not succeed.", MANAGED_API)
#: Assumption: the code for a name that is none. What is one: [MS-OXWSUSRCFG] 2.2.4.3, UserConfigurationNameType.
INVALID_NAME: Final = Row(
    "ErrorInvalidValueForProperty", "The name of the user configuration is not valid.", TEXT_UNKNOWN
)
