"""How requests and answers travel: SOAP 1.1 over HTTP, inside TLS, with the server's version in a header."""

from lxml import etree

from fakeserver.protocols.ews.soap.names import SOAP, TYPES
from tests.protocols.ews.client import GET_INBOX, envelope
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls


@holds("MS-OXWSCORE", 3, 1006, 2001)
@holds("MS-OXWSMSG", 1, 183, 3001)
@holds("MS-OXWSATT", 3, 318, 5001)
@holds("MS-OXWSFOLD", 3, 3008)
@holds("MS-OXWSSYNC", 3, 20001, 20003)
@holds("MS-OXWSBTRF", 1, 6, 2006)
@holds("MS-OXWSCONT", 1, 101, 335001)
@holds("MS-OXWSTASK", 1, 212, 212001)
@holds("MS-OXWSMTGS", 1, 502, 504)
def test_soap_over_https(ews: EwsOverTls) -> None:
    assert ews.target.ews_url.startswith("https://")
    answer = ews.post(envelope(GET_INBOX), ews.token(ews.alice))
    assert (answer.status, dict(answer.headers)["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert etree.fromstring(answer.body).tag == f"{{{SOAP}}}Envelope"


@holds("MS-OXWSCDATA", 1339, 1456, 1457, 1458, 1459, 1460)
@holds("MS-OXWSCDATA", 368004, 368005, 368006, 368007, 368008, 368009, 368010, 368011, 368012, 368013, 368014)
def test_the_server_says_its_version(ews: EwsOverTls) -> None:
    root = etree.fromstring(ews.post(envelope(GET_INBOX), ews.token(ews.alice)).body)
    [version] = root.iterfind(f"{{{SOAP}}}Header/{{{TYPES}}}ServerVersionInfo")
    numbers = [version.get(name) for name in ("MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber")]
    assert all(number is not None and number.isdigit() for number in numbers)
    assert version.get("Version")
