"""``FAKESERVER_...``: what variables say of a tenant, and which there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.config.environment import VARIABLES, check_names, origins, read_environment
from fakeserver.config.reading import ConfigError
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.tenant import Tenant

ID = "5c8a2b8e-1c3b-4c52-9d0f-0f6ff8f9a001"
OTHER = "0c2f1a7e-35a1-4b0e-9d64-1c1c7d1a5b11"


def read(**variables: str) -> dict[str, object]:
    return read_environment({f"FAKESERVER_{name}": text for name, text in variables.items()})


def test_every_variable() -> None:
    assert read(
        TENANT_ID=ID,
        DOMAIN="fabrikam.com",
        CLIENT_ID=ID,
        DAEMON_CLIENT_ID=OTHER,
        CLIENT_SECRET="s3cret",
        USERS="alice:a:b, bob,carol@fabrikam.com:c",
        POLICIES_BASIC_AUTH="SMTP",
    ) == {
        "tenant_id": ID,
        "domain": "fabrikam.com",
        "public_app": {"client_id": ID},
        "daemon_app": {"client_id": OTHER, "secret": "s3cret"},
        "users": [
            {"name": "alice", "password": "a:b"},
            {"name": "bob"},
            {"name": "carol@fabrikam.com", "password": "c"},
        ],
        "policies": {"basic_auth": "SMTP"},
    }


def test_what_is_empty_is_not_set() -> None:
    environment = {variable.name: "" for variable in VARIABLES} | {"FAKESERVER_POLICIES_BASIC_AUTH": "", "PATH": "/"}
    assert read_environment(environment) == {}
    assert origins(environment) == {}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("basic_auth", "true", True),
        ("basic_auth", "1", True),
        ("basic_auth", "Off", False),
        ("basic_auth", '"SMTP"', "SMTP"),
        ("ews_enabled", "none", None),
        ("ews_enabled", "null", None),
        ("conditional_access", '[{"name": "mfa", "grant": "mfa"}]', [{"name": "mfa", "grant": "mfa"}]),
    ],
)
def test_a_switch_is_json_or_a_word(name: str, text: str, value: object) -> None:
    read_value = read(**{f"POLICIES_{name.upper()}": text})["policies"]
    assert read_value == {name: value}
    assert type(read_value[name]) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("TENANT_ID", "x", "a GUID is wanted, not 'x'"),
        ("CLIENT_ID", "{x}", "a GUID is wanted, not '{x}'"),
        ("DAEMON_CLIENT_ID", "9" * 500, "a GUID is wanted, not '999"),
        ("DOMAIN", "a b", "a name such as contoso.onmicrosoft.com is wanted, not 'a b'"),
        ("CLIENT_SECRET", "a\tb", "it has a control character"),
        ("CLIENT_SECRET", " ", "it is empty"),
        ("USERS", "alice:hunter2,", "'alice:password,bob:password' is wanted; part 2 has no name"),
        ("USERS", "alice:,bob:hunter2", "part 1 has no password"),
        ("USERS", "alice:hunter2\x01", "it has a control character"),
        ("USERS", "a\x01:hunter2", "'a\\x01' has a control character"),
        ("USERS", "alice:hunter2\udcff", "it has half of a surrogate pair"),
        ("POLICIES_BASIC_AUTH", "maybe", "basic_auth takes True, 'SMTP', False, not 'maybe'"),
        ("POLICIES_CONDITIONAL_ACCESS", '[{"nam": 1}]', "ConditionalAccessPolicy has no 'nam'; did you mean 'name'?"),
        ("POLICIES_BASIC_AUTH", "[" * 100_000, "basic_auth takes "),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(name: str, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(**{name: text})
    assert str(error.value).startswith(f"FAKESERVER_{name}: ")
    assert problem in str(error.value)
    assert "\n" not in str(error.value)
    assert "hunter2" not in str(error.value)
    assert len(str(error.value)) < 500


def test_an_unknown_variable_suggests_the_right_one() -> None:
    options = ["FAKESERVER_HTTP_PORT"]
    for name, problem in {
        "FAKESERVER_TENNANT_ID": "there is no such variable; did you mean 'FAKESERVER_TENANT_ID'?",
        "FAKESERVER_PORT": "there is no such variable; did you mean 'FAKESERVER_HTTP_PORT'?",
        "FAKESERVER_ZZZ": "there is no such variable; there are: FAKESERVER_CLIENT_ID, ",
        "FAKESERVER_POLICIES_BASIC_AUHT": "no such switch; did you mean 'FAKESERVER_POLICIES_BASIC_AUTH'?",
        "FAKESERVER_POLICIES_basic_auth": "no such switch; did you mean 'FAKESERVER_POLICIES_BASIC_AUTH'?",
    }.items():
        with pytest.raises(ConfigError) as error:
            check_names({"FAKESERVER_USERS": "a", name: ""}, options)
        assert str(error.value).startswith(f"{name}: ")
        assert problem in str(error.value)


def test_every_switch_has_a_variable_and_what_others_read_is_let_be() -> None:
    names = [f"FAKESERVER_POLICIES_{name.upper()}" for name in Policies.rows]
    check_names(dict.fromkeys([*names, "FAKESERVER_HTTP_PORT", "FAKE", "fakeserver_x"], "x"), ["FAKESERVER_HTTP_PORT"])


NAMES = st.sampled_from(
    [*(variable.name for variable in VARIABLES), *(f"FAKESERVER_POLICIES_{n.upper()}" for n in Policies.rows)]
)


@given(
    environment=st.dictionaries(
        NAMES, st.text() | st.sampled_from(["true", "1", "a:b,c", "[{}]", "NaN", "1e999"]), max_size=3
    )
)
def test_whatever_an_environment_has_is_read_or_refused_in_one_line(environment: dict[str, str]) -> None:
    try:
        table = read_environment(environment)
    except ConfigError as error:
        table, said = {}, str(error)
    else:
        said = "FAKESERVER_"
    assert said.startswith("FAKESERVER_")
    assert len(said.splitlines()) == 1
    # What has been read of switches is what they take.
    Tenant(defaults=False).policies.set(**table.get("policies", {}))
