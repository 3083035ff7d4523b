"""GetInboxRules and UpdateInboxRules: what is set is read back, and nothing is where one operation is invalid."""

import re

import pytest
from lxml import etree

from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.predicates import RulePredicates
from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.inbox_rules.rules import change, create, delete, got, rule, update
from tests.world import World

READ = "<t:MarkAsRead>true</t:MarkAsRead>"
STRINGS = "<t:String>a</t:String><t:String>B &amp; c</t:String>"
ADDRESS = (
    "<t:Address><t:Name>Bob</t:Name><t:EmailAddress>bob@contoso.onmicrosoft.com</t:EmailAddress>"
    "<t:RoutingType>SMTP</t:RoutingType><t:MailboxType>Mailbox</t:MailboxType></t:Address>"
)
#: Each element of t:Conditions that a rule here can have, in the schema's order.
PREDICATES = {
    **dict.fromkeys(
        "Categories ContainsBodyStrings ContainsHeaderStrings ContainsRecipientStrings ContainsSenderStrings "
        "ContainsSubjectOrBodyStrings ContainsSubjectStrings".split(),
        STRINGS,
    ),
    "FlaggedForAction": "DoNotForward",
    "FromAddresses": ADDRESS,
    "HasAttachments": "true",
    "Importance": "High",
    **dict.fromkeys(
        "IsApprovalRequest IsAutomaticForward IsAutomaticReply IsEncrypted IsMeetingRequest IsMeetingResponse IsNDR "
        "IsPermissionControlled IsReadReceipt IsSigned IsVoicemail".split(),
        "true",
    ),
    "ItemClasses": STRINGS,
    **dict.fromkeys("NotSentToMe SentCcMe SentOnlyToMe".split(), "true"),
    "SentToAddresses": ADDRESS + ADDRESS.replace("bob@", "alice@"),
    **dict.fromkeys("SentToMe SentToOrCcMe".split(), "true"),
    "Sensitivity": "Private",
    "WithinDateRange": (
        "<t:StartDateTime>2026-10-05T00:00:00Z</t:StartDateTime><t:EndDateTime>2026-10-06T00:00:00Z</t:EndDateTime>"
    ),
    "WithinSizeRange": "<t:MinimumSize>1</t:MinimumSize><t:MaximumSize>20</t:MaximumSize>",
}


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob", frozen=True)


def written(parts: dict[str, str]) -> str:
    return "".join(f"<t:{name}>{inside}</t:{name}>" for name, inside in parts.items())


def inner(element: etree._Element) -> str:
    """Return what is in an element, with the prefix t: and without namespaces."""
    parts = (etree.tostring(child, encoding="unicode", with_tail=False) for child in element)
    return re.sub(r' xmlns:\w+="[^"]*"', "", "".join(parts))


def actions(ews: Ews) -> dict[str, str]:
    """Return each element of t:Actions that a rule can have, in the schema's order."""
    drafts = ews.mailbox.folders.distinguished("drafts")
    folder = f'<t:FolderId Id="{drafts.folder_id}" ChangeKey="{drafts.change_key}"/>'
    return {
        "AssignCategories": STRINGS,
        "CopyToFolder": folder,
        "Delete": "true",
        "ForwardAsAttachmentToRecipients": ADDRESS,
        "ForwardToRecipients": ADDRESS,
        "MarkImportance": "Low",
        "MarkAsRead": "true",
        "MoveToFolder": folder,
        "PermanentDelete": "true",
        "RedirectToRecipients": ADDRESS,
        "StopProcessingRules": "true",
    }


def test_a_mailbox_without_rules(ews: Ews) -> None:
    answer = got(ews)
    assert (answer.status, answer.element.get("ResponseClass"), answer.codes) == (200, "Success", ["NoError"])
    assert [etree.QName(part).localname for part in answer.element] == ["ResponseCode", "OutlookRuleBlobExists"]
    assert answer.value("m:OutlookRuleBlobExists") == "false"


@pytest.mark.parametrize("name", PREDICATES)
def test_each_condition_and_exception_is_read_back(ews: Ews, name: str) -> None:
    part = written({name: PREDICATES[name]})
    assert update(ews, create(rule(READ, part, part))).codes == ["NoError"]
    answer = got(ews)
    assert inner(answer.find(".//t:Conditions")) == inner(answer.find(".//t:Exceptions")) == part


def test_all_of_them_at_once(ews: Ews) -> None:
    everything = written(PREDICATES)
    assert update(ews, create(rule(written(actions(ews)), everything, everything))).codes == ["NoError"]
    answer = got(ews)
    assert inner(answer.find(".//t:Conditions")) == inner(answer.find(".//t:Exceptions")) == everything
    assert inner(answer.find(".//t:Actions")) == written(actions(ews))
    assert [etree.QName(part).localname for part in answer.find(".//t:Rule")] == [
        "RuleId", "DisplayName", "Priority", "IsEnabled", "Conditions", "Exceptions", "Actions",
    ]  # fmt: skip


def test_each_action_is_read_back(ews: Ews) -> None:
    for name, inside in actions(ews).items():
        ews.mailbox.inbox_rules.replace([])
        assert update(ews, create(rule(written({name: inside})))).codes == ["NoError"]
        assert inner(got(ews).find(".//t:Actions")) == written({name: inside})


def test_a_reply_is_a_message_of_the_mailbox(ews: Ews) -> None:
    drafts = ews.mailbox.folders.distinguished("drafts")
    item = ews.mailbox.items.add(drafts, "IPM.Note", {"subject": "Thanks"})
    reply = f'<t:ServerReplyWithMessage Id="{item.item_id}" ChangeKey="{item.change_key}"/>'
    assert update(ews, create(rule(reply))).codes == ["NoError"]
    assert inner(got(ews).find(".//t:Actions")) == reply
    ews.mailbox.deliver(sender=ews.bob.address)
    assert [item.subject for item in ews.tenant.mailbox("bob").messages()] == ["Thanks"]


def test_false_is_nothing(ews: Ews) -> None:
    given = rule(READ + "<t:StopProcessingRules>false</t:StopProcessingRules>", "<t:IsSigned>false</t:IsSigned>")
    assert update(ews, create(given)).codes == ["NoError"]
    assert got(ews).all(".//t:Conditions") == []
    assert inner(got(ews).find(".//t:Actions")) == READ


def test_rules_are_set_and_deleted_in_one_request(ews: Ews) -> None:
    numbered = [rule(READ, name=name, priority=place) for place, name in enumerate("abc", start=1)]
    assert update(ews, *map(create, numbered)).codes == ["NoError"]
    a, b, _ = got(ews).texts(".//t:RuleId")
    answer = update(
        ews,
        delete(a),
        change(rule("<t:Delete>true</t:Delete>", "<t:SentToMe>true</t:SentToMe>", name="B", priority=7), b),
        create(rule(READ, name="new", priority=1)),
    )
    assert [etree.QName(part).localname for part in answer.element] == ["ResponseCode"]
    found = got(ews)
    assert found.texts(".//t:DisplayName") == ["new", "c", "B"]
    assert found.texts(".//t:Priority") == ["1", "2", "3"]
    assert found.texts(".//t:RuleId")[2] == b
    assert len(found.all(".//t:Delete")) == 1


def test_a_rule_that_does_not_say_whether_it_is_enabled_is_not(ews: Ews) -> None:
    assert update(ews, create(rule(READ).replace("<t:IsEnabled>true</t:IsEnabled>", ""))).codes == ["NoError"]
    assert got(ews).value(".//t:IsEnabled") == "false"
    assert not ews.mailbox.deliver().is_read


def test_a_rule_whose_folder_is_gone_is_in_error(ews: Ews) -> None:
    folder = ews.mailbox.add_folder("Gone")
    ews.mailbox.inbox_rules.add("r", RulePredicates(), RuleActions(move_to_folder=folder))
    assert got(ews).all(".//t:IsInError") == []
    ews(f'<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds><t:FolderId Id="{folder.folder_id}"/></m:FolderIds>'
        "</m:DeleteFolder>")  # fmt: skip
    assert got(ews).value(".//t:IsInError") == "true"


def test_outlooks_own_copy_has_to_go(ews: Ews) -> None:
    rules = ews.mailbox.inbox_rules
    rules.outlook_blob_exists = True
    assert got(ews).value("m:OutlookRuleBlobExists") == "true"
    for blob in ("", "false"):
        assert update(ews, create(rule(READ)), blob=blob).codes == ["ErrorOutlookRuleBlobExists"]
    assert len(rules) == 0
    assert update(ews, create(rule(READ)), blob="true").codes == ["NoError"]
    assert (len(rules), rules.outlook_blob_exists) == (1, False)


def test_rules_over_quota(ews: Ews) -> None:
    long = "".join(f"<t:String>{'x' * 255}</t:String>" for _ in range(200))
    given = rule(READ, f"<t:ContainsBodyStrings>{long}</t:ContainsBodyStrings>")
    assert update(ews, create(given)).codes == ["NoError"]
    answer = update(ews, *(create(given.replace(">1<", f">{place}<")) for place in (2, 3)))
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Error", ["ErrorRulesOverQuota"])
    assert update(ews, *[delete("x")] * 2001).codes == ["ErrorRulesOverQuota"]
    assert len(got(ews).all(".//t:Rule")) == 1


def test_the_rules_of_others(ews: Ews) -> None:
    bobs = ews.bob.address
    assert got(ews, bobs).codes == ["ErrorAccessDenied"]
    ews.tenant.rights.add_folder_permission("bob", "inbox", "alice", "Owner")
    assert got(ews, bobs).codes == ["ErrorAccessDenied"]
    assert update(ews, create(rule(READ)), address=bobs).codes == ["ErrorAccessDenied"]
    ews.tenant.rights.add_mailbox_permission("bob", "alice")
    moved = '<t:MoveToFolder><t:DistinguishedFolderId Id="drafts"/></t:MoveToFolder>'
    assert update(ews, create(rule(moved)), address=bobs).codes == ["NoError"]
    assert ews.tenant.mailbox("bob").deliver().folder is ews.tenant.mailbox("bob").folders.distinguished("drafts")
    assert got(ews).all(".//t:Rule") == []
    assert len(got(ews, user=ews.bob).all(".//t:Rule")) == 1
    assert got(ews, "nobody@contoso.onmicrosoft.com").codes == ["ErrorNonExistentMailbox"]
    assert got(ews, "ALICE@contoso.onmicrosoft.com").codes == ["NoError"]


def test_older_versions_have_no_rules(ews: Ews) -> None:
    header = '<t:RequestServerVersion Version="Exchange2010"/>'
    assert ews("<m:GetInboxRules/>", header=header).status == 500


@pytest.mark.parametrize(
    "operations",
    [
        "",
        "<t:CreateRuleOperation/>",
        create("<t:Rule><t:Priority>1</t:Priority></t:Rule>"),
        create("<t:Rule><t:DisplayName>x</t:DisplayName></t:Rule>"),
        create(rule(READ).replace(">1<", ">first<")),
        create(rule(READ, "<t:FlaggedForAction>Later</t:FlaggedForAction>")),
        create(rule("<t:MarkImportance>Highest</t:MarkImportance>")),
        create(rule(READ, "<t:SentToMe>perhaps</t:SentToMe>")),
        create(rule(READ, "<t:WithinSizeRange><t:MinimumSize>big</t:MinimumSize></t:WithinSizeRange>")),
        create(rule(READ, "<t:Smells>bad</t:Smells>")),
        "<t:DeleteRuleOperation/>",
    ],
)
def test_what_the_schema_does_not_allow_is_a_fault(ews: Ews, operations: str) -> None:
    assert update(ews, operations).status == 500
    assert len(ews.mailbox.inbox_rules) == 0
