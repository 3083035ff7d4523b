"""The versions that a request may ask for."""

from itertools import pairwise

import pytest
from lxml import etree

from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.protocols.ews.soap.names import TYPES
from fakeserver.protocols.ews.soap.reading import Find
from fakeserver.protocols.ews.soap.versions import VERSIONS, is_before, requested_version


def header(content: str) -> Find:
    return etree.fromstring(f'<Header xmlns:t="{TYPES}">{content}</Header>').find


def test_a_request_that_asks_for_none_gets_the_oldest() -> None:
    for given in (header(""), header("<t:Unknown/>")):
        assert requested_version(given) == "Exchange2007"


def test_every_version_of_the_schema_may_be_asked_for() -> None:
    for version in VERSIONS:
        assert requested_version(header(f'<t:RequestServerVersion Version="{version}"/>')) == version


@pytest.mark.parametrize("version", ['Version="Exchange2014"', 'Version=""', 'Version="V2099_01_01"', ""])
def test_an_unknown_version_is_refused(version: str) -> None:
    with pytest.raises(SoapFault) as caught:
        requested_version(header(f"<t:RequestServerVersion {version}/>"))
    assert (caught.value.code, caught.value.text) == (
        "ErrorInvalidServerVersion",
        "The specified server version is invalid.",
    )


def test_each_version_is_before_the_next() -> None:
    for older, newer in pairwise(VERSIONS):
        assert is_before(older, newer)
        assert not is_before(newer, older)
        assert not is_before(older, older)
