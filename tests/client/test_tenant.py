"""A remote tenant: people, applications, rights and switches, with the names and errors of the tenant's own."""

from datetime import timedelta

import pytest

from fakeserver.client import Client
from fakeserver.client.administration import Domains
from fakeserver.client.applications import RemoteApplications
from fakeserver.client.groups import RemoteGroup
from fakeserver.client.link import place
from fakeserver.client.people import RemotePeople
from fakeserver.client.policies import RemotePolicies
from fakeserver.client.tenant import RemoteTenant
from fakeserver.client.users import RemoteUser
from fakeserver.client.values import to_json, who, whom
from fakeserver.tenant.refusals import ConsentMissing, MailboxNotFound
from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.user_switches import UserSwitches
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.keys import SigningKey
from tests.certificates import KeyAndCertificate
from tests.tokens import claims_of

# --- people ------------------------------------------------------------------------------------------------------


def test_users_are_the_same_here_and_there(remote: RemoteTenant, local: Tenant) -> None:
    alice = remote.add_user("alice", "Pass-word-1", display_name="Alice Liddell", aliases=["al"], imap=False)
    there = local.user("alice")
    for name in ("upn", "address", "object_id", "password", "display_name", "given_name", "surname", "aliases"):
        assert getattr(alice, name) == getattr(there, name), name
    for name in ("addresses", "kind", "has_mailbox", "is_person", "is_guest", "is_room", "is_listed"):
        assert getattr(alice, name) == getattr(there, name), name
    assert [getattr(alice, name) for name in UserSwitches.rows] == [getattr(there, name) for name in UserSwitches.rows]
    assert repr(alice) == repr(there)
    assert remote.user("al") is alice is remote.users[0]
    assert isinstance(remote.people, RemotePeople)


def test_a_user_is_changed_over_there(remote: RemoteTenant, local: Tenant) -> None:
    alice, there = remote.add_user("alice"), None
    there = local.user("alice")
    remote.user("alice").set(imap=False, mfa="required")
    assert (there.imap, there.mfa, alice.imap) == (False, "required", False)
    there.imap = True
    assert alice.imap is True
    alice.given_name, alice.surname, alice.display_name = "Ada", "Byron", "Ada B."
    assert (there.given_name, there.surname, there.display_name, alice.surname) == ("Ada", "Byron", "Ada B.", "Byron")
    alice.password = "Another-1"
    assert there.password == alice.password == "Another-1"
    with pytest.raises(TypeError, match="password=None does not go over"):
        alice.password = None
    alice.aliases = ("ada", "ada.b")
    remote.people.add_alias(alice, "countess")
    assert [address.partition("@")[0] for address in there.addresses] == ["alice", "ada", "ada.b", "countess"]
    remote.people.rename_user("alice", "lovelace")
    assert there.upn == alice.upn == f"lovelace@{remote.domain}"
    remote.people.remove_user(alice)
    assert remote.users == []


def test_what_a_user_does_not_have(remote: RemoteTenant) -> None:
    alice = remote.add_user("alice")
    with pytest.raises(AttributeError, match=r"User has no 'imapp'; did you mean 'imap'\?"):
        _ = alice.imapp  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match=r"User has no 'imapp'; did you mean 'imap'\?"):
        alice.imapp = True  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match=r"renamed by tenant\.people\.rename_user"):
        alice.upn = "x"  # type: ignore[misc]
    with pytest.raises(ValueError, match="imap takes True, False, not 'yes'"):
        alice.set(imap="yes")
    with pytest.raises(TypeError, match=r"has no switch 'imapp'; did you mean 'imap'\?"):
        alice.set(imapp=True)


def test_who_is_not_there(remote: RemoteTenant, local: Tenant) -> None:
    remote.add_user("alice")
    for ask in ("alic", "bob@elsewhere.example"):
        with pytest.raises(ValueError, match="no user") as here:
            remote.user(ask)
        with pytest.raises(ValueError, match="no user") as there:
            local.user(ask)
        assert str(here.value) == str(there.value)
        with pytest.raises(MailboxNotFound) as refused:
            remote.mailbox(ask)
        assert refused.value.facts == {"address": ask}
    nobody = remote.add_user("carol", mailbox=False)
    with pytest.raises(MailboxNotFound):
        _ = nobody.mailbox
    with pytest.raises(ValueError, match="belongs to the account alice@"):
        remote.add_user("alice")
    with pytest.raises(TypeError, match="kind='guest' does not go over --m365-url: add_shared_mailbox"):
        remote.add_user("dan@fabrikam.example", kind="guest")


def test_what_has_members(remote: RemoteTenant, local: Tenant) -> None:
    alice = remote.add_user("alice")
    shared = remote.add_shared_mailbox("support", [alice])
    assert local.user("support").kind == shared.kind == "shared"
    group = remote.add_distribution_group("team", [alice, shared, "carol@fabrikam.example"])
    assert isinstance(group, RemoteGroup)
    assert group.members == (alice.address, shared.address, "carol@fabrikam.example")
    room = remote.add_room("room1", display_name="Room 1")
    assert remote.rooms.all == [room]
    floor = remote.add_room_list("floor1", [room], display_name="Floor 1")
    assert floor.display_name == "Floor 1"
    assert [each.address for each in remote.rooms.lists] == [floor.address]
    assert remote.add_public_folder("Projects/2026", address="projects").path == "Projects/2026"
    assert local.public_folders.folder("Projects/2026").display_name == "2026"
    with pytest.raises(TypeError, match="rule: a function does not go over --m365-url: give a filter"):
        remote.add_distribution_group("all", rule=len)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="members takes a list"):
        remote.add_distribution_group("all", "alice")


def test_the_organization(remote: RemoteTenant, local: Tenant) -> None:
    for name in ("tenant_id", "domain", "name", "label"):
        assert getattr(remote.organization, name) == getattr(local.organization, name)
    assert isinstance(remote.organization.domains, Domains)
    assert list(remote.organization.domains) == list(local.organization.domains)
    with remote.organization.domains.watched(lambda: None):
        assert remote.tenant_id == local.tenant_id


# --- applications ------------------------------------------------------------------------------------------------


def test_the_usual_applications(remote: RemoteTenant, local: Tenant) -> None:
    assert remote.public_app.client_id == local.public_app.client_id
    assert remote.daemon_app.client_secret == local.daemon_app.client_secret
    assert remote.apps == [remote.public_app, remote.daemon_app]
    for name in ("name", "public", "object_id", "service_principal_id", "enabled"):
        assert getattr(remote.daemon_app, name) == getattr(local.daemon_app, name), name
    assert [each.secret_id for each in remote.daemon_app.secrets] == [
        each.secret_id for each in local.daemon_app.secrets
    ]
    assert {secret.value for secret in local.daemon_app.secrets} <= set(remote.secrets)


def test_an_application_is_registered_with_all_that_it_has(remote: RemoteTenant, local: Tenant) -> None:
    pair = KeyAndCertificate.new()
    app = remote.register_app(
        "Nightly import",
        certificate=pair.certificate_pem,
        secret=True,
        application=["full_access_as_app"],
        redirect_uris=["https://app.example/auth"],
        consent=None,
        exchange=False,
    )
    there = local.applications.find("nightly import")
    assert (app.client_id, app.client_secret) == (there.client_id, there.client_secret)
    assert app.certificates == there.certificates
    assert app.application == {"full_access_as_app"}
    assert app.delegated == frozenset()
    assert [each.uri for each in app.redirect_uris] == ["https://app.example/auth"]
    assert (there.exchange_object_id, app.exchange) == (None, False)
    added = remote.applications.add_secret(app, "S3cret-value", lifetime=3600)
    assert app.client_secret == there.client_secret == added.value == "S3cret-value"
    remote.applications.remove_secret(app, added)
    assert added not in app.secrets
    remote.applications.remove(app)
    with pytest.raises(ValueError, match=r"no application 'Nightly import'"):
        remote.applications.find("Nightly import")


def test_consent_is_given_and_taken_back(remote: RemoteTenant) -> None:
    alice = remote.add_user("alice")
    app = remote.register_app("Mail", public=True, delegated=["IMAP.AccessAsUser.All", "SMTP.Send"], consent=None)
    with pytest.raises(ConsentMissing):
        remote.token(app, alice, "IMAP.AccessAsUser.All")
    remote.applications.grant_consent(app, alice, "IMAP.AccessAsUser.All")
    assert claims_of(remote.token(app, alice, "IMAP.AccessAsUser.All"))["scp"] == "IMAP.AccessAsUser.All"
    remote.applications.revoke_consent(app)
    with pytest.raises(ConsentMissing):
        remote.token(app, alice, "IMAP.AccessAsUser.All")
    remote.applications.grant_admin_consent(app)
    assert claims_of(remote.token(app, alice))["scp"] == "IMAP.AccessAsUser.All SMTP.Send"
    assert isinstance(remote.applications, RemoteApplications)


def test_what_an_application_is_refused_for(remote: RemoteTenant, local: Tenant) -> None:
    for arguments in ({"client_id": "x"}, {"application": ["Mail.Wrong"]}, {"redirect_uris": ["http://app.example"]}):
        with pytest.raises(ValueError, match=r".") as here:
            remote.register_app("Bad", **arguments)
        with pytest.raises(ValueError, match=r".") as there:
            local.register_app("Bad", **arguments)
        assert str(here.value) == str(there.value)


# --- tokens ------------------------------------------------------------------------------------------------------


def test_tokens_are_made_over_there(client: Client, remote: RemoteTenant) -> None:
    alice = remote.add_user("alice")
    assert claims_of(remote.token(remote.public_app, alice))["upn"] == alice.upn
    assert "full_access_as_app" in claims_of(remote.app_token(remote.daemon_app))["roles"]
    minted = claims_of(remote.mint(user=alice, scopes=["SMTP.Send"], aud="https://else.example", upn=None))
    assert (minted["aud"], minted["scp"], "upn" in minted) == ("https://else.example", "SMTP.Send", False)
    assert remote.mint(key=None).endswith(".")
    verdict = client.explain(remote.mint(user="alice", key=SigningKey.generate()))["verdicts"]["imap"]
    assert verdict["refusal"]["name"] == "KeyUnknown"


def test_what_cannot_go_over_the_wire_says_so(remote: RemoteTenant) -> None:
    with pytest.raises(TypeError, match=r"raw: a function does not go over --m365-url: .* \(docs/remote.md\)"):
        remote.mint(raw=lambda octets: octets)
    with pytest.raises(TypeError, match="key: bytes does not go over --m365-url"):
        remote.mint(key=b"0" * 32)
    with pytest.raises(TypeError, match=r"aud=<function .* a function runs where it was made"):
        remote.mint(aud=lambda: "x")
    with pytest.raises(TypeError, match="sub: octets does not go over"):
        remote.mint(sub=b"x")
    with pytest.raises(TypeError, match="app takes an address or a name"):
        remote.token(3, "alice")
    with pytest.raises(AttributeError, match=r"Tenant.transport is not there over --m365-url: .* \(docs/remote.md\)"):
        _ = remote.transport  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match=r"has no 'polices'; did you mean 'policies'\?"):
        _ = remote.polices  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match=r"Tenant\.lock is not there"):
        remote.lock = None  # type: ignore[attr-defined]


# --- switches, rights and sign-ins -------------------------------------------------------------------------------


def test_policies_are_set_over_there(remote: RemoteTenant, local: Tenant) -> None:
    policies = remote.policies
    assert isinstance(policies, RemotePolicies)
    assert [getattr(policies, name) for name in Policies.rows] == [row.default for row in Policies.rows.values()]
    policies.basic_auth = True
    policies.set(ews_allow_list=["a*", "b*"], default_authentication_policy=AuthenticationPolicy("none"))
    for name in ("basic_auth", "ews_allow_list", "default_authentication_policy"):
        assert getattr(policies, name) == getattr(local.policies, name), name
    assert local.policies.basic_auth is True
    assert repr(policies) == repr(local.policies)


@pytest.mark.parametrize(("name", "value"), [("basic_auth", 3), ("basc_auth", True), ("ews_allow_list", "a")])
def test_policies_refuse_what_the_tenants_do(remote: RemoteTenant, local: Tenant, name: str, value: object) -> None:
    with pytest.raises((ValueError, TypeError)) as here:
        remote.policies.set(**{name: value})
    with pytest.raises((ValueError, TypeError)) as there:
        local.policies.set(**{name: value})
    assert (type(here.value), str(here.value)) == (type(there.value), str(there.value))
    if name not in Policies.rows:
        with pytest.raises(AttributeError, match=r"did you mean 'basic_auth'\?"):
            setattr(remote.policies, name, value)
        with pytest.raises(AttributeError, match=r"did you mean 'basic_auth'\?"):
            getattr(remote.policies, name)


def test_rights_are_given_and_taken_back(remote: RemoteTenant, local: Tenant) -> None:
    alice, bob = remote.add_user("alice"), remote.add_user("bob")
    remote.rights.add_mailbox_permission(bob, alice, "SendAs")
    assert (local.user("bob").object_id, alice.object_id, "SendAs") in list(local.permissions.all)
    remote.rights.remove_mailbox_permission("bob", "alice", "SendAs")
    assert (local.user("bob").object_id, alice.object_id, "SendAs") not in list(local.permissions.all)
    with pytest.raises(ValueError, match=r"SendAss"):
        remote.rights.add_mailbox_permission(bob, alice, "SendAss")


def test_conditional_access_and_sessions(remote: RemoteTenant, local: Tenant) -> None:
    alice = remote.add_user("alice")
    policy = remote.sign_ins.add_conditional_access("No device codes", ways={"device_code"})
    assert local.policies.conditional_access == (policy,)
    before = local.user("alice").sessions_from
    assert remote.sign_ins.reset_password(alice) == local.user("alice").password
    remote.revoke(alice)
    assert local.user("alice").sessions_from > before
    with pytest.raises(TypeError, match="weys"):
        remote.sign_ins.add_conditional_access("x", weys={"device_code"})


# --- its state ---------------------------------------------------------------------------------------------------


def test_it_goes_back_to_a_snapshot_and_to_its_beginning(remote: RemoteTenant) -> None:
    remote.add_user("alice")
    first = remote.snapshot()
    remote.add_user("bob")
    remote.snapshot()
    remote.add_user("carol")
    remote.restore()
    assert [user.upn.partition("@")[0] for user in remote.users] == ["alice", "bob"]
    remote.restore(first)
    assert [user.upn.partition("@")[0] for user in remote.users] == ["alice"]
    remote.reset()
    assert remote.users == []
    with pytest.raises(LookupError, match="no snapshot '0'"):
        remote.restore("0")


# --- values ------------------------------------------------------------------------------------------------------


def test_values_that_json_has_no_form_for(remote: RemoteTenant) -> None:
    alice = remote.add_user("alice")
    assert isinstance(alice, RemoteUser)
    given = {"user": alice, "app": remote.public_app, "for_": timedelta(minutes=1), "names": {"b", "a"}, "t": (1, None)}
    assert to_json("x", given) == {
        "user": alice.address,
        "app": remote.public_app.client_id,
        "for_": 60.0,
        "names": ["a", "b"],
        "t": [1, None],
    }
    with pytest.raises(TypeError, match=r"x\['a'\]=<object object .* does not go over --m365-url: give a text"):
        to_json("x", {"a": object()})
    assert (who("user", alice), whom("users", [alice, "bob"])) == (alice.address, [alice.address, "bob"])
    assert place("users", "a/b c@d", "?") == "/users/a%2Fb%20c@d/%3F"
