"""Queries of the directory that need ``ConsistencyLevel: eventual``."""

import pytest

from tests.protocols.graph.asking import Graph, error, ok

SCOPES = ("User.ReadBasic.All",)
EVENTUAL = {"ConsistencyLevel": "eventual"}


def operator(name: str) -> tuple[int, str, str]:
    return (
        400,
        "Request_UnsupportedQuery",
        f"Operator '{name}' is not supported because the required parameters might be missing. Try adding $count=true "
        "query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for "
        "more information",
    )


SORTING = (400, "Request_UnsupportedQuery", "Sorting not supported for current query.")


@pytest.mark.parametrize(
    ("query", "refusal", "found"),
    [
        ("$filter=endswith(userPrincipalName,'{domain}') and mail ne 'alice@{domain}'", operator("endsWith"), ["bob"]),
        ("$filter=proxyAddresses/any(a:endswith(a,':bob@{domain}'))", operator("endsWith"), ["bob"]),
        ("$filter=mail ne 'alice@{domain}'", operator("ne"), ["bob"]),
        ("$filter=not startswith(mail,'a')", operator("not"), ["bob"]),
        ("$filter=accountEnabled eq true&$orderby=userPrincipalName desc", SORTING, ["bob", "alice"]),
    ],
)
def test_what_only_an_advanced_query_asks(
    graph: Graph, query: str, refusal: tuple[int, str, str], found: list[str]
) -> None:
    asked = query.format(domain=graph.tenant.user("alice").address.partition("@")[2])
    assert error(graph.get(f"/users?{asked}", scopes=SCOPES)) == refusal
    assert error(graph.get(f"/users?{asked}&$count=true", scopes=SCOPES)) == refusal
    assert error(graph.get(f"/users?{asked}", scopes=SCOPES, headers=EVENTUAL)) == refusal
    answer = ok(graph.get(f"/users?{asked}&$count=true", scopes=SCOPES, headers=EVENTUAL))
    names = [each["userPrincipalName"].partition("@")[0] for each in answer["value"]]
    assert [name for name in names if name in ("alice", "bob")] == found
    assert answer["@odata.count"] == len(names)


def test_a_count_is_passed_over_without_the_header(graph: Graph) -> None:
    assert "@odata.count" not in ok(graph.get("/users?$count=true", scopes=SCOPES))
    assert "ConsistencyLevel" in graph.tenant.journal.entries[-1].answered


def test_the_number_of_users(graph: Graph) -> None:
    counted = graph.get("/users/$count?$filter=startswith(mail,'b')", scopes=SCOPES, headers=EVENTUAL)
    assert (counted.status_code, counted.text) == (200, "1")
    assert counted.headers["Content-Type"].startswith("text/plain")
    assert error(graph.get("/users/$count", scopes=SCOPES)) == (
        400,
        "Request_BadRequest",
        "$count is not currently supported.",
    )


def test_a_search_needs_the_header_alone(graph: Graph) -> None:
    query = '/users?$search="displayName:ali"'
    assert error(graph.get(query, scopes=SCOPES)) == (
        400,
        "Request_UnsupportedQuery",
        "Request with $search query parameter only works through MSGraph with a special request header: "
        "'ConsistencyLevel: eventual'",
    )
    found = ok(graph.get(query, scopes=SCOPES, headers=EVENTUAL))["value"]
    assert [each["mail"] for each in found] == [graph.tenant.user("alice").address]
