"""Upload sessions are opened."""

import re
from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.operations.attachments.attaching import path_of
from tests.protocols.graph.operations.attachments.uploading import MEGABYTE, SIZE, attachment_item, session
from tests.protocols.graph.operations.messages.mailing import ACCESS_DENIED, id_of


def test_a_session_is_opened(graph: Graph) -> None:
    item = graph.deliver("Came")
    graph.tenant.clock.freeze()
    opened = session(graph, item)
    assert opened["@odata.context"] == f"{graph.root}/$metadata#microsoft.graph.uploadSession"
    assert opened["nextExpectedRanges"] == ["0-"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z", opened["expirationDateTime"])
    alice, tenant = graph.tenant.user("alice").object_id, graph.tenant.tenant_id
    expected = f"{graph.server.base_url}/api/v2.0/Users('{alice}@{tenant}')/Messages('{id_of(item)}')/"
    url, _, token = opened["uploadUrl"].partition("?authtoken=")
    assert url.startswith(f"{expected}AttachmentSessions('")
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", token)


@pytest.mark.parametrize(
    "given",
    [
        {"attachmentItem": {"AttachmentType": "File", "Name": "a", "Size": SIZE, "ContentType": "text/plain"}},
        {"AttachmentItem": {**attachment_item()["AttachmentItem"], "isInline": True, "contentId": "one"}},
        {"AttachmentItem": {**attachment_item()["AttachmentItem"], "@odata.type": "microsoft.graph.attachmentItem"}},
    ],
)
def test_names_in_any_case(graph: Graph, given: Any) -> None:
    ok(graph.post(f"{path_of(graph.deliver('Came'))}/createUploadSession", given), 201)


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        (attachment_item(3 * MEGABYTE - 1), 400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize"),
        (attachment_item(0), 400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize"),
        (attachment_item(-1), 400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize"),
        (attachment_item(37 * MEGABYTE), 413, "ErrorMessageSizeExceeded"),
        (attachment_item(151 * MEGABYTE), 413, "ErrorMessageSizeExceeded"),
        ({"AttachmentItem": {"attachmentType": "file", "name": "x"}}, 400, "BadRequest"),
        ({"AttachmentItem": {"attachmentType": "file", "size": SIZE}}, 400, "BadRequest"),
        ({"AttachmentItem": {"attachmentType": "other", "name": "x", "size": SIZE}}, 400, "BadRequest"),
        ({"AttachmentItem": {"attachmentType": "item", "name": "x", "size": SIZE}}, 501, "NotImplemented"),
        ({"AttachmentItem": {**attachment_item()["AttachmentItem"], "other": 1}}, 400, "RequestBodyRead"),
        ({"AttachmentItem": {**attachment_item()["AttachmentItem"], "size": True}}, 400, "BadRequest"),
        ({"AttachmentItem": "x"}, 400, "BadRequest"),
        ({}, 400, "BadRequest"),
    ],
)
def test_what_is_refused(graph: Graph, given: Any, status: int, code: str) -> None:
    answer = graph.post(f"{path_of(graph.deliver('Came'))}/createUploadSession", given)
    assert error(answer)[:2] == (status, code)


def test_a_large_mailbox_takes_large_files(graph: Graph) -> None:
    graph.mailbox().receive_limit = 150 * MEGABYTE
    session(graph, graph.deliver("Came"), size=150 * MEGABYTE)


def test_a_user_opens_none_in_a_shared_mailbox(graph: Graph) -> None:
    alice = graph.tenant.user("alice")
    shared = graph.tenant.add_shared_mailbox("info", [alice])
    item = shared.mailbox.deliver(subject="x")
    path = f"/users/{shared.upn}/messages/{id_of(item)}/attachments"
    assert error(graph.post(f"{path}/createUploadSession", attachment_item())) == ACCESS_DENIED
    token = graph.app_token("Mail.ReadWrite")
    ok(graph.post(f"{path}/createUploadSession", attachment_item(), token=token), 201)


def test_who_reads_mail_opens_none(graph: Graph) -> None:
    path = f"{path_of(graph.deliver('Came'))}/createUploadSession"
    assert error(graph.post(path, attachment_item(), scopes=("Mail.Read",))) == ACCESS_DENIED
