"""Request ids: what an EWS answer's headers carry, whatever the answer is."""

import http.client
import uuid

import pytest

from pytest_m365 import Target

BODY = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
 xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><s:Body><m:GetFolder><m:FolderShape>
<t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds>
</m:GetFolder></s:Body></s:Envelope>"""


def post(m365: Target, headers: dict[str, str], body: str = BODY) -> http.client.HTTPResponse:
    host, _, port = m365.ews_url.removeprefix("https://").partition("/")[0].partition(":")
    connection = http.client.HTTPSConnection(host, int(port), context=m365.ssl_context(), timeout=60)
    try:
        connection.request("POST", "/EWS/Exchange.asmx", body, {"Content-Type": "text/xml; charset=utf-8", **headers})
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    return answer


def test_a_client_request_id_comes_back_when_asked_for(m365: Target) -> None:
    bearer = {"Authorization": f"Bearer {m365.token('EWS.AccessAsUser.All')}"}
    mine = str(uuid.uuid4())
    answer = post(m365, {**bearer, "client-request-id": mine, "return-client-request-id": "true"})
    assert answer.status == 200
    assert answer.getheader("client-request-id") == mine

    answer = post(m365, {**bearer, "client-request-id": mine})
    assert answer.getheader("client-request-id") is None


@pytest.mark.parametrize("case", ["good", "no token", "not XML", "wrong scope"])
def test_every_answer_has_a_request_id(m365: Target, case: str) -> None:
    scope = "SMTP.Send" if case == "wrong scope" else "EWS.AccessAsUser.All"
    headers = {} if case == "no token" else {"Authorization": f"Bearer {m365.token(scope)}"}
    first, second = (post(m365, headers, "<" if case == "not XML" else BODY) for _ in range(2))
    assert uuid.UUID(first.getheader("request-id"))
    assert first.getheader("request-id") != second.getheader("request-id")
