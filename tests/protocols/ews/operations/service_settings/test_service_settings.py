"""GetServiceConfiguration and GetPasswordExpirationDate."""

import pytest

from tests.protocols.ews.client import Answer, Ews


def configuration(ews: Ews, *names: str, acting: str = "") -> Answer:
    listed = "".join(f"<m:ConfigurationName>{name}</m:ConfigurationName>" for name in names)
    who = f"<m:ActingAs><t:EmailAddress>{acting}</t:EmailAddress></m:ActingAs>" if acting else ""
    return ews(
        f"<m:GetServiceConfiguration>{who}<m:RequestedConfiguration>{listed}</m:RequestedConfiguration>"
        "</m:GetServiceConfiguration>"
    )


def test_each_configuration_has_a_message(ews: Ews) -> None:
    ews.tenant.organization.domains.append("contoso.com")
    answer = configuration(ews, "MailTips", "UnifiedMessagingConfiguration", "ProtectionRules")
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Success", ["NoError"] * 4)
    assert answer.attributes(".//m:MailTipsConfiguration//t:Domain", "Name") == [
        "contoso.onmicrosoft.com", "contoso.com",
    ]  # fmt: skip
    assert answer.value(".//t:MailTipsEnabled") == "true"
    assert answer.value(".//t:UmEnabled") == "false"
    assert len(answer.find(".//t:Rules")) == 0
    assert configuration(ews, "MailTips ProtectionRules").codes == ["NoError"] * 3


def test_what_is_not_performed_and_what_is_none(ews: Ews) -> None:
    answer = configuration(ews, "PolicyNudges", "MailTips")
    assert answer.codes == ["NoError", "ErrorInvalidOperation", "NoError"]
    for names in [("MailTip",), ("",), ()]:
        assert configuration(ews, *names).status == 500


def test_on_whose_behalf(ews: Ews) -> None:
    assert configuration(ews, "MailTips", acting=ews.alice.address).codes == ["NoError", "NoError"]
    answer = configuration(ews, "MailTips", acting=ews.bob.address)
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Error", ["ErrorAccessDenied"])


def expiration(ews: Ews, address: str = "") -> Answer:
    named = f"<m:MailboxSmtpAddress>{address}</m:MailboxSmtpAddress>" if address else ""
    return ews(f"<m:GetPasswordExpirationDate>{named}</m:GetPasswordExpirationDate>")


def test_passwords_do_not_expire_by_themselves(ews: Ews) -> None:
    for answer in (expiration(ews), expiration(ews, ews.alice.address)):
        assert (answer.element.get("ResponseClass"), answer.codes) == ("Success", ["NoError"])
        assert answer.value("m:PasswordExpirationDate") == "9999-12-31T23:59:59Z"


def test_one_that_has_expired(ews: Ews) -> None:
    ews.tenant.rights.add_mailbox_permission("bob", "alice")
    ews.tenant.clock.freeze()
    ews.bob.password_expired = True
    now = ews.tenant.clock.now()
    assert expiration(ews, ews.bob.address).value("m:PasswordExpirationDate") == f"{now:%Y-%m-%dT%H:%M:%SZ}"
    ews.bob.password_changed_at = 1_700_000_000.0
    assert expiration(ews, ews.bob.address).value("m:PasswordExpirationDate") == "2023-11-14T22:13:20Z"


@pytest.mark.parametrize(("name", "code"), [("bob", "ErrorAccessDenied"), ("nobody", "ErrorNonExistentMailbox")])
def test_the_password_of_others(ews: Ews, name: str, code: str) -> None:
    answer = expiration(ews, f"{name}@contoso.onmicrosoft.com")
    assert (answer.status, answer.value("faultcode")) == (500, f"a:{code}")


def test_the_password_of_whoever_shares_a_folder(ews: Ews) -> None:
    ews.tenant.rights.add_folder_permission("bob", "inbox", "alice", "Owner")
    answer = expiration(ews, "bob@contoso.onmicrosoft.com")
    assert (answer.status, answer.value("faultcode")) == (500, "a:ErrorAccessDenied")


def test_nobody_may_search_mailboxes(ews: Ews) -> None:
    asked = (
        "<m:GetSearchableMailboxes><m:SearchFilter>alice</m:SearchFilter>"
        "<m:ExpandGroupMembership>true</m:ExpandGroupMembership></m:GetSearchableMailboxes>"
    )
    answer = ews(asked)
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Error", ["ErrorAccessDenied"])
    assert ews(asked.replace("true", "maybe")).status == 500


def test_there_are_no_retention_tags(ews: Ews) -> None:
    answer = ews("<m:GetUserRetentionPolicyTags/>")
    assert answer.codes == ["NoError"]
    assert len(answer.find(".//m:RetentionPolicyTags")) == 0
