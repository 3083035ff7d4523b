"""exchangelib and zeep make rules, which sort what comes by SMTP; others read it by IMAP."""

from imaplib import IMAP4
from smtplib import SMTP
from typing import Any

import pytest
import requests

from pytest_m365 import Target, Tenant

exchangelib = pytest.importorskip("exchangelib")
VERSION = {"RequestVersion": {"Version": "Exchange2016"}}


@pytest.fixture
def zeep_service(m365: Target) -> Any:
    zeep = pytest.importorskip("zeep", reason="zeep is not installed: pip install zeep")
    session = requests.Session()
    session.verify = m365.ca_file
    session.headers["Authorization"] = f"Bearer {m365.token('https://outlook.office365.com/EWS.AccessAsUser.All')}"
    url = m365.ews_url.rpartition("/")[0] + "/Services.wsdl"
    return zeep.Client(url, transport=zeep.Transport(session=session)).service


def test_exchangelib_sorts_what_comes_by_smtp(
    m365_ews: Any, m365_fake: Tenant, m365_smtp: SMTP, m365_imap: IMAP4
) -> None:
    from exchangelib.properties import Actions, Address, Conditions, Exceptions, MoveToFolder, Rule

    alice, bob = m365_fake.mailbox("alice"), m365_fake.add_user("bob").mailbox
    folder = exchangelib.Folder(parent=m365_ews.inbox, name="Invoices")
    folder.save()
    rule = Rule(
        account=m365_ews,
        display_name="Invoices",
        priority=1,
        is_enabled=True,
        conditions=Conditions(
            contains_subject_strings=["invoice"], from_addresses=[Address(email_address=alice.address)]
        ),
        exceptions=Exceptions(importance="High"),
        actions=Actions(
            move_to_folder=MoveToFolder(folder_id=exchangelib.folders.FolderId(folder.id, folder.changekey)),
            assign_categories=["Money"],
            forward_to_recipients=[Address(email_address=bob.address)],
            stop_processing_rules=True,
        ),
    )
    rule.save()
    (kept,) = m365_ews.rules
    assert (kept.id, kept.display_name, kept.priority, kept.is_enabled) == (rule.id, "Invoices", 1, True)
    assert kept.conditions.contains_subject_strings == ["invoice"]
    assert kept.actions.move_to_folder.folder_id.id == folder.id

    for header in ("", "Importance: high\r\n"):
        mime = f"{header}From: {alice.address}\r\nSubject: Invoice 1\r\n\r\nx\r\n"
        m365_smtp.sendmail(alice.address, [alice.address], mime)
    (sorted_,) = folder.all()
    assert (sorted_.subject, sorted_.categories) == ("Invoice 1", ["Money"])
    assert [item.importance for item in m365_ews.inbox.all()] == ["High"]
    assert bob.wait_for("FW: Invoice 1").sender == alice.address
    assert m365_imap.select("Inbox/Invoices")[1] == [b"1"]

    kept.display_name = "Changed"
    kept.save()
    assert [one.display_name for one in m365_ews.rules] == ["Changed"]
    kept.delete()
    assert list(m365_ews.rules) == []


def test_exchangelib_hears_what_is_wrong(m365_ews: Any) -> None:
    from exchangelib.errors import ErrorInboxRulesValidationError
    from exchangelib.properties import Actions, Address, Rule

    sms = Actions(send_sms_alert_to_recipients=[Address(email_address="a@b.example")])
    with pytest.raises(ErrorInboxRulesValidationError) as refused:
        Rule(account=m365_ews, display_name="SMS", priority=1, actions=sms).save()
    assert refused.value.args[0] == (
        "A validation error occurred while executing the rule operation. (UnsupportedRule on field "
        "Action:SendSMSAlertToRecipients: The operation on this unsupported rule is not allowed.)"
    )
    reply = Actions(server_reply_with_message=exchangelib.Message(folder=m365_ews.drafts, subject="x").save().to_id())
    with pytest.raises(ErrorInboxRulesValidationError, match="ServerReplyWithMessage: Id must be non-empty"):
        Rule(account=m365_ews, display_name="Reply", priority=1, actions=reply).save()
    assert list(m365_ews.rules) == []


def test_zeep(zeep_service: Any, m365_fake: Tenant) -> None:
    alice = m365_fake.mailbox("alice")
    rule = {
        "DisplayName": "Large",
        "Priority": 1,
        "IsEnabled": True,
        "Conditions": {
            "FromAddresses": {"_value_1": [{"Address": {"EmailAddress": "sender@example.com"}}]},
            "WithinSizeRange": {"MinimumSize": 1},
        },
        "Actions": {"AssignCategories": {"_value_1": [{"String": "Large"}]}, "MarkAsRead": True},
    }
    answer = zeep_service.UpdateInboxRules(
        RemoveOutlookRuleBlob=True,
        Operations={"_value_1": [{"CreateRuleOperation": {"Rule": rule}}]},
        _soapheaders=VERSION,
    )
    assert (answer.body.ResponseClass, answer.body.ResponseCode) == ("Success", "NoError")
    found = zeep_service.GetInboxRules(MailboxSmtpAddress=alice.address, _soapheaders=VERSION).body
    assert found.OutlookRuleBlobExists is False
    (kept,) = (one["Rule"] for one in found.InboxRules._value_1)
    assert (kept.DisplayName, kept.Priority, kept.Conditions.WithinSizeRange.MinimumSize) == ("Large", 1, 1)
    large, small = alice.deliver(body="x" * 2000), alice.deliver()
    assert [(one.get("categories"), one.is_read) for one in (large, small)] == [(["Large"], True), (None, False)]

    spoilt = rule | {"Actions": {}}
    refused = zeep_service.UpdateInboxRules(
        Operations={"_value_1": [{"SetRuleOperation": {"Rule": {"RuleId": kept.RuleId, **spoilt}}}]},
        _soapheaders=VERSION,
    ).body
    assert refused.ResponseCode == "ErrorInboxRulesValidationError"
    (operation,) = (one["RuleOperationError"] for one in refused.RuleOperationErrors._value_1)
    (error,) = (one["Error"] for one in operation.ValidationErrors._value_1)
    assert (operation.OperationIndex, error.FieldURI, error.ErrorCode) == (0, "Actions", "MissingAction")
