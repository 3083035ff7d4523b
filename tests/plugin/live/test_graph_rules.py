"""What a live test may ask of Microsoft Graph."""

import json
from base64 import b64encode
from typing import Any

import pytest

from pytest_m365.live.graph_rules import GraphRules
from pytest_m365.live.guard import Guard, NotAllowed
from tests.plugin.live.test_guarded import Folders
from tests.plugin.live.world import TAG, message

USER, URL = "alice@contoso.com", "https://graph.microsoft.com/v1.0"
OURS, THEIRS = {"toRecipients": [{"emailAddress": {"address": TAG.address(USER)}}]}, {"subject": "Theirs"}
OUTSIDE: dict[str, Any] = {"toRecipients": [{"emailAddress": {"address": "boss@fabrikam.com"}}]}


@pytest.fixture
def folders() -> Folders:
    return Folders()


@pytest.fixture
def rules(folders: Folders) -> GraphRules:
    guard = Guard(frozenset(), frozenset({USER}), frozenset({"graph.microsoft.com"}))
    return GraphRules(TAG, USER, guard, {"contoso.com"}, folders, "/v1.0")


def checked(rules: GraphRules, asked: str, body: object = None, shown: Any = None) -> str:
    """Look at a request, and at the message that it changes; return the id of that."""
    method, _, path = asked.partition(" ")
    octets = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    read = rules.read(method, URL + path, octets)
    found = rules.check(read)
    if found:
        rules.check_message(read, shown)
    return found


@pytest.mark.parametrize(
    "asked",
    [
        "GET /me",
        "GET /me/messages?$top=5",
        "GET /me/mailFolders('inbox')/messages/delta()",
        f"GET /users/{USER}/messages/AAA=/$value",
        "GET /users",
        "GET /users/boss@contoso.com",
        "POST /me/translateExchangeIds",
        "POST /me/getMailTips",
    ],
)
def test_what_reads_is_asked(rules: GraphRules, asked: str) -> None:
    assert checked(rules, asked) == ""


@pytest.mark.parametrize(
    "asked",
    [
        "GET /users/boss@contoso.com/messages",
        "GET /groups",
        "GET /",
        "POST /$batch",
        "POST /subscriptions",
        "PATCH /me/mailboxSettings",
        "POST /me/mailFolders/inbox/messageRules",
        "POST /me/events",
        "POST /me/messages/AAA=/extensions",
        "POST /me/messages/AAA=/attachments/createUploadSession",
        "DELETE /me/mailFolders/inbox",
        "PATCH /me/mailFolders/BBB=",
        "POST /me/mailFolders/inbox/move",
        "POST /me/mailFolders/drafts/childFolders",
        "PUT /me/photo/$value",
        "PATCH /me",
    ],
)
def test_what_nobody_has_thought_of_is_refused(rules: GraphRules, asked: str) -> None:
    with pytest.raises(NotAllowed):
        checked(rules, asked, {"displayName": "New"})


def test_another_address_is_refused(rules: GraphRules) -> None:
    for url in ("https://elsewhere.example/v1.0/me", "http://graph.microsoft.com/v1.0/me", f"{URL[:-4]}beta/me"):
        with pytest.raises(NotAllowed):
            rules.read("GET", url, b"")


CHANGES = [
    "PATCH /me/messages/AAA=",
    "DELETE /me/messages/AAA=",
    f"DELETE /users/{USER.upper()}/mailFolders/inbox/messages/AAA=",
    "POST /me/messages('AAA=')/move",
    "POST /me/messages/AAA=/microsoft.graph.copy",
    "POST /me/messages/AAA=/permanentDelete",
    "POST /me/messages/AAA=/send",
    "POST /me/messages/AAA=/createReplyAll",
    "POST /me/messages/AAA=/attachments",
    "DELETE /me/messages/AAA=/attachments/BBB=",
]


@pytest.mark.parametrize("asked", CHANGES)
def test_a_message_is_changed_if_it_is_the_tests(rules: GraphRules, asked: str) -> None:
    assert checked(rules, asked, {}, OURS) == "AAA="
    with pytest.raises(NotAllowed, match="not the test's"):
        checked(rules, asked, {}, THEIRS)


@pytest.mark.parametrize("action", ["send", "reply", "replyAll", "forward", "createReply", "createForward"])
def test_nothing_goes_outside(rules: GraphRules, action: str) -> None:
    asked, ours = f"POST /me/messages/AAA=/{action}", OURS["toRecipients"]
    sender = {"from": {"emailAddress": {"address": "robin@example.com"}}}
    for body in (OUTSIDE, {"Message": {"ToRecipients": OUTSIDE["toRecipients"]}}):
        with pytest.raises(NotAllowed, match=r"no mail is sent to boss@fabrikam\.com"):
            checked(rules, asked, body, OURS)
    with pytest.raises(NotAllowed, match=r"no mail is sent to boss@fabrikam\.com"):
        checked(rules, asked, {}, {**OURS, "ccRecipients": OUTSIDE["toRecipients"]})
    answers = "eply" in action
    if answers:
        with pytest.raises(NotAllowed, match=r"no mail is sent to robin@example\.com"):
            checked(rules, asked, {}, {"toRecipients": ours, **sender})
    else:
        assert checked(rules, asked, {}, {"toRecipients": ours, **sender}) == "AAA="


@pytest.mark.parametrize(
    "body",
    [
        {"message": OUTSIDE},
        {"Message": {"BccRecipients": OUTSIDE["toRecipients"]}},
        {"message": {"toRecipients": [{"emailAddress": {"name": "Everybody"}}]}},
        {},
        b"{",
        b64encode(message("Out", to="boss@fabrikam.com")),
        b"no base64!",
    ],
)
def test_what_is_sent_stays_inside(rules: GraphRules, body: object) -> None:
    with pytest.raises(NotAllowed):
        checked(rules, "POST /me/sendMail", body)


def test_mail_inside_is_sent(rules: GraphRules) -> None:
    for body in ({"message": OURS}, b64encode(message("In", to="bob@contoso.com"))):
        assert checked(rules, "POST /me/sendMail", body) == ""


@pytest.mark.parametrize("path", ["/me/messages", "/me/mailFolders/inbox/messages"])
def test_a_new_message_is_marked(rules: GraphRules, path: str) -> None:
    for marked in (OURS, b64encode(message("Ours", to="bob@contoso.com"))):
        assert checked(rules, f"POST {path}", marked) == ""
    for body in (
        THEIRS,
        b64encode(message("Theirs", to="bob@contoso.com", tag=None)),
        {**OURS, "bccRecipients": OUTSIDE["toRecipients"]},
    ):
        with pytest.raises(NotAllowed):
            checked(rules, f"POST {path}", body)


# --- folders ---------------------------------------------------------------------------------------------------------


def made(rules: GraphRules, path: str, name: str, id_: str) -> None:
    """Make a folder."""
    body = {"displayName": name}
    checked(rules, f"POST {path}", body)
    rules.take_answer(rules.read("POST", URL + path, json.dumps(body).encode()), {"id": id_})


def test_a_folder_of_ones_own(rules: GraphRules, folders: Folders) -> None:
    made(rules, "/me/mailFolders", "Mine", "M=")
    made(rules, "/me/mailFolders/M=/childFolders", "Below", "B=")
    made(rules, "/me/mailFolders/inbox/childFolders", "In", "I=")
    assert rules.own_folders == {"M=": "Mine", "B=": "Mine/Below", "I=": "Inbox/In"}
    assert folders.noted == ["Mine", "Mine/Below", "Inbox/In"]
    assert checked(rules, "POST /me/mailFolders/B=/messages", {"subject": "Anything"}) == ""
    with pytest.raises(NotAllowed, match="no mail is sent to boss"):
        checked(rules, "POST /me/mailFolders/B=/messages", OUTSIDE)
    checked(rules, "PATCH /me/mailFolders/M=", {"displayName": "Yours"})
    assert rules.own_folders == {"M=": "Yours", "B=": "Yours/Below", "I=": "Inbox/In"}
    checked(rules, "POST /me/mailFolders/B=/permanentDelete")
    checked(rules, "DELETE /me/mailFolders/M=")
    with pytest.raises(NotAllowed, match="nothing says that it is found again"):
        checked(rules, "POST /me/mailFolders/M=/move", {"destinationId": "inbox"})


@pytest.mark.parametrize("body", [{"displayName": "A/B"}, {"displayName": "S", "@odata.type": "#x.mailSearchFolder"}])
def test_a_folder_that_nobody_would_find_again(rules: GraphRules, body: object) -> None:
    with pytest.raises(NotAllowed):
        checked(rules, "POST /me/mailFolders", body)
