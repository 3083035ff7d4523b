"""The versions of Exchange: the one that answers report, and those that a request may ask for."""

from typing import Final

from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Find

#: What Exchange Online reports; MinorVersion 20 is what makes clients take it for Exchange Online. Builds move weekly.
MAJOR_VERSION: Final = 15
MINOR_VERSION: Final = 20
MAJOR_BUILD: Final = 7270
MINOR_BUILD: Final = 33
VERSION: Final = "V2018_01_08"

#: What RequestServerVersion may ask for, from the oldest to the newest: ExchangeVersionType of types.xsd, what Exchange
#: Online itself reports, and Exchange2015_SP1, which the schema lacks and clients send.
VERSIONS: Final = tuple(
    "Exchange2007 Exchange2007_SP1 Exchange2009 Exchange2010 Exchange2010_SP1 Exchange2010_SP2 Exchange2012 "
    "Exchange2013 Exchange2013_SP1 Exchange2015 Exchange2015_SP1 Exchange2016 V2015_10_05 V2016_01_06 V2016_04_13 "
    "V2016_07_13 V2016_10_10 V2017_01_07 V2017_04_14 V2017_07_11 V2018_01_08".split()
)
_AGE: Final = {version: age for age, version in enumerate(VERSIONS)}
#: What a request that names no version gets. Source: thunderbird/ews-rs#41, where Exchange Online says so.
OLDEST: Final = "Exchange2007"


def requested_version(header: Find) -> str:
    """Return the version that a request's SOAP header asks for.

    Assumption: to ask for one without naming it is as wrong as to name one that there is not.

    Raises:
        SoapFault: there is no such version.
    """
    asked = header(t("RequestServerVersion"))
    version = OLDEST if asked is None else str(asked.get("Version", ""))
    if version not in _AGE:
        raise SoapFault("ErrorInvalidServerVersion", "The specified server version is invalid.")
    return version


def is_before(version: str, since: str) -> bool:
    """Say whether a version is older than another."""
    return _AGE[version] < _AGE[since]
