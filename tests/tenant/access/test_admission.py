"""What a protocol asks of an application's token, of Exchange's own roles, and of the tenant's switches."""

from typing import Any

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.access.admission import principals
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.parsing import parse
from tests.tenant.access.conftest import BY_EXCHANGE, Knock

EWS, IMAP, POP3, SMTP = Protocol.EWS, Protocol.IMAP, Protocol.POP3, Protocol.SMTP
ROLE = {SMTP: "Application SMTP.SendAsApp", EWS: "Application EWS.AccessAsApp"}


@pytest.mark.parametrize("protocol", [IMAP, POP3, SMTP])
def test_app_only_is_not_supported_as_the_older_documentation_says(
    tenant: Tenant, knock: Knock, protocol: Protocol
) -> None:
    tenant.policies.app_only_mail_protocols = False
    token = tenant.app_token(tenant.daemon_app)
    with pytest.raises(no.AppOnlyNotSupported):
        knock(protocol, token, "alice")
    knock(EWS, token, "alice")
    knock(protocol, tenant.token(tenant.public_app, "alice"), "alice")


@pytest.mark.parametrize("protocol", ROLE)
def test_a_role_of_exchange_needs_no_role_in_the_token(tenant: Tenant, knock: Knock, protocol: Protocol) -> None:
    app = tenant.register_app("By role")
    token = tenant.app_token(app)
    with pytest.raises(no.PermissionsMissing):
        knock(protocol, token, "alice")
    assignment = tenant.rights.assign_role(app, ROLE[protocol], ["alice"])
    visit = knock(protocol, token, "alice")
    assert visit.visitor.by_role_assignment
    assert "SendAs" in visit.rights
    with pytest.raises(no.OutsideRoleScope) as refused:
        knock(protocol, token, "bob")
    assert refused.value.scope == tenant.user("alice").address
    tenant.rights.assign_role(app, ROLE[protocol])
    knock(protocol, token, "bob")
    tenant.rights.remove_role(assignment)
    knock(protocol, token, "alice")


@pytest.mark.parametrize("protocol", ROLE)
def test_a_role_assignment_taken_back_ends_the_visit(
    cloud: Cloud, tenant: Tenant, knock: Knock, protocol: Protocol
) -> None:
    app = tenant.register_app("By role")
    assignment = tenant.rights.assign_role(app, ROLE[protocol])
    visit = knock(protocol, tenant.app_token(app), "alice")
    cloud.door.recheck(visit)
    tenant.rights.remove_role(assignment)
    with pytest.raises(no.PermissionsMissing):
        cloud.door.recheck(visit)


def test_a_role_of_smtp_opens_no_other_protocol(tenant: Tenant, knock: Knock) -> None:
    app = tenant.register_app("By role")
    tenant.rights.assign_role(app, ROLE[SMTP])
    for protocol in (IMAP, POP3, EWS, Protocol.AUTODISCOVER):
        with pytest.raises(no.PermissionsMissing):
            knock(protocol, tenant.app_token(app), "alice")


@pytest.mark.parametrize("protocol", ROLE)
def test_exchange_must_know_the_application_to_which_it_gives_a_role(
    tenant: Tenant, knock: Knock, protocol: Protocol
) -> None:
    app = tenant.register_app("By role", exchange=False)
    tenant.rights.register_in_exchange(app, app.object_id)
    tenant.rights.assign_role(app, ROLE[protocol])
    with pytest.raises(no.ServicePrincipalNotRegistered):
        knock(protocol, tenant.app_token(app), "alice")


def test_a_role_in_the_token_asks_for_the_mailbox_permission_instead(tenant: Tenant, knock: Knock) -> None:
    app = tenant.register_app("Both", application=["SMTP.SendAsApp"])
    tenant.rights.assign_role(app, ROLE[SMTP])
    with pytest.raises(no.MailboxAccessDenied):
        knock(SMTP, tenant.app_token(app), "alice")
    tenant.rights.add_mailbox_permission("alice", app)
    assert not knock(SMTP, tenant.app_token(app), "alice").visitor.by_role_assignment


def test_other_roles_in_the_token_do_not_hinder_exchanges(tenant: Tenant, knock: Knock) -> None:
    app = tenant.register_app("IMAP by token, SMTP by role", application=["IMAP.AccessAsApp"])
    tenant.rights.assign_role(app, ROLE[SMTP], ["alice"])
    knock(SMTP, tenant.app_token(app), "alice")
    with pytest.raises(no.RoleMissing):
        knock(EWS, tenant.app_token(app), "alice")


@pytest.mark.parametrize(
    ("switches", "user_agent", "refusal"),
    [
        ({"ews_enabled": False}, "", no.EwsDisabledForTenant),
        ({"ews_allowed_app_ids": ["0f0e0d0c-0b0a-4908-8706-050403020100"]}, "", no.EwsApplicationNotAllowed),
        ({"ews_allowed_app_ids": []}, "", None),
        ({"ews_enabled": None, "ews_allowed_app_ids": ["0f0e0d0c-0b0a-4908-8706-050403020100"]}, "", None),
        ({"ews_application_access_policy": "EnforceAllowList"}, "exchangelib/5.6", no.EwsUserAgentBlocked),
        (
            {"ews_application_access_policy": "EnforceAllowList", "ews_allow_list": ["exchangelib/*"]},
            "exchangelib/5.6 (python-requests/2.32)",
            None,
        ),
        (
            {"ews_application_access_policy": "EnforceBlockList", "ews_block_list": ["exchangelib/*"]},
            "ExchangeLib/5.6",
            no.EwsUserAgentBlocked,
        ),
    ],
)
def test_the_organizations_switches_for_ews(
    tenant: Tenant, knock: Knock, switches: dict[str, Any], user_agent: str, refusal: type[Refusal] | None
) -> None:
    tenant.policies.set(**switches)
    token = tenant.token(tenant.public_app, "alice")
    knock(IMAP, token, "alice", user_agent)
    if refusal is None:
        knock(EWS, token, "alice", user_agent)
    else:
        with pytest.raises(refusal):
            knock(EWS, token, "alice", user_agent)


def test_the_application_on_the_list_comes_in(tenant: Tenant, knock: Knock) -> None:
    tenant.policies.ews_allowed_app_ids = (tenant.public_app.client_id,)
    knock(EWS, tenant.token(tenant.public_app, "alice"))
    with pytest.raises(no.EwsApplicationNotAllowed) as refused:
        knock(EWS, tenant.app_token(tenant.daemon_app), "alice")
    assert refused.value.client_id == tenant.daemon_app.client_id


def test_whom_a_token_speaks_for(tenant: Tenant) -> None:
    claims = tenant.tokens.validator.check(parse(tenant.app_token(tenant.daemon_app)))
    assert principals(tenant, claims) == (None, tenant.daemon_app)


@pytest.mark.parametrize("protocol", BY_EXCHANGE)
def test_a_disabled_user_is_turned_away(tenant: Tenant, knock: Knock, protocol: Protocol) -> None:
    plain, aware = tenant.token(tenant.public_app, "alice"), tenant.mint(user="alice", xms_cc=["cp1"])
    tenant.user("alice").enabled = False
    with pytest.raises(no.TokenUserDisabled):
        knock(protocol, plain)
    with pytest.raises(no.InsufficientClaims) as refused:
        knock(protocol, aware)
    assert "disabled" in refused.value.event


@pytest.mark.parametrize("protocol", [p for p in Protocol if REQUIREMENTS[p].role])
def test_a_removed_secret_leaves_issued_tokens_alone(tenant: Tenant, knock: Knock, protocol: Protocol) -> None:
    token = tenant.app_token(tenant.daemon_app)
    tenant.daemon_app.secrets.clear()
    knock(protocol, token, "alice")
