"""Users of the directory, alone and in lists."""

import pytest

from tests.protocols.graph.asking import Graph, error, ok

SCOPES = ("User.ReadBasic.All",)


def names(graph: Graph, query: str = "") -> list[str]:
    found = ok(graph.get(f"/users{query}", scopes=SCOPES))
    return [each["userPrincipalName"].partition("@")[0] for each in found["value"]]


def test_oneself_and_another(graph: Graph) -> None:
    me = ok(graph.get("/me", scopes=("User.Read",)))
    assert me["userPrincipalName"] == graph.tenant.user("alice").upn
    assert me["@odata.context"] == f"{graph.root}/$metadata#users/$entity"
    bob = graph.tenant.user("bob")
    shown = [ok(graph.get(f"/users/{named}", scopes=SCOPES)) for named in (bob.upn, bob.object_id, bob.upn.upper())]
    assert {each["id"] for each in shown} == {bob.object_id}
    assert error(graph.get(f"/users/{bob.upn}", scopes=("User.Read",)))[:2] == (403, "Authorization_RequestDenied")


def test_a_list_and_its_pages(graph: Graph) -> None:
    assert names(graph)[:2] == ["alice", "bob"]
    page = ok(graph.get("/users?$top=1&$select=mail", scopes=SCOPES))
    assert len(page["value"]) == 1
    rest = ok(graph.get(page["@odata.nextLink"], scopes=SCOPES))
    assert rest["value"][0]["mail"] == graph.tenant.user("bob").address


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?$filter=startswith(userPrincipalName,'b')", ["bob"]),
        ("?$filter=mail eq 'ALICE@{domain}'", ["alice"]),
        ("?$filter=proxyAddresses/any(a:a eq 'smtp:bob@{domain}')", ["bob"]),
        ("?$filter=accountEnabled eq false", []),
        ("?$orderby=userPrincipalName desc", ["bob", "alice"]),
    ],
)
def test_a_filter_and_an_order(graph: Graph, query: str, found: list[str]) -> None:
    domain = graph.tenant.user("alice").address.partition("@")[2]
    shown = [name for name in names(graph, query.format(domain=domain)) if name in ("alice", "bob")]
    assert shown == found


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("$top=0", 400, "Request_UnsupportedQuery"),
        ("$top=1000", 400, "Request_UnsupportedQuery"),
        ("$skiptoken=x", 400, "Directory_ExpiredPageToken"),
        ("$filter=jobTitle eq 'x'", 400, "Request_UnsupportedQuery"),
        ("$filter=contains(displayName,'x')", 400, "Request_UnsupportedQuery"),
        ("$filter=displayName gt 'x'", 400, "Request_UnsupportedQuery"),
        ("$filter=mail eq", 400, "BadRequest"),
        ("$orderby=jobTitle", 400, "BadRequest"),
        ("$orderby=mail", 400, "Request_UnsupportedQuery"),
        ("$count=maybe", 400, "BadRequest"),
    ],
)
def test_what_cannot_be_asked(graph: Graph, query: str, status: int, code: str) -> None:
    assert error(graph.get(f"/users?{query}", scopes=SCOPES))[:2] == (status, code)


def test_the_property_is_named_that_is_not_filtered(graph: Graph) -> None:
    assert error(graph.get("/users?$filter=displayName eq 'x' and jobTitle eq 'y'", scopes=SCOPES))[2] == (
        "Unsupported or invalid query filter clause specified for property 'jobTitle' of resource 'User'."
    )


@pytest.mark.parametrize("path", ["/users/nobody@example.com", "/users('')", "/users('%20')"])
def test_nobody(graph: Graph, path: str) -> None:
    assert error(graph.get(path, scopes=SCOPES))[:2] == (404, "Request_ResourceNotFound")


def test_the_context_names_what_was_selected(graph: Graph) -> None:
    shown = ok(graph.get("/me?$select=displayName,id", scopes=("User.Read",)))
    assert shown["@odata.context"] in {
        f"{graph.root}/$metadata#users({names})/$entity" for names in ("displayName,id", "id,displayName")
    }
    assert ok(graph.get("/me?$select=mail", scopes=("User.Read",)))["@odata.context"].endswith("#users(mail)/$entity")
