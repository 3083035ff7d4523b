"""EWS over HTTP: who comes in, and what every answer carries."""

import gzip
import threading
import uuid
from datetime import timedelta

import pytest
from lxml import etree

from fakeserver.protocols.ews.soap.names import MESSAGES, TYPES
from fakeserver.steps import finish
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.protocols.ews.client import GET_INBOX, Ews, envelope, fault_of
from tests.protocols.ews.getting import get_item
from tests.work import calls_of


def test_every_answer_has_the_services_headers(ews: Ews) -> None:
    response = ews.post(envelope(GET_INBOX), ews.token(ews.alice))
    headers = dict(response.headers)
    assert response.status == 200
    assert response.body.startswith(b"<?xml")
    assert headers["Content-Type"] == "text/xml; charset=utf-8"
    assert headers["x-EwsHandler"] == "GetFolder"
    assert headers["x-ms-appId"] == ews.tenant.public_app.client_id
    assert uuid.UUID(headers["Request-Id"])
    assert headers["Set-Cookie"].startswith("exchangecookie=")
    assert "client-request-id" not in headers


@pytest.mark.parametrize(("wanted", "echoed"), [("true", True), ("True", True), ("false", False), ("", False)])
def test_a_client_request_id_comes_back_only_on_request(ews: Ews, wanted: str, echoed: bool) -> None:
    headers = {"client-request-id": "mine", "return-client-request-id": wanted}
    for body in (envelope(GET_INBOX), b"no XML"):
        response = ews.post(body, ews.token(ews.alice), headers)
        assert dict(response.headers).get("client-request-id") == ("mine" if echoed else None)


def test_affinity_is_given_to_those_who_ask(ews: Ews) -> None:
    cookies = [
        [value.partition("=")[0] for name, value in response.headers if name == "Set-Cookie"]
        for response in (
            ews.post(envelope(GET_INBOX), ews.token(ews.alice)),
            ews.post(envelope(GET_INBOX), ews.token(ews.alice), {"X-PreferServerAffinity": "True"}),
        )
    ]
    assert cookies == [["exchangecookie"], ["exchangecookie", "X-BackEndOverrideCookie"]]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("text/xml", 200),
        ("Text/XML; Charset=UTF-8", 200),
        ("application/soap+xml; charset=utf-8", 415),
        ("application/json", 415),
        ("application/xml", 415),
        ("application/x-www-form-urlencoded", 415),
    ],
)
def test_only_the_content_type_of_soap_11_is_taken(ews: Ews, sent: str, status: int) -> None:
    fields = Headers([("Authorization", f"Bearer {ews.token(ews.alice)}"), ("Content-Type", sent)])
    request = HttpRequest("POST", "/EWS/Exchange.asmx", headers=fields, body=envelope(GET_INBOX))
    answer = ews.service.handle(request)
    response = answer if isinstance(answer, HttpResponse) else finish(answer)
    assert (response.status, bool(response.body)) == (status, status == 200)


def test_an_answer_is_one_chunk(ews: Ews) -> None:
    for body in (envelope(GET_INBOX), b"no XML"):
        assert ews.post(body, ews.token(ews.alice)).chunked


def test_a_long_answer_is_encoded_while_it_is_sent(ews: Ews) -> None:
    body = "line \u20ac\n" * 250_000
    item = ews.mailbox.deliver(subject="long", body=body)
    response = ews.post(envelope(get_item(item.item_id, base="Default")), ews.token(ews.alice))
    assert (response.status, response.body) == (200, b"")
    assert response.stream is not None
    document = b"".join(iter(response.stream.next_chunk, None))
    shown = etree.fromstring(document).findtext(f".//{{{TYPES}}}Body") or ""
    assert shown.replace("\r\n", "\n") == body
    assert dict(response.headers)["x-EwsHandler"] == "GetItem"


@pytest.mark.parametrize(("switched", "name"), [(False, "a\ufffdb.pdf"), (True, "a&#x11;b.pdf")])
def test_a_switch_lets_control_characters_through(ews: Ews, switched: bool, name: str) -> None:
    ews.tenant.policies.ews_control_characters = switched
    item = ews.mailbox.deliver(attachments=[("a\x11b.pdf", b"x")])
    answer = ews.post(envelope(get_item(item.item_id, base="AllProperties")), ews.token(ews.alice))
    assert f"<t:Name>{name}</t:Name>" in answer.body.decode()


def test_the_path_has_any_case(ews: Ews) -> None:
    assert ews.service.matches("/ews/exchange.ASMX")
    assert ews.service.matches("/EWS/Services.WSDL")
    assert not ews.service.matches("/EWS/Other.wsdl")


def test_without_a_token_two_challenges_and_no_body(ews: Ews) -> None:
    response = ews.post(envelope(GET_INBOX))
    challenges = [value for name, value in response.headers if name == "WWW-Authenticate"]
    assert (response.status, response.body) == (401, b"")
    assert challenges[0].startswith('Bearer client_id="00000002-0000-0ff1-ce00-000000000000"')
    assert challenges[1] == 'Basic Realm=""'


def test_an_expired_token_is_told_in_the_diagnostics(ews: Ews) -> None:
    token = ews.token(ews.alice)
    assert ews.post(envelope(GET_INBOX), token).status == 200
    ews.tenant.clock.advance(timedelta(hours=3))
    response = ews.post(envelope(GET_INBOX), token)
    assert response.status == 401
    assert dict(response.headers)["x-ms-diagnostics"].startswith("2000002;")


def test_a_token_without_the_scope_is_forbidden_without_a_word(ews: Ews) -> None:
    response = ews.post(envelope(GET_INBOX), ews.tenant.mint(user=ews.alice, scopes=("SMTP.Send",)))
    assert (response.status, response.body) == (403, b"")


def test_a_mailbox_with_ews_switched_off_is_forbidden(ews: Ews) -> None:
    ews.alice.ews = False
    response = ews.post(envelope(GET_INBOX), ews.token(ews.alice))
    assert (response.status, response.body) == (403, b"")


def test_a_get_finds_a_page_once_signed_in(ews: Ews) -> None:
    assert ews.post(method="GET").status == 401
    assert ews.post(method="GET", token=ews.token(ews.alice)).status == 200
    refused = ews.post(method="PUT", token=ews.token(ews.alice))
    assert (refused.status, dict(refused.headers)["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "ErrorInvalidRequest"),
        (b"hello", "ErrorSchemaValidation"),
        (envelope(""), "ErrorInvalidRequest"),
        (envelope("<m:FindTags/>"), "ErrorInvalidOperation"),
        (envelope("<m:Unheard/>"), "ErrorInvalidRequest"),
        (envelope(GET_INBOX * 2), "ErrorInvalidRequest"),
        (envelope("<XXX/>"), "ErrorInvalidRequest"),
        (envelope("<m:GetItem/>"), "ErrorSchemaValidation"),
        (envelope(GET_INBOX, header='<t:RequestServerVersion Version="x"/>'), "ErrorInvalidServerVersion"),
    ],
)
def test_a_request_as_a_whole_is_answered_by_a_fault(ews: Ews, body: bytes, code: str) -> None:
    assert fault_of(ews.post(body, ews.token(ews.alice)))[0] == code


def test_the_journal_tells_operation_and_outcome(ews: Ews) -> None:
    ews.post(envelope(GET_INBOX), ews.token(ews.alice))
    ews.post(envelope(GET_INBOX.replace("inbox", "archiveroot")), ews.token(ews.alice))
    ok, missing = ews.tenant.journal.entries
    assert ok.asked == f"GetFolder: token of {ews.alice.upn} by 'Contoso Mail' (EWS.AccessAsUser.All)"
    assert ok.by == missing.by == ews.alice.upn
    assert missing.asked.startswith("GetFolder: ")
    assert ok.answered == "NoError"
    assert missing.answered == "ErrorFolderNotFound"
    assert missing.refusal is not None
    assert missing.refusal.name == "ArchiveMissing"


@pytest.mark.parametrize(
    ("body", "sentence", "fix"),
    [
        (
            "<m:FindTags/>",
            "ErrorInvalidOperation: This fake does not perform FindTags (undocumented: ",
            "nothing does (undocumented: Microsoft's own programs use it); "
            "docs/ews-operations.md says what is performed",
        ),
        (
            "<m:CreateItem><m:Items><t:Person/></m:Items></m:CreateItem>",
            "ErrorInvalidOperation: This fake does not perform Person.",
            "nothing does; docs/ews-operations.md says what is performed, and what differs from the service",
        ),
        ("<m:GetItem/>", "ErrorSchemaValidation: The request failed schema validation: ", ""),
        (
            "<m:Unheard/>",
            "ErrorInvalidRequest: The request is invalid.",
            "name an operation of the service; docs/ews-operations.md lists them",
        ),
    ],
)
def test_the_journal_says_why_a_request_as_a_whole_was_refused(ews: Ews, body: str, sentence: str, fix: str) -> None:
    ews.post(envelope(body), ews.token(ews.alice))
    [refused] = ews.tenant.journal.refusals
    assert refused.refusal.sentence.startswith(sentence)
    assert refused.refusal.fix == fix


def test_a_long_batch_goes_on_with_the_mailbox_as_it_is_then(ews: Ews, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    delivered = [ews.mailbox.deliver(subject=str(number)) for number in range(3)]
    request = HttpRequest(
        "POST",
        "/EWS/Exchange.asmx",
        headers=Headers([("Authorization", f"Bearer {ews.token(ews.alice)}")]),
        body=envelope(get_item(*(one.item_id for one in delivered))),
    )
    steps = ews.service.handle(request)

    # The first item is read; another thread may do what it likes before the second.
    def delete_the_second() -> None:
        with ews.tenant.lock:
            ews.mailbox.items.delete([delivered[1]])

    other = threading.Thread(target=delete_the_second)
    other.start()
    other.join(60)
    assert not other.is_alive(), "the tenant's lock was held"
    assert not isinstance(steps, HttpResponse)
    answer = finish(steps)
    codes = etree.fromstring(answer.body).findall(f".//{{{MESSAGES}}}ResponseCode")
    assert [code.text for code in codes] == ["NoError", "ErrorItemNotFound", "NoError"]
    assert len(ews.tenant.journal.entries) == 1


GZIP = gzip.compress(envelope(GET_INBOX))


def packed(body: bytes, token: str = "") -> HttpRequest:
    fields = [("Content-Type", "text/xml"), *([("Authorization", f"Bearer {token}")] if token else [])]
    return HttpRequest("POST", "/EWS/Exchange.asmx", headers=Headers(fields), body=body, coding="gzip")


@pytest.mark.parametrize(
    ("body", "status"),
    [(GZIP, 200), (GZIP[:-9], 400), (b"none", 400), (gzip.compress(b"x" * 70_000), 413)],
    ids=["whole", "cut off", "no gzip", "too large"],
)
def test_a_packed_request_is_read_once_the_caller_is_let_in(
    ews: Ews, body: bytes, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fakeserver.protocols.ews.service.MAX_BODY", 65_536)
    answer = ews.service.handle(packed(body, ews.token(ews.alice)))
    assert (answer if isinstance(answer, HttpResponse) else finish(answer)).status == status


def test_nothing_is_unpacked_for_a_caller_who_is_not_let_in(ews: Ews) -> None:
    def refused(body: bytes) -> None:
        answer = ews.service.handle(packed(body))
        assert isinstance(answer, HttpResponse)
        assert answer.status == 401

    bomb = gzip.compress(b"\0" * 50_000_000)
    refused(b"")
    # What is written once a second makes some calls of difference, a piece that is unpacked hundreds.
    assert calls_of(lambda: refused(bomb)) < calls_of(lambda: refused(b"")) + 50
