"""Which switch shuts which mailbox, on which protocol: one table for everything behind the admission."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.opening import impersonated_user
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant
from tests.tenant.access.conftest import Knock
from tests.world import World

EWS, IMAP, POP3, SMTP = Protocol.EWS, Protocol.IMAP, Protocol.POP3, Protocol.SMTP
MAIL = (EWS, IMAP, POP3, SMTP)
REFUSED = no.Refusal


@dataclass(frozen=True)
class Row:
    """A change to alice's tenant, and which refusal each protocol meets; a protocol that isn't named opens."""

    what: str
    change: Callable[[Tenant], object]
    refused: dict[Protocol, type[REFUSED]]
    #: "alice": her own token to her own mailbox; "bob": his to hers; "app": the daemon's to hers
    who: str = "alice"


def alices(**switches: object) -> Callable[[Tenant], None]:
    def change(tenant: Tenant) -> None:
        for name, value in switches.items():
            setattr(tenant.user("alice"), name, value)

    return change


def each(kind: type[REFUSED], *protocols: Protocol) -> dict[Protocol, type[REFUSED]]:
    return dict.fromkeys(protocols, kind)


def full_access(tenant: Tenant) -> None:
    tenant.rights.add_mailbox_permission("alice", "bob")


def deleted_though_shared(tenant: Tenant) -> None:
    full_access(tenant)
    tenant.user("alice").mailbox_state = "soft_deleted"


def send_as(tenant: Tenant) -> None:
    tenant.rights.add_mailbox_permission("alice", "bob", "SendAs")


def send_on_behalf(tenant: Tenant) -> None:
    tenant.rights.add_mailbox_permission("alice", "bob", "SendOnBehalf")


def reviewer(tenant: Tenant) -> None:
    tenant.rights.add_folder_permission("alice", "inbox", "bob", "Reviewer")


def restricted(tenant: Tenant) -> None:
    tenant.rights.add_application_access_policy(tenant.daemon_app, ["bob"])


def denied(tenant: Tenant) -> None:
    tenant.rights.add_application_access_policy(tenant.daemon_app, ["alice"])
    tenant.rights.add_application_access_policy(tenant.daemon_app, ["alice"], "DenyAccess")


ROWS = [
    Row("nothing changed", alices(), {}),
    Row("nothing changed, for an application", alices(), {}, "app"),
    Row("ImapEnabled $false", alices(imap=False), each(no.MailboxProtocolDisabled, IMAP)),
    Row("PopEnabled $false", alices(pop=False), each(no.MailboxProtocolDisabled, POP3)),
    Row("EwsEnabled $false", alices(ews=False), each(no.MailboxProtocolDisabled, EWS)),
    Row("ImapEnabled $false, for an application", alices(imap=False), each(no.MailboxProtocolDisabled, IMAP), "app"),
    Row("EwsEnabled $false, impersonated", alices(ews=False), each(no.MailboxProtocolDisabled, EWS), "app"),
    Row("SMTP off for the mailbox", alices(smtp_auth=False), each(no.SubmissionDisabledForMailbox, SMTP), "app"),
    Row("no licence", alices(licence=None), each(no.LicenceMissing, *MAIL)),
    Row("no licence, for an application", alices(licence=None), each(no.LicenceMissing, *MAIL), "app"),
    *(Row(f"licence {name}", alices(licence=name), each(no.LicenceMissing, EWS)) for name in ("F1", "F3", "Kiosk")),
    *(Row(f"licence {name}", alices(licence=name), {}) for name in ("E1", "E5", "Business Basic")),
    Row("soft-deleted", alices(mailbox_state="soft_deleted"), each(no.MailboxSoftDeleted, *MAIL)),
    Row("soft-deleted, for an app", alices(mailbox_state="soft_deleted"), each(no.MailboxSoftDeleted, *MAIL), "app"),
    Row("not provisioned", alices(mailbox_state="not_provisioned"), each(no.MailboxNotProvisioned, *MAIL)),
    Row("moved", alices(mailbox_state="moved", moved_to="alice@fabrikam.example"), each(no.MailboxMoved, *MAIL)),
    Row("no right", alices(), each(no.MailboxAccessDenied, *MAIL), "bob"),
    Row("FullAccess", full_access, {}, "bob"),
    Row("SendAs alone", send_as, each(no.MailboxAccessDenied, EWS, IMAP, POP3), "bob"),
    Row("SendOnBehalf alone", send_on_behalf, each(no.MailboxAccessDenied, *MAIL), "bob"),
    Row("one folder shared", reviewer, each(no.MailboxAccessDenied, IMAP, POP3, SMTP), "bob"),
    Row("FullAccess, and the mailbox deleted", deleted_though_shared,
        each(no.MailboxSoftDeleted, *MAIL), "bob"),
    Row("access policy for others", restricted, each(no.ApplicationAccessPolicyDenies, EWS), "app"),
    Row("access policy that denies", denied, each(no.ApplicationAccessPolicyDenies, EWS), "app"),
    Row("FullAccess of the application taken back",
        lambda t: t.rights.remove_mailbox_permission("alice", t.daemon_app),
        each(no.MailboxAccessDenied, IMAP, POP3), "app"),
    Row("user agent blocked for the mailbox",
        alices(ews_application_access_policy="EnforceAllowList"), each(no.EwsUserAgentBlockedForMailbox, EWS)),
]  # fmt: skip


@pytest.mark.parametrize("protocol", MAIL)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_what_shuts_a_mailbox(tenant: Tenant, knock: Knock, row: Row, protocol: Protocol) -> None:
    row.change(tenant)
    app = tenant.daemon_app
    token = tenant.app_token(app) if row.who == "app" else tenant.token(tenant.public_app, row.who)
    refusal = row.refused.get(protocol)
    if refusal is None:
        assert knock(protocol, token, "alice").mailbox.address == tenant.user("alice").address
        return
    with pytest.raises(refusal) as refused:
        knock(protocol, token, "alice")
    explanation = no.explained(refused.value)
    assert explanation.name == type(refused.value).__name__
    for text in (explanation.rule, explanation.fix, explanation.real, explanation.page):
        assert text
        assert "{" not in text


def test_shared_mailboxes_need_no_licence(tenant: Tenant, knock: Knock) -> None:
    shared = tenant.add_shared_mailbox("info", ["alice"])
    shared.licence = None
    assert knock(IMAP, tenant.token(tenant.public_app, "alice"), "info").owner is shared


def test_a_moved_mailbox_says_where_to(tenant: Tenant, knock: Knock) -> None:
    alice = tenant.user("alice")
    alice.mailbox_state, alice.moved_to = "moved", "alice@fabrikam.example"
    with pytest.raises(no.MailboxMoved) as refused:
        knock(EWS, tenant.token(tenant.public_app, "alice"))
    assert refused.value.target == "alice@fabrikam.example"


@pytest.mark.parametrize("protocol", MAIL)
def test_each_change_takes_effect_in_mid_session_and_can_be_undone(
    cloud: Cloud, tenant: Tenant, knock: Knock, protocol: Protocol
) -> None:
    visit = knock(protocol, tenant.token(tenant.public_app, "alice"), "alice")
    alice = tenant.user("alice")
    for name, value in (("licence", None), ("mailbox_state", "soft_deleted")):
        before = getattr(alice, name)
        setattr(alice, name, value)
        for _ in range(2):
            with pytest.raises(no.MailboxRefused):
                cloud.door.recheck(visit)
        setattr(alice, name, before)
        cloud.door.recheck(visit)


def test_whom_a_header_names(tenant: Tenant) -> None:
    alice = tenant.user("alice")
    assert impersonated_user(tenant, "sid", alice.sid) is alice
    with pytest.raises(no.AddressNotPrimary) as refused:
        impersonated_user(tenant, "primary_address", f"al@{tenant.domain}")
    assert refused.value.primary == alice.address


@pytest.mark.parametrize("protocol", [Protocol.IMAP, Protocol.POP3, Protocol.SMTP])
def test_no_mail_protocol_opens_the_public_folders(world: World, protocol: Protocol) -> None:
    """They are in a mailbox, and FullAccess to it, or to all, opens it by none."""
    tenant, door = world.tenant, world.cloud.door
    public = tenant.public_folders.mailbox.address
    for mailbox in (public, "*"):
        tenant.rights.add_mailbox_permission(mailbox, "alice")
    visitor = door.admit(protocol, BearerToken(tenant.token(tenant.public_app, "alice")))
    with pytest.raises(no.MailboxAccessDenied):
        door.open(visitor, public)
    if protocol is not Protocol.SMTP:
        application = BearerToken(tenant.app_token(tenant.daemon_app), public)
        with pytest.raises(no.MailboxAccessDenied):
            door.open(door.admit(protocol, application), public)


def test_ews_opens_them_to_everybody_and_single_folders_decide(world: World) -> None:
    tenant, door = world.tenant, world.cloud.door
    tenant.rights.add_mailbox_permission("*", "alice")
    visitor = door.admit(Protocol.EWS, BearerToken(tenant.token(tenant.public_app, "alice")))
    visit = door.open(visitor, tenant.public_folders.mailbox.address)
    assert visit.rights == frozenset()
