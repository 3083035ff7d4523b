from pathlib import Path

import pytest

from fakeserver.config.building import build
from fakeserver.config.reading import ConfigError
from fakeserver.config.tables import Config
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant


def read(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "tenant.toml"
    path.write_text(text, encoding="utf-8")
    return Config.read(path)


def built(tmp_path: Path, text: str) -> Tenant:
    return build(read(tmp_path, text), Cloud())


def test_the_default_tenant() -> None:
    cloud = Cloud()
    tenant = build(Config(), cloud)
    assert cloud.tenants == [tenant]
    assert tenant.domain == "contoso.onmicrosoft.com"
    assert [(user.upn.partition("@")[0], user.kind) for user in tenant.users] == [
        ("alice", "member"),
        ("bob", "member"),
        ("support", "shared"),
    ]
    public, daemon = tenant.apps
    assert (public.public, public.client_secret) == (True, None)
    assert not daemon.public
    assert daemon.client_secret
    assert daemon.exchange_object_id == daemon.service_principal_id
    scopes = {scope for _, scope in public.delegated}
    roles = {role for _, role in daemon.application}
    assert scopes >= {"EWS.AccessAsUser.All", "IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send"}
    assert roles >= {"full_access_as_app", "IMAP.AccessAsApp", "POP.AccessAsApp", "SMTP.SendAsApp"}


def test_an_empty_file_is_the_default_tenant(tmp_path: Path) -> None:
    assert [user.upn for user in built(tmp_path, "").users] == [user.upn for user in build(Config(), Cloud()).users]


def test_a_whole_tenant(tmp_path: Path) -> None:
    tenant = built(
        tmp_path,
        """
        domain = "fabrikam.com"
        tenant_id = "5c8a2b8e-1c3b-4c52-9d0f-0f6ff8f9a001"
        [policies]
        basic_auth = true
        [[users]]
        name = "carol"
        password = "Winter-2026"
        display_name = "Carol Danvers"
        aliases = ["cd"]
        imap = false
        [[users]]
        name = "dave"
        mailbox = false
        [[shared_mailboxes]]
        name = "office"
        members = ["Carol"]
        [[distribution_groups]]
        name = "team"
        members = ["carol", "office", "eve@elsewhere.example"]
        allowed_senders = ["carol"]
        [[distribution_groups]]
        name = "everybody"
        rule = "Alias -like '*'"
        members = ["team"]
        [[apps]]
        name = "Import"
        secret = "s3cret"
        application = ["full_access_as_app"]
        exchange = false
        [[apps]]
        name = "Phone"
        client_id = "0c2f1a7e-35a1-4b0e-9d64-1c1c7d1a5b11"
        public = true
        delegated = ["IMAP.AccessAsUser.All"]
        consent = "none"
        redirect_uris = ["myapp://auth"]
        [[mailbox_permissions]]
        mailbox = "carol"
        trustee = "import"
        """,
    )
    carol, dave, office = tenant.users
    assert (tenant.domain, tenant.tenant_id) == ("fabrikam.com", "5c8a2b8e-1c3b-4c52-9d0f-0f6ff8f9a001")
    assert tenant.policies.basic_auth is True
    assert (carol.upn, carol.password, carol.display_name) == ("carol@fabrikam.com", "Winter-2026", "Carol Danvers")
    assert (carol.aliases, carol.imap) == (("cd@fabrikam.com",), False)
    assert not dave.has_mailbox
    assert office.kind == "shared"
    team, everybody = tenant.directory.distribution_groups.values()
    assert team.member_addresses() == ["carol@fabrikam.com", "office@fabrikam.com", "eve@elsewhere.example"]
    assert team.allowed_senders == [carol]
    assert everybody.members == [team]
    assert everybody.member_addresses() == [team.address, "carol@fabrikam.com", "office@fabrikam.com"]
    importer, phone = tenant.apps[-2:]
    assert (importer.client_secret, importer.exchange_object_id) == ("s3cret", None)
    assert phone.client_id == "0c2f1a7e-35a1-4b0e-9d64-1c1c7d1a5b11"
    assert (phone.public, phone.consent, phone.redirect_uris[0].uri) == (True, None, "myapp://auth")
    assert tenant.permissions.rights(carol.object_id, importer.service_principal_id) == {"FullAccess"}
    assert not tenant.permissions.rights(carol.object_id, phone.service_principal_id)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("domian = 'x'", "there is no key 'domian'; did you mean 'domain'?"),
        ("[[users]]\nname = 'a'\nimpa = false", "users[0]: there is no key 'impa'; did you mean 'imap'?"),
        ("[[users]]\npassword = 'a'", "users[0]: the key 'name' is missing"),
        ("[[users]]\nname = 3", "users[0]: name: a text is wanted, not 3"),
        ("users = 3", "users: a list is wanted, not 3"),
        ("users = ['alice']", "users: tables are wanted ([[...]]), not 'alice'"),
        ("[[users]]\nname = 'a'\naliases = [1]", "users[0]: aliases[0]: a text is wanted, not 1"),
        ("[[users]]\nname = 'a'\nmailbox = 1", "users[0]: mailbox: true or false is wanted, not 1"),
        ("[[apps]]\nname = 'a'\nconsent = 'all'", "apps[0]: consent: 'admin' or 'user' or 'none' is wanted, not 'all'"),
        ("policies = 1", "policies: a table is wanted, not 1"),
        ("zzz = 1", "there is no key 'zzz'; there are: apps, daemon_app, defaults, distribution_groups, domain"),
        ("path = 'x'", "there is no key 'path'"),
        ("= 1", "not TOML: "),
        ("domain = " + "9" * 5000, "not TOML: "),
        ("domain = ''", "domain: it is empty"),
        ("[[users]]\nname = ' '", "users[0]: name: it is empty"),
        ('[[users]]\nname = "a"\ndisplay_name = "A\\nB"', "users[0]: display_name: 'A\\nB' has a control character"),
        ("[[users]]\nname = 'a'\npassword = ''", "users[0]: password: it is empty"),
        ("[[apps]]\nname = 'a'\nredirect_uris = ['']", "apps[0]: redirect_uris[0]: it is empty"),
        ("[[apps]]\nname = 'a'\nsecret = ''", "apps[0]: secret: it is empty"),
    ],
)
def test_a_mistake_in_the_file_is_said_in_one_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, text)
    assert problem in str(error.value)
    assert str(tmp_path / "tenant.toml") in str(error.value)
    assert "\n" not in str(error.value)


def mistake_in(table: str, tmp_path: Path, text: str) -> str:
    """Build the tenant of a file in vain; return the line that says so, which names the file and the table."""
    config = read(tmp_path, text)
    cloud = Cloud()
    with pytest.raises(ConfigError) as error:
        build(config, cloud)
    said = str(error.value)
    assert said.startswith(f"{tmp_path / 'tenant.toml'}: {table}: ")
    assert "\n" not in said
    assert cloud.tenants == []
    return said


@pytest.mark.parametrize(
    ("text", "table", "problem"),
    [
        ("tenant_id = 'x'", "the tenant", "tenant_id is a GUID, not 'x'"),
        ("domain = 'zz'", "the tenant", "not 'zz'"),
        ("domain = 'a b.example'", "the tenant", "not 'a b.example'"),
        ("[[users]]\nname = 'a b'", "users[0] (a b)", "'a b' is no address"),
        ("[[users]]\nname = '@contoso.onmicrosoft.com'", "users[0] (@contoso.onmicrosoft.com)", "is no address"),
        ("[[users]]\nname = 'a'\naliases = ['b@']", "users[0] (a)", "'b@' is no address"),
        ("[[users]]\nname = 'a'\n[[apps]]\nname = 'A'", "apps[0] (A)", "two are called 'A'"),
        ("[[apps]]\nname = 'a'\nredirect_uris = ['zz']", "apps[0] (a)", "not 'zz'"),
        ("[[apps]]\nname = 'a'\nredirect_uris = ['http://app.example/']", "apps[0] (a)", "begins with https"),
        ("[[apps]]\nname = 'a'\nredirect_uris = ['https://a.example/#x']", "apps[0] (a)", "not 'https://a.example/#x'"),
        ("[[users]]\nname = 'a'\n[[users]]\nname = 'carol'\nimap = 'no'", "users[1] (carol)", "not 'no'"),
        ("[[users]]\nname = 'a@elsewhere.com'", "users[0] (a@elsewhere.com)", "is not a domain of this tenant"),
        ("[[users]]\nname = 'a'\nauthentication_policy = {x = 1}", "users[0] (a)", "authentication_policy: "),
        ("[[shared_mailboxes]]\nname = 's'\nmembers = ['alcie']", "shared_mailboxes[0] (s)", "did you mean 'alice'?"),
        ("[[distribution_groups]]\nname = 'g'\nrule = 'x'", "distribution_groups[0] (g)", "cannot be read from"),
        (
            "[[distribution_groups]]\nname = 'g'\nmembers = ['alcie']",
            "distribution_groups[0] (g)",
            "no user or distribution group 'alcie'",
        ),
        ("[[shared_mailboxes]]\nname = 'bob'", "shared_mailboxes[0] (bob)", "belongs to the account bob@"),
        ("[[apps]]\nname = 'a'\ndelegated = ['IMAP.AccessAsUser.Al']", "apps[0] (a)", "IMAP.AccessAsUser.Al"),
        ("[[apps]]\nname = 'a'\ncertificate = 'missing.pem'", "apps[0] (a)", "missing.pem: no such file or directory"),
        (
            "[[mailbox_permissions]]\nmailbox = 'alice'\ntrustee = 'bob'\nright = 'Full'",
            "mailbox_permissions[0]",
            "no right 'Full'",
        ),
        ("[[mailbox_permissions]]\nmailbox = 'alice'\ntrustee = 'bo'", "mailbox_permissions[0]", "called 'bo'"),
    ],
)
def test_what_the_tenant_refuses_is_a_mistake_in_a_table_of_the_file(
    tmp_path: Path, text: str, table: str, problem: str
) -> None:
    assert problem in mistake_in(table, tmp_path, text)


@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        ("basic_aut = true", "did you mean 'basic_auth'?"),
        ("basic_auth = 'no'", "basic_auth takes True, 'SMTP', False, not 'no'"),
        ("conditional_access = [{name = 'a', users = 3}]", "users takes a list of str, not 3"),
        ("conditional_access = [{name = 'a', enabled = 'no'}]", "enabled takes True, False"),
        ("conditional_access = [{name = 'a', grant = ['mfa']}]", "no grant ['mfa']; "),
        ("conditional_access = [{name = 'a', sign_in_frequency = 'x'}]", "takes seconds, not 'x'"),
        (
            "default_authentication_policy = {allow_basic_auth_imap = 'no'}",
            "allow_basic_auth_imap takes True, False, not 'no'",
        ),
    ],
)
def test_what_a_policy_does_not_take_is_a_mistake_in_its_table(tmp_path: Path, policy: str, problem: str) -> None:
    assert problem in mistake_in("policies", tmp_path, f"[policies]\n{policy}")


def test_a_configuration_without_a_file_names_the_table() -> None:
    with pytest.raises(ConfigError, match=r"^policies: the tenant has no switch 'imap'"):
        build(Config(policies={"imap": False}), Cloud())


def test_a_file_may_begin_with_a_mark_of_its_encoding(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeffdomain = 'fabrikam.com'").domain == "fabrikam.com"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        Config.read(tmp_path / "nowhere.toml")


@pytest.mark.parametrize("text", ["x = " + "[" * 5000, "x = " + "{a=" * 5000, ".".join(["x"] * 5000) + " = 1"])
def test_a_file_that_is_nested_too_deeply(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, text)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 300


def test_a_certificate_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "app.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    config = read(tmp_path, "[[apps]]\nname = 'a'\ncertificate = 'app.pem'")
    with pytest.raises(ConfigError, match="not a PEM certificate") as error:
        build(config, Cloud())
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["failures", "locked_until", "tokens_valid_from", "password_changed_at"])
@pytest.mark.parametrize(
    "value", ["nan", "inf", "-inf", "-3", "-0.5", "true", "'1'", "1e300", "2026-11-29", "[1]", f"-1{'0' * 400}"]
)
def test_a_number_that_can_be_none_of_a_user_is_a_mistake(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigError) as error:
        built(tmp_path, f"[[users]]\nname = 'a'\n{name} = {value}")
    assert str(error.value).startswith(f"{tmp_path / 'tenant.toml'}: users[0] (a): {name} takes ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("value", ["253402300800", "300000000000.0", f"1{'0' * 400}"])
def test_a_moment_that_is_no_date_is_a_mistake(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigError, match="locked_until takes None, a float from 0 up to the year 9999, not "):
        built(tmp_path, f"[[users]]\nname = 'a'\nlocked_until = {value}")
    [user] = built(tmp_path, "shared_mailboxes = []\n[[users]]\nname = 'a'\nlocked_until = 1900000000").users
    assert user.locked_until == 1_900_000_000.0


def test_rooms_and_their_lists(tmp_path: Path) -> None:
    tenant = built(
        tmp_path,
        """
        [[rooms]]
        name = "room1"
        display_name = "Kitchen"
        aliases = ["kitchen"]
        time_zone = "W. Europe Standard Time"
        [[rooms]]
        name = "room2"
        [[room_lists]]
        name = "floor1"
        rooms = ["room1"]
        [[room_lists]]
        name = "all"
        display_name = "All of them"
        [[messages]]
        to = "room1"
        """,
    )
    one, two = tenant.rooms.all
    assert (one.display_name, one.time_zone, one.mailbox.is_room) == ("Kitchen", "W. Europe Standard Time", True)
    assert [(found.display_name, found.members) for found in tenant.rooms.lists] == [
        ("Floor1", [one]),
        ("All of them", [one, two]),
    ]
    assert len(one.mailbox.messages()) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[room_lists]]\nname = 'floor1'\nrooms = ['alice']", r"room_lists\[0\] \(floor1\): alice@\S+ is no room"),
        ("[[rooms]]\nname = 'room1'\npassword = 'x'", "no key 'password'"),
        ("[[rooms]]\nname = 'alice'", r"rooms\[0\] \(alice\): .*belongs to"),
    ],
)
def test_rooms_that_cannot_be(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        built(tmp_path, text)
