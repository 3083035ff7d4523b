import uuid
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.directory.permissions import (
    EXCHANGE,
    GRAPH,
    OPENID_SCOPES,
    RESOURCES,
    ResourceApplication,
    parse_scopes,
    resource_by_name,
)
from fakeserver.tenant.refusals import (
    DefaultScopeMixed,
    PermissionUnknown,
    Refusal,
    ResourceUnknown,
    ScopeInvalid,
    TwoResources,
    explained,
)


@pytest.mark.parametrize(
    ("scope", "resource", "audience", "values"),
    [
        (
            "https://outlook.office.com/IMAP.AccessAsUser.All",
            EXCHANGE,
            "https://outlook.office.com",
            {"IMAP.AccessAsUser.All"},
        ),
        (
            "https://outlook.office365.com/EWS.AccessAsUser.All https://outlook.office365.com/SMTP.Send",
            EXCHANGE,
            "https://outlook.office365.com",
            {"EWS.AccessAsUser.All", "SMTP.Send"},
        ),
        (
            "https://outlook.office.com/imap.accessasuser.all",
            EXCHANGE,
            "https://outlook.office.com",
            {"IMAP.AccessAsUser.All"},
        ),
        (
            "00000002-0000-0ff1-ce00-000000000000/SMTP.Send",
            EXCHANGE,
            "00000002-0000-0ff1-ce00-000000000000",
            {"SMTP.Send"},
        ),
        ("IMAP.AccessAsUser.All", GRAPH, "https://graph.microsoft.com", {"IMAP.AccessAsUser.All"}),
        ("User.Read", GRAPH, "https://graph.microsoft.com", {"User.Read"}),
    ],
)
def test_every_spelling_of_a_scope(scope: str, resource: ResourceApplication, audience: str, values: set[str]) -> None:
    read = parse_scopes(scope)
    assert (read.resource, read.audience, set(read.values), read.default) == (resource, audience, values, False)


def test_default_asks_for_everything_that_was_consented_to() -> None:
    read = parse_scopes("https://ps.outlook.com/.default")
    assert read.default
    assert read.audience == "https://ps.outlook.com"
    assert read.values == frozenset()


def test_a_doubled_slash_asks_for_an_audience_with_a_slash() -> None:
    assert parse_scopes("https://outlook.office365.com//.default").audience == "https://outlook.office365.com/"


def test_openid_scopes_belong_to_no_resource() -> None:
    read = parse_scopes("openid profile offline_access")
    assert read.resource is None
    assert read.openid == {"openid", "profile", "offline_access"}


def test_two_resources_in_one_token_are_refused() -> None:
    with pytest.raises(TwoResources):
        parse_scopes("https://outlook.office.com/SMTP.Send User.Read")


def test_unknown_permissions_and_resources_are_refused() -> None:
    with pytest.raises(ScopeInvalid):
        parse_scopes("https://outlook.office.com/Nonsense")
    with pytest.raises(ResourceUnknown):
        parse_scopes("https://example.com/.default")


def test_resources_are_known_by_every_address() -> None:
    for resource in RESOURCES:
        for uri in resource.identifier_uris:
            assert resource_by_name(uri) is resource
            assert resource_by_name(f"{uri.upper()}/") is resource
        assert resource_by_name(resource.app_id) is resource


def test_permission_ids_are_guids_and_unique_in_a_resource() -> None:
    for resource in RESOURCES:
        ids = [*resource.delegated.values(), *resource.application.values()]
        assert len(set(ids)) == len(ids)
        for permission_id in ids:
            assert permission_id
            assert str(uuid.UUID(permission_id)) == permission_id


@given(st.text())
def test_any_text_is_read_or_refused(scope: str) -> None:
    with suppress(Refusal):
        assert parse_scopes(scope).words == tuple(scope.split())


# --- what a refusal advises is what is taken --------------------------------------------------------------------------


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_the_permissions_that_a_refusal_names_are_those_that_are_taken(resource: ResourceApplication) -> None:
    address = resource.identifier_uris[0]
    with pytest.raises(PermissionUnknown) as raised:
        parse_scopes(f"{address}/Sing.Songs")
    assert (
        explained(raised.value).rule == f"{resource.app_id} has no permission Sing.Songs; it has {raised.value.known}"
    )
    for name in raised.value.known.split(", "):
        assert parse_scopes(f"{address}/{name}").values == {name}
    assert set(raised.value.known.split(", ")) == set(resource.delegated)


def test_what_a_refusal_lets_stand_beside_default_is_taken_there() -> None:
    default = "https://outlook.office.com/.default"
    with pytest.raises(DefaultScopeMixed) as raised:
        parse_scopes(f"{default} https://outlook.office.com/SMTP.Send")
    read = parse_scopes(" ".join([*raised.value.beside.split(", "), default]))
    assert (read.default, read.openid) == (True, OPENID_SCOPES)


@pytest.mark.parametrize("separator", ["\n", "\t", ",", ";", "\u00a0", "+"])
def test_only_blanks_separate(separator: str) -> None:
    with pytest.raises(ScopeInvalid):
        parse_scopes(f"User.Read{separator}Mail.Read")
    assert parse_scopes("  User.Read   Mail.Read ").values == {"User.Read", "Mail.Read"}


@pytest.mark.parametrize(
    "scope",
    [
        "https://outlook.office.com/.default https://graph.microsoft.com/.default",
        "https://outlook.office.com/.default https://outlook.office.com/SMTP.Send",
        ".default User.Read",
        "User.Read https://outlook.office.com/.DEFAULT",
    ],
)
def test_default_stands_alone(scope: str) -> None:
    with pytest.raises(DefaultScopeMixed):
        parse_scopes(scope)
    assert parse_scopes("openid .default .default").default
