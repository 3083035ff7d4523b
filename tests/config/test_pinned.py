"""What a configuration fixes of a tenant, and several tenants in one file."""

from pathlib import Path

import pytest

from fakeserver.config.building import build, build_all
from fakeserver.config.reading import ConfigError
from fakeserver.config.tables import Config
from fakeserver.config.well_known import WELL_KNOWN
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant
from tests.config.test_building import built, mistake_in, read

ID = "5C8A2B8E-1c3b-4c52-9d0f-0f6ff8f9a001"


def all_built(tmp_path: Path, text: str) -> tuple[Cloud, list[Tenant]]:
    cloud = Cloud()
    return cloud, build_all(read(tmp_path, text), cloud)


def test_the_usual_applications_have_given_ids_and_a_given_secret(tmp_path: Path) -> None:
    tenant = built(
        tmp_path,
        f"""
        name = "Fabrikam Ltd"
        [public_app]
        client_id = "{ID}"
        [daemon_app]
        client_id = "0c2f1a7e-35a1-4b0e-9d64-1c1c7d1a5b11"
        secret = "s3cret"
        """,
    )
    assert tenant.organization.name == "Fabrikam Ltd"
    assert tenant.public_app.client_id == ID.lower()
    assert tenant.daemon_app.client_id == "0c2f1a7e-35a1-4b0e-9d64-1c1c7d1a5b11"
    assert tenant.daemon_app.client_secret == "s3cret"
    assert tenant.applications.find(ID) is tenant.public_app


def test_the_usual_applications_may_be_left_out(tmp_path: Path) -> None:
    assert [app.name for app in built(tmp_path, "defaults = false\n[[apps]]\nname = 'Import'").apps] == ["Import"]


@pytest.mark.parametrize(
    ("text", "table", "problem"),
    [
        ("[public_app]\nclient_id = 'x'", "public_app", "client_id is a GUID, not 'x'"),
        ("[daemon_app]\nclient_id = 'x'", "daemon_app", "client_id is a GUID, not 'x'"),
        (f"defaults = false\n[public_app]\nclient_id = '{ID}'", "public_app", "defaults = false leaves it out"),
        ("defaults = false\n[daemon_app]\nsecret = 'x'", "daemon_app", "defaults = false leaves it out"),
        (
            f"[public_app]\nclient_id = '{ID}'\n[daemon_app]\nclient_id = '{ID}'",
            "the tenant",
            "is that of 'Contoso Mail'",
        ),
        (f"[public_app]\nclient_id = '{ID}'\n[[apps]]\nname = 'a'\nclient_id = '{ID}'", "apps[0] (a)", "is that of"),
    ],
)
def test_ids_that_cannot_be(tmp_path: Path, text: str, table: str, problem: str) -> None:
    assert problem in mistake_in(table, tmp_path, text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[public_app]\nsecret = 'x'", "public_app: there is no key 'secret'"),
        ("public_app = 3", "public_app: a table is wanted, not 3"),
        ("[daemon_app]\nsecret = ''", "daemon_app: secret: it is empty"),
        ("defaults = 'no'", "defaults: true or false is wanted, not 'no'"),
        ("domain = 'a.com'\n[[tenants]]", "beside [[tenants]] nothing stands; put domain into one of them"),
        ("[[tenants]]\n[[tenants.tenants]]", "tenants[0]: a tenant has no tenants in it"),
        ("[[tenants]]\n[[tenants.users]]\nnam = 'a'", "tenants[0]: users[0]: there is no key 'nam'"),
    ],
)
def test_a_mistake_is_said_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, text)
    assert str(error.value).startswith(f"{tmp_path / 'tenant.toml'}: ")
    assert problem in str(error.value)


def test_several_tenants(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(b"Subject: One\n\n")
    cloud, tenants = all_built(
        tmp_path,
        f"""
        [[tenants]]
        [[tenants]]
        domain = "fabrikam.com"
        tenant_id = "{ID}"
        policies = {{ basic_auth = true }}
        [[tenants.users]]
        name = "carol"
        [[tenants.messages]]
        to = "carol"
        file = "one.eml"
        """,
    )
    first, second = tenants
    assert cloud.tenants == tenants
    assert (first.domain, first.user("alice").upn) == ("contoso.onmicrosoft.com", "alice@contoso.onmicrosoft.com")
    assert (second.domain, second.tenant_id, second.policies.basic_auth) == ("fabrikam.com", ID.lower(), True)
    assert [message.subject for message in second.mailbox("carol").messages()] == ["One"]


@pytest.mark.parametrize(
    ("second", "problem"),
    [
        ("domain = 'CONTOSO.onmicrosoft.com'", "tenants[1]: the tenant: another tenant has the domain CONTOSO"),
        (f"tenant_id = '{ID.lower()}'", "tenants[1]: the tenant: another tenant has the tenant_id 5c8a"),
        ("[[tenants.users]]\nname = 'a b'", "tenants[1]: users[0] (a b): 'a b' is no address"),
    ],
)
def test_where_one_tenant_cannot_be_none_is(tmp_path: Path, second: str, problem: str) -> None:
    config = read(tmp_path, f"[[tenants]]\ntenant_id = '{ID}'\n[[tenants]]\n{second}")
    cloud = Cloud()
    with pytest.raises(ConfigError) as error:
        build_all(config, cloud)
    assert str(error.value).startswith(f"{tmp_path / 'tenant.toml'}: {problem}")
    assert cloud.tenants == []


def test_who_wants_one_tenant_is_not_given_several() -> None:
    with pytest.raises(ConfigError, match=r"one tenant is wanted, and \[\[tenants\]\] are several"):
        build(Config.of({"tenants": [{}]}), Cloud())


def test_the_well_known_tenant_has_secrets_that_say_that_they_are_none(tmp_path: Path) -> None:
    tenant = built(tmp_path, WELL_KNOWN)
    assert set(tenant.secrets) == {"not-a-secret-alice", "not-a-secret-bob", "not-a-secret-daemon"}
    assert tenant.tenant_id == "11111111-1111-1111-1111-111111111111"
    assert [app.client_id[:8] for app in tenant.apps] == ["22222222", "33333333"]
