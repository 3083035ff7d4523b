"""What an answer of EWS says: codes, texts, ids, and names of elements; never what stands in them."""

import pytest

from pytest_m365.contract.asking.soap import Soap, envelope
from pytest_m365.contract.asking.web import Answer

_M = 'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"'
_T = 'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"'
GOOD = f"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" {_M} {_T} xmlns:x="urn:others"><s:Body><m:R>
<m:A ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:A>
<m:A ResponseClass="Error"><m:MessageText>It is gone.</m:MessageText>
<m:ResponseCode>ErrorItemNotFound</m:ResponseCode></m:A>
<t:Message><t:ItemId Id="AAMk1" ChangeKey="CQ"/><t:Subject>private</t:Subject><x:Jane/></t:Message><t:Empty/>
</m:R></s:Body></s:Envelope>"""


def soap(body: str, status: int = 200) -> Soap:
    return Soap(Answer(status, (), body))


def test_it_says_each_code_once_with_its_text() -> None:
    assert soap(GOOD).lines() == ["200 NoError", "200 ErrorItemNotFound: It is gone."]
    twice = GOOD.replace("ErrorItemNotFound", "NoError").replace("<m:MessageText>It is gone.</m:MessageText>", "")
    assert soap(twice).lines() == ["200 NoError"]


def test_it_shows_names_and_nothing_else() -> None:
    answer = soap(GOOD)
    assert answer.children("Message") == ["ItemId Subject"]
    assert answer.attributes("ItemId") == ["ChangeKey Id"]
    assert answer.children("Empty") == answer.attributes("Empty") == ["(nothing)"]
    # Where there is no such element, what came in its place.
    assert answer.children("Folder") == answer.attributes("Folder") == answer.lines()


def test_it_gives_ids_and_texts() -> None:
    answer = soap(GOOD)
    assert (answer.id("ItemId"), answer.change_key("ItemId"), answer.text("Subject")) == ("AAMk1", "CQ", "private")
    assert (answer.id("FolderId"), answer.change_key("FolderId"), answer.text("Body")) == ("", "", "")


@pytest.mark.parametrize(("body", "status"), [("", 401), ("<html>", 503), ("not XML", 200), ("<a/>", 200)])
def test_what_is_no_answer_of_ews_is_http_s_own(body: str, status: int) -> None:
    assert soap(body, status).lines() == [str(status), "(a body)" if body else "(empty body)"]
    assert soap(body, status).id("ItemId") == ""


def test_an_envelope_has_the_headers_that_are_asked_for() -> None:
    assert "RequestServerVersion" not in envelope("<m:A/>", version="")
    assert "ConnectingSID" not in envelope("<m:A/>")
    assert "<t:PrimarySmtpAddress>a@pytest-m365.invalid<" in envelope("<m:A/>", impersonated="a@pytest-m365.invalid")
