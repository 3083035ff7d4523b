"""What happens to somebody who is inside already: each event, on each protocol, by each kind of credential.

Who is let on stays; who is not is refused at the next command or request, and at each one after.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.access.credentials import Password
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant
from tests.tenant.access.conftest import Knock
from tests.world import PASSWORD

EWS, IMAP, POP3, SMTP = Protocol.EWS, Protocol.IMAP, Protocol.POP3, Protocol.SMTP
MAIL = (EWS, IMAP, POP3, SMTP)
STAYS = None
Outcome = type[no.Refusal] | None


@dataclass(frozen=True)
class Event:
    """Something that happens to alice's tenant, and how it ends for each kind of visitor."""

    what: str
    happens: Callable[[Tenant], object]
    #: of a user's token, of one whose client declared cp1, of an application's, of a password
    plain: Outcome = STAYS
    aware: Outcome = STAYS
    app: Outcome = STAYS
    password: Outcome = STAYS
    protocols: tuple[Protocol, ...] = MAIL


def set_alice(**switches: object) -> Callable[[Tenant], None]:
    def happens(tenant: Tenant) -> None:
        for name, value in switches.items():
            setattr(tenant.user("alice"), name, value)

    return happens


def set_tenant(**switches: object) -> Callable[[Tenant], None]:
    return lambda tenant: tenant.policies.set(**switches)


def all_alike(outcome: type[no.Refusal]) -> dict[str, Any]:
    return dict.fromkeys(("plain", "aware", "app", "password"), outcome)


def everyone_strict(tenant: Tenant) -> None:
    tenant.policies.strict_revocation = True
    tenant.revoke("alice")


def close_to_the_app(tenant: Tenant) -> None:
    for right in ("FullAccess", "SendAs"):
        tenant.rights.remove_mailbox_permission("alice", tenant.daemon_app, right)


EVENTS = [
    Event(
        "an hour and a half passes",
        lambda t: t.clock.advance(5401),
        plain=no.TokenExpired,
        aware=no.TokenExpired,
        app=no.TokenExpired,
    ),
    Event("sessions are revoked", lambda t: t.revoke("alice"), aware=no.InsufficientClaims),
    Event("the password is reset", lambda t: t.sign_ins.reset_password("alice"), aware=no.InsufficientClaims),
    Event("sessions are revoked, strictly", everyone_strict, plain=no.TokenRevoked, aware=no.InsufficientClaims),
    Event(
        "the account is disabled",
        set_alice(enabled=False),
        plain=no.TokenUserDisabled,
        aware=no.InsufficientClaims,
        password=no.PasswordRefused,
    ),
    Event(
        "the account is deleted",
        lambda t: t.people.remove_user("alice"),
        plain=no.TokenUserUnknown,
        aware=no.TokenUserUnknown,
        app=no.MailboxRefused,
        password=no.PasswordRefused,
    ),
    Event("the account asks for a second factor", set_alice(mfa="required")),
    Event("the account is locked", set_alice(locked_until=9e9)),
    Event("security defaults come on", set_tenant(security_defaults=True)),
    Event("Conditional Access blocks everybody", lambda t: t.sign_ins.add_conditional_access("nobody")),
    Event("the application's secret is removed", lambda t: t.daemon_app.secrets.clear()),
    Event("the application is disabled", lambda t: setattr(t.daemon_app, "enabled", False)),
    Event("consent is withdrawn", lambda t: t.directory.consent.withdraw(t.daemon_app.client_id)),
    Event("keys are rolled", lambda t: t.keys.roll()),
    Event("basic authentication goes off", set_tenant(basic_auth=False), password=no.BasicAuthDisabled),
    Event("imap is switched off", set_alice(imap=False), **all_alike(no.MailboxProtocolDisabled), protocols=(IMAP,)),
    Event("pop is switched off", set_alice(pop=False), **all_alike(no.MailboxProtocolDisabled), protocols=(POP3,)),
    Event("ews is switched off", set_alice(ews=False), **all_alike(no.MailboxProtocolDisabled), protocols=(EWS,)),
    Event(
        "ews goes off for all", set_tenant(ews_enabled=False), **all_alike(no.EwsDisabledForTenant), protocols=(EWS,)
    ),
    Event(
        "smtp goes off for all",
        set_tenant(smtp_auth=False),
        **all_alike(no.SubmissionDisabledForTenant),
        protocols=(SMTP,),
    ),
    Event(
        "smtp is switched off",
        set_alice(smtp_auth=False),
        **all_alike(no.SubmissionDisabledForMailbox),
        protocols=(SMTP,),
    ),
    Event("the licence is taken", set_alice(licence=None), **all_alike(no.LicenceMissing)),
    Event("the mailbox is deleted", set_alice(mailbox_state="soft_deleted"), **all_alike(no.MailboxSoftDeleted)),
    Event("the mailbox is moved", set_alice(mailbox_state="moved"), **all_alike(no.MailboxMoved)),
    Event(
        "the registration in Exchange is removed",
        lambda t: setattr(t.daemon_app, "exchange_object_id", None),
        app=no.ServicePrincipalNotRegistered,
        protocols=(IMAP, POP3, SMTP),
    ),
    Event(
        "app-only is not supported any more",
        set_tenant(app_only_mail_protocols=False),
        app=no.AppOnlyNotSupported,
        protocols=(IMAP, POP3, SMTP),
    ),
    Event(
        "the application's permissions on the mailbox are removed",
        close_to_the_app,
        app=no.MailboxAccessDenied,
        protocols=(IMAP, POP3, SMTP),
    ),
    Event(
        "an application access policy comes",
        lambda t: t.rights.add_application_access_policy(t.daemon_app, ["bob"]),
        app=no.ApplicationAccessPolicyDenies,
        protocols=(EWS,),
    ),
]


@pytest.mark.parametrize("protocol", MAIL)
@pytest.mark.parametrize("kind", ["plain", "aware", "app", "password"])
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.what)
def test_what_becomes_of_who_is_inside(
    cloud: Cloud, tenant: Tenant, knock: Knock, event: Event, kind: str, protocol: Protocol
) -> None:
    tenant.policies.basic_auth = True
    shown_by: dict[str, Callable[[], str | Password]] = {
        "plain": lambda: tenant.token(tenant.public_app, "alice"),
        "aware": lambda: tenant.mint(user="alice", xms_cc=["cp1"]),
        "app": lambda: tenant.app_token(tenant.daemon_app),
        "password": lambda: Password("alice@contoso.onmicrosoft.com", PASSWORD),
    }
    visit = knock(protocol, shown_by[kind](), "alice")
    event.happens(tenant)
    refusal: Outcome = getattr(event, kind) if protocol in event.protocols else STAYS
    for _ in range(2):
        if refusal is None:
            cloud.door.recheck(visit)
        else:
            with pytest.raises(refusal):
                cloud.door.recheck(visit)


def test_looking_again_costs_one_comparison_while_nothing_has_changed(
    cloud: Cloud, tenant: Tenant, knock: Knock, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = knock(IMAP, tenant.token(tenant.public_app, "alice"), "alice")

    def never(*_: object, **__: object) -> None:
        raise AssertionError("looked at everything again")

    for name in ("examine", "open_mailbox", "check_time"):
        monkeypatch.setattr(f"fakeserver.tenant.access.door.{name}", never)
    cloud.door.recheck(visit)
    tenant.user("bob").imap = False  # nobody's affair here
    cloud.door.recheck(visit)
