"""Users and their mailboxes."""

from pathlib import Path

import pytest

from fakeserver.tenant.exchange.loading.loaded import NotLoaded
from fakeserver.tenant.refusals import MailboxNotFound, UserNotFound, UserPasswordWrong
from fakeserver.tenant.tenant import Tenant
from tests.world import PASSWORD, World


@pytest.fixture
def world() -> World:
    return World.of()


def test_a_user_gets_an_address_a_password_and_a_mailbox(tenant: Tenant) -> None:
    alice = tenant.add_user("alice.adams", PASSWORD, aliases=["alice"])
    assert alice.upn == "alice.adams@contoso.onmicrosoft.com"
    assert alice.display_name == "Alice Adams"
    assert tenant.directory.check_password(alice.upn, PASSWORD) is alice
    for name in (alice, alice.upn, "alice.adams", "ALICE", "alice@contoso.onmicrosoft.com"):
        assert tenant.mailbox(name).address == alice.upn


def test_switches_of_a_user(tenant: Tenant) -> None:
    alice = tenant.add_user("alice", imap=False, smtp_auth=False)
    assert (alice.imap, alice.smtp_auth) == (False, False)
    with pytest.raises(TypeError, match="did you mean 'smtp_auth'"):
        tenant.add_user("bob", smtpauth=False)
    assert [user.upn for user in tenant.users] == [alice.upn]


def test_addresses_must_be_in_the_tenants_domains(tenant: Tenant) -> None:
    with pytest.raises(ValueError, match="not a domain of this tenant"):
        tenant.add_user("alice@contoso.com")
    tenant.organization.domains.append("contoso.com")
    assert tenant.mailbox(tenant.add_user("alice@contoso.com")).address == "alice@contoso.com"


def test_an_alias_can_come_later(tenant: Tenant) -> None:
    alice, bob = tenant.add_user("alice"), tenant.add_user("bob")
    tenant.people.add_alias(alice, "sales")
    assert tenant.mailbox("sales").address == alice.address
    assert tenant.user("sales") is alice
    with pytest.raises(ValueError, match="belongs to"):
        tenant.people.add_alias(bob, "sales")


def test_a_user_who_is_renamed_keeps_mailbox_and_old_address(tenant: Tenant) -> None:
    alice, bob = tenant.add_user("alice", aliases=["al"]), tenant.add_user("bob")
    item = alice.mailbox.deliver(subject="Before")
    tenant.people.rename_user("alice", "al")
    assert (alice.upn, alice.address, alice.aliases) == (
        "al@contoso.onmicrosoft.com", "al@contoso.onmicrosoft.com", ("alice@contoso.onmicrosoft.com",),
    )  # fmt: skip
    assert alice.mailbox is tenant.mailbox("alice") is tenant.mailbox("al")
    assert (alice.mailbox.address, alice.mailbox.messages()) == (alice.address, [item])
    with pytest.raises(ValueError, match="belongs to"):
        tenant.people.rename_user(bob, "alice")
    with pytest.raises(UserNotFound):
        tenant.directory.user_by_upn("alice@contoso.onmicrosoft.com")
    alice.aliases = []
    tenant.people.rename_user(bob, "alice")
    assert tenant.mailbox("alice") is bob.mailbox


def test_a_renamed_user_is_as_before_after_restore(tenant: Tenant) -> None:
    alice = tenant.add_user("alice")
    before = tenant.snapshot()
    tenant.people.rename_user(alice, "alicia")
    tenant.restore(before)
    assert (alice.upn, alice.aliases, alice.mailbox.address) == ("alice@contoso.onmicrosoft.com", (), alice.address)
    assert tenant.directory.user_by_address("alicia@contoso.onmicrosoft.com") is None


def test_a_name_that_is_assigned_is_refused_with_what_to_write(tenant: Tenant) -> None:
    alice = tenant.add_user("alice")
    with pytest.raises(AttributeError, match=r"tenant.people.rename_user\('alice@contoso.onmicrosoft.com', 'al'\)"):
        alice.upn = "al"  # type: ignore[misc]
    tenant.people.remove_user(alice)
    assert tenant.users == []


def test_unknown_names_say_what_there_is(tenant: Tenant) -> None:
    tenant.add_user("alice")
    with pytest.raises(ValueError, match=r"there are: alice@contoso\.onmicrosoft\.com"):
        tenant.user("bob")
    with pytest.raises(MailboxNotFound):
        tenant.mailbox("bob")


def test_a_user_without_a_mailbox(tenant: Tenant) -> None:
    tenant.add_user("alice", mailbox=False)
    with pytest.raises(MailboxNotFound):
        tenant.mailbox("alice")


def test_a_removed_user_leaves_nothing(tenant: Tenant) -> None:
    alice = tenant.add_user("alice")
    tenant.people.remove_user(alice)
    assert tenant.users == []
    with pytest.raises(MailboxNotFound):
        tenant.mailbox("alice")
    tenant.add_user("alice")


def test_delivered_mail_arrives(tenant: Tenant) -> None:
    tenant.add_user("alice")
    item = tenant.deliver("alice", subject="Hello", body="x", sender="bob@fabrikam.com")
    assert item in tenant.mailbox("alice").messages()


def test_a_reset_password_is_the_only_one(tenant: Tenant) -> None:
    alice = tenant.add_user("alice", PASSWORD)
    new = tenant.sign_ins.reset_password(alice)
    assert new != PASSWORD
    tenant.directory.check_password(alice.upn, new)
    with pytest.raises(UserPasswordWrong):
        tenant.directory.check_password(alice.upn, PASSWORD)


def test_a_user_has_the_mailbox_and_so_has_a_shared_one() -> None:
    tenant = Tenant()
    bob = tenant.add_user("bob", aliases=["bobby"])
    assert bob.mailbox is tenant.mailbox("bobby")
    assert tenant.add_user("carol").mailbox.deliver(subject="Hello").subject == "Hello"
    shared = tenant.add_shared_mailbox("sales", members=[bob])
    shared.mailbox.deliver(subject="Offer")
    assert shared.mailbox.wait_for("Offer").folder.mailbox.address == shared.address


def test_files_named_for_mailboxes_fill_them(tmp_path: Path) -> None:
    tenant = Tenant()
    alice, bob = tenant.add_user("alice"), tenant.add_user("bob")
    message = b"Subject: one\n\nx\n"
    for name in ("alice/Inbox/1.eml", "alice/2.eml", "bob@contoso.onmicrosoft.com.eml"):
        path = tmp_path / "mailboxes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(message)
    (tmp_path / "mailboxes" / "bob.mbox").write_bytes(b"From x Sat Jan  3 01:05:34 1996\n" + message)
    (tmp_path / "mailboxes" / ".gitkeep").touch()
    loaded = tenant.load(tmp_path)
    assert len(loaded) == 4
    assert [remark.partition(": ")[2] for remark in loaded.remarks] == ["is named for no mailbox"]
    assert [len(user.mailbox.messages()) for user in (alice, bob)] == [2, 2]
    assert len(tenant.load(str(tmp_path / "mailboxes" / "bob.mbox"))) == 1


def test_a_file_named_for_nobody_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    tenant = Tenant()
    tenant.add_user("alice")
    for name in ("alice.eml", "carol.eml"):
        (tmp_path / name).write_bytes(b"Subject: one\n\nx\n")
    with pytest.raises(NotLoaded, match=r"carol\.eml is named for no mailbox; there are: alice@contoso.*add_user"):
        tenant.load(tmp_path)
    assert tenant.mailbox("alice").messages() == []


def test_a_form_that_is_never_taken_is_said_before_whose_it_is(tmp_path: Path) -> None:
    tenant = Tenant()
    tenant.add_user("alice")
    with pytest.raises(NotLoaded, match=r"gone\.eml does not exist$"):
        tenant.load(tmp_path / "gone.eml")
    (tmp_path / "alice.eml").write_bytes(b"Subject: one\n\nx\n")
    (tmp_path / "export.pst").write_bytes(b"!BDN")
    for path in (tmp_path, tmp_path / "export.pst"):
        with pytest.raises(NotLoaded, match=r"export\.pst: a \.pst is .*load takes \.eml, mbox, Maildir, .*readpst"):
            tenant.load(path)
    assert tenant.mailbox("alice").messages() == []


def test_a_user_without_a_mailbox_says_why() -> None:
    tenant = Tenant()
    dave, eve = tenant.add_user("dave", mailbox=False), tenant.add_user("eve@elsewhere.example", kind="guest")
    bob = tenant.add_user("bob")
    tenant.people.remove_user(bob)
    for user, why in ((dave, "mailbox=False"), (eve, "a guest has none"), (bob, "was removed")):
        with pytest.raises(MailboxNotFound) as refused:
            _ = user.mailbox
        assert refused.value.__notes__ == [f"{user!r} has no mailbox: {why}"]
