"""Rules of the inbox: made, shown, changed, moved and deleted."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import DateRange, RulePredicates
from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.metadata.conforming import faults
from tests.protocols.graph.operations.settings.rules import PATH, SAMPLE, made, names


def test_a_rule_is_made_and_shown(graph: Graph) -> None:
    alice = graph.tenant.user("alice")
    assert ok(graph.get(PATH))["value"] == []
    said = ok(graph.post(PATH, SAMPLE), 201)
    where = f"{graph.root}/$metadata#users('{alice.object_id}')/mailFolders('inbox')/messageRules"
    assert said.pop("@odata.context") == f"{where}/$entity"
    assert said == {
        "id": said["id"],
        "displayName": "From partner",
        "sequence": 1,
        "isEnabled": True,
        "hasError": False,
        "isReadOnly": False,
        "conditions": {"senderContains": ["adele"]},
        "actions": {
            "forwardTo": [{"emailAddress": {"name": "Alex Wilbur", "address": "AlexW@fabrikam.example"}}],
            "stopProcessingRules": True,
        },
    }
    listed = ok(graph.get(PATH))
    assert (listed["@odata.context"], listed["value"]) == (where, [said])
    one = ok(graph.get(f"{PATH}/{said['id']}"))
    assert one.pop("@odata.context") == f"{where}/$entity"
    assert one == said
    assert list(faults(listed["value"], "Collection(graph.messageRule)")) == []


def test_the_folder_may_be_named_by_its_id(graph: Graph) -> None:
    rule = made(graph)
    inbox = ok(graph.get("/me/mailFolders/inbox"))["id"]
    assert ok(graph.get(f"/me/mailFolders('{inbox}')/messageRules('{rule['id']}')"))["displayName"] == "r"


def test_what_is_not_said_to_be_enabled_is_not(graph: Graph) -> None:
    given = {"displayName": "r", "sequence": 1, "actions": {"markAsRead": True}}
    assert ok(graph.post(PATH, given), 201)["isEnabled"] is False
    assert graph.deliver("Hello").is_read is False


def test_a_change_replaces_what_it_names_as_a_whole(graph: Graph) -> None:
    rule = made(graph, exceptions={"subjectContains": ["x"]}, conditions={"hasAttachments": True, "sentToMe": True})
    where = f"{PATH}/{rule['id']}"
    given = {"displayName": "Important", "actions": {"markImportance": "high"}, "conditions": {"sentCcMe": True}}
    said = ok(graph.patch(where, given))
    assert (said["id"], said["displayName"], said["isEnabled"]) == (rule["id"], "Important", True)
    assert said["actions"] == {"markImportance": "high"}
    assert said["conditions"] == {"sentCcMe": True}
    assert said["exceptions"] == {"subjectContains": ["x"]}
    assert "exceptions" not in ok(graph.patch(where, {"exceptions": None, "conditions": {"sentCcMe": False}}))
    assert "conditions" not in ok(graph.get(where))
    # What was read is sent back.
    assert ok(graph.patch(where, {name: value for name, value in ok(graph.get(where)).items() if name != "sequence"}))


def test_rules_are_moved_and_deleted(graph: Graph) -> None:
    first, second, third = (made(graph, name) for name in ("a", "b", "c"))
    assert names(graph) == ["a", "b", "c"]
    assert ok(graph.patch(f"{PATH}/{third['id']}", {"sequence": 1}))["sequence"] == 1
    assert names(graph) == ["c", "a", "b"]
    # As a client does that numbers all anew.
    for sequence, rule in enumerate((second, first, third), start=1):
        ok(graph.patch(f"{PATH}/{rule['id']}", {"sequence": sequence}))
    assert names(graph) == ["b", "a", "c"]
    assert made(graph, "d", sequence=2)["sequence"] == 2
    assert names(graph) == ["b", "d", "a", "c"]
    assert ok(graph.delete(f"{PATH}/{first['id']}"), 204) is None
    assert names(graph) == ["b", "d", "c"]
    assert error(graph.delete(f"{PATH}/{first['id']}"))[:2] == (404, "ErrorItemNotFound")


def test_pages(graph: Graph) -> None:
    for number in range(12):
        made(graph, str(number))
    assert len(names(graph)) == 12
    page = ok(graph.get(f"{PATH}?$top=10&$count=true&$select=displayName"))
    assert page["@odata.count"] == 12
    assert [list(each) for each in page["value"]] == [["id", "displayName"]] * 10
    assert page["@odata.context"].endswith("/messageRules(displayName)")
    assert len(ok(graph.get(page["@odata.nextLink"]))["value"]) == 2


PERSON = [{"emailAddress": {"name": "Eve", "address": "eve@fabrikam.example"}}]
FLAGS = (
    "hasAttachments isApprovalRequest isAutomaticForward isAutomaticReply isEncrypted isMeetingRequest "
    "isMeetingResponse isNonDeliveryReport isPermissionControlled isReadReceipt isSigned isVoicemail notSentToMe "
    "sentCcMe sentOnlyToMe sentToMe sentToOrCcMe"
).split()
TEXTS = (
    "bodyContains bodyOrSubjectContains categories headerContains recipientContains senderContains subjectContains"
).split()
CONDITIONS: dict[str, Any] = {
    **dict.fromkeys(FLAGS, True),
    **{name: ["one", "two"] for name in TEXTS},
    "fromAddresses": PERSON,
    "sentToAddresses": PERSON,
    "importance": "low",
    "sensitivity": "confidential",
    "messageActionFlag": "replyToAll",
    "withinSizeRange": {"minimumSize": 1, "maximumSize": 20},
}


@pytest.mark.parametrize("part", ["conditions", "exceptions"])
def test_each_condition_comes_back(graph: Graph, part: str) -> None:
    rule = made(graph, "r", **{part: CONDITIONS})
    assert rule[part] == CONDITIONS
    assert list(faults(rule, "graph.messageRule")) == []
    (stored,) = graph.mailbox().inbox_rules
    given = stored.conditions if part == "conditions" else stored.exceptions
    assert given.given().keys() == RulePredicates.__dataclass_fields__.keys() - {"item_classes", "within_date_range"}


def test_each_action_comes_back(graph: Graph) -> None:
    folders = {name: ok(graph.get(f"/me/mailFolders/{name}"))["id"] for name in ("archive", "drafts")}
    actions = {
        "assignCategories": ["Blue"],
        "copyToFolder": folders["drafts"],
        "delete": True,
        "forwardAsAttachmentTo": PERSON,
        "forwardTo": PERSON,
        "markAsRead": True,
        "markImportance": "high",
        "moveToFolder": folders["archive"],
        "permanentDelete": True,
        "redirectTo": PERSON,
        "stopProcessingRules": True,
    }
    assert made(graph, actions=actions)["actions"] == actions
    (stored,) = graph.mailbox().inbox_rules
    assert stored.actions.given().keys() == RuleActions.__dataclass_fields__.keys() - {"server_reply_with_message"}


def test_a_rule_works_on_what_comes_next(graph: Graph) -> None:
    archive = ok(graph.get("/me/mailFolders/archive"))["id"]
    rule = made(
        graph,
        conditions={"subjectContains": ["Bill"], "withinSizeRange": {"maximumSize": 100}},
        exceptions={"fromAddresses": PERSON},
        actions={"moveToFolder": archive, "assignCategories": ["Money"], "markImportance": "high"},
    )
    moved = graph.deliver("your bill")
    assert moved.folder.distinguished_id == "archive"
    said = ok(graph.get(f"/me/mailFolders/archive/messages/{moved.item_id.translate(str.maketrans('/+', '-_'))}"))
    assert (said["categories"], said["importance"]) == (["Money"], "high")
    assert graph.deliver("your bill", sender="eve@fabrikam.example").folder.distinguished_id == "inbox"
    ok(graph.patch(f"{PATH}/{rule['id']}", {"isEnabled": False}))
    assert graph.deliver("your bill").folder.distinguished_id == "inbox"


def test_a_rule_whose_folder_is_gone_is_in_error(graph: Graph) -> None:
    folder = ok(graph.post("/me/mailFolders", {"displayName": "Bills"}), 201)["id"]
    rule = made(graph, actions={"moveToFolder": folder})
    ok(graph.post(f"/me/mailFolders/{folder}/permanentDelete"), 204)
    said = ok(graph.get(f"{PATH}/{rule['id']}"))
    assert (said["hasError"], said["actions"]) == (True, {"moveToFolder": folder})


def test_what_graph_cannot_say_is_read_only(graph: Graph) -> None:
    rules = graph.mailbox().inbox_rules
    with graph.tenant.lock:
        condition = RulePredicates(within_date_range=DateRange(datetime(2026, 1, 1, tzinfo=UTC)), sent_to_me=True)
        rules.add("Since January", condition, RuleActions(mark_as_read=True))
        rules.add("Letters", RulePredicates(item_classes=("IPM.Note.Letter",)), RuleActions(delete=True))
    (said, _) = ok(graph.get(PATH))["value"]
    # microsoft-graph-docs#13225
    assert said == {
        "id": said["id"],
        "displayName": "Since January",
        "sequence": 1,
        "isEnabled": True,
        "hasError": False,
        "isReadOnly": True,
    }
    before = list(rules)
    for answer in (graph.patch(f"{PATH}/{said['id']}", {"isEnabled": False}), graph.delete(f"{PATH}/{said['id']}")):
        assert error(answer)[:2] == (400, "ErrorInboxRulesValidationError")
    # Another rule before it changes nothing in it.
    made(graph, "first", sequence=1)
    assert list(rules)[1:] == before


INVALID = (400, "ErrorInboxRulesValidationError", None)
MISMATCH = (400, "BadRequest", None)
UNKNOWN = (400, "RequestBodyRead", None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"displayName": ""}, INVALID),
        ({"displayName": None}, INVALID),
        ({"displayName": "x" * 257}, INVALID),
        ({"sequence": None}, INVALID),
        ({"sequence": -1}, INVALID),
        ({"sequence": "1"}, MISMATCH),
        ({"sequence": 2**70}, MISMATCH),
        ({"isEnabled": "true"}, MISMATCH),
        ({"isEnabled": None}, MISMATCH),
        ({"actions": None}, INVALID),
        (
            {"actions": {}},
            (
                *INVALID[:2],
                "A validation error occurred while executing the rule operation., actions: At least one action must be "
                "specified.",
            ),
        ),
        ({"actions": {"markAsRead": False}}, INVALID),
        ({"actions": {"markAsRead": 1}}, MISMATCH),
        ({"actions": {"markImportance": "urgent"}}, MISMATCH),
        ({"actions": {"moveToFolder": "nowhere"}}, (400, "ErrorInvalidIdMalformed", "Id is malformed.")),
        ({"actions": {"moveToFolder": 1}}, MISMATCH),
        ({"actions": {"forwardTo": [{"emailAddress": {"name": "Eve"}}]}}, INVALID),
        ({"actions": {"forwardTo": [{"emailAddress": {"address": "eve"}}]}}, INVALID),
        ({"actions": {"forwardTo": [{"emailAddress": {"address": "nobody@contoso.onmicrosoft.com"}}]}}, INVALID),
        ({"actions": {"forwardTo": ["eve@fabrikam.example"]}}, MISMATCH),
        ({"actions": {"reply": True}}, UNKNOWN),
        (
            {"conditions": {"itemClasses": ["IPM.Note"]}},
            (
                400,
                "RequestBodyRead",
                "The property 'itemClasses' does not exist on type 'microsoft.graph.messageRulePredicates'. Make sure "
                "to only use property names that are defined by the type or mark the type as open type.",
            ),
        ),
        ({"conditions": {"subjectContains": [""]}}, INVALID),
        ({"conditions": {"subjectContains": ["x" * 256]}}, INVALID),
        ({"conditions": {"subjectContains": "x"}}, MISMATCH),
        ({"conditions": {"messageActionFlag": "dance"}}, MISMATCH),
        ({"conditions": {"withinSizeRange": {}}}, INVALID),
        ({"conditions": {"withinSizeRange": {"minimumSize": -1}}}, INVALID),
        ({"conditions": {"withinSizeRange": {"maximumSize": 9999990}}}, INVALID),
        ({"exceptions": {"withinSizeRange": {"minimumSize": 2, "maximumSize": 1}}}, INVALID),
        ({"exceptions": []}, MISMATCH),
        ({"hasError": True}, (400, "ErrorInvalidPropertySet", "Set action is invalid for property.")),
        ({"id": "x"}, (400, "ErrorInvalidPropertySet", None)),
        ({"HasError": False}, UNKNOWN),
        ({"name": "x"}, UNKNOWN),
    ],
)
def test_what_is_no_rule(graph: Graph, given: dict[str, Any], said: tuple[int, str, str | None]) -> None:
    answer = error(graph.post(PATH, {"displayName": "r", "sequence": 1, "actions": {"delete": True}, **given}))
    assert answer[:2] == said[:2]
    assert said[2] in (None, answer[2])
    assert names(graph) == []


def test_what_is_no_rule_of_the_inbox(graph: Graph) -> None:
    rule = made(graph)
    assert error(graph.get("/me/mailFolders/drafts/messageRules"))[:2] == (400, "ErrorInvalidRequest")
    assert error(graph.post("/me/mailFolders/drafts/messageRules", SAMPLE))[:2] == (400, "ErrorInvalidRequest")
    assert error(graph.get(f"/me/mailFolders/drafts/messageRules/{rule['id']}"))[:2] == (400, "ErrorInvalidRequest")
    malformed = (400, "ErrorInvalidIdMalformed", "Id is malformed.")
    for wrong in ("x", "AAAA", "ä"):
        assert error(graph.get(f"{PATH}/{wrong}")) == malformed
    assert error(graph.patch(f"{PATH}/AQAAAJ5dZqA=", {"isEnabled": True}))[:2] == (404, "ErrorItemNotFound")
    assert error(graph.get(f"{PATH}?$filter=isEnabled eq true"))[:2] == (400, "BadRequest")
    assert error(graph.get(f"{PATH}?$select=color"))[:2] == (400, "BadRequest")


def test_rules_have_room_for_so_much(graph: Graph) -> None:
    long = {"subjectContains": [f"{number:0255}" for number in range(300)]}
    made(graph, conditions=long)
    second = {"displayName": "r", "sequence": 1, "actions": {"delete": True}, "conditions": long}
    assert error(graph.post(PATH, second))[:2] == (507, "ErrorRulesOverQuota")
    assert names(graph) == ["r"]


@pytest.mark.parametrize(
    ("scopes", "reads", "writes"),
    [
        (("Mail.ReadWrite",), False, False),
        (("MailboxSettings.Read",), True, False),
        (("MailboxSettings.ReadWrite",), True, True),
    ],
)
def test_permissions(graph: Graph, scopes: tuple[str, ...], reads: bool, writes: bool) -> None:
    denied = (403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    for method, allowed in (("GET", reads), ("POST", writes)):
        answer = graph.ask(method, PATH, SAMPLE if method == "POST" else None, scopes=scopes)
        assert answer.ok is allowed
        assert allowed or error(answer) == denied


def test_rules_of_a_shared_mailbox(graph: Graph) -> None:
    # kellylford/QuickMail#678: a user's token has those of no other mailbox, whatever rights there are.
    alice, bob = graph.tenant.user("alice"), graph.tenant.user("bob")
    graph.tenant.rights.add_mailbox_permission(alice, bob, "FullAccess")
    path = f"/users/{alice.upn}/mailFolders/inbox/messageRules"
    assert error(graph.get(path, user="bob"))[:2] == (403, "ErrorAccessDenied")
    assert ok(graph.post(path, SAMPLE, token=graph.app_token("MailboxSettings.ReadWrite")), 201)["sequence"] == 1
