import pytest

from fakeserver.tenant.exchange.permissions.application_access import (
    AccessRight,
    ApplicationAccessPolicies,
    ApplicationAccessPolicy,
)

HERE, ELSEWHERE = frozenset({"alice", "bob"}), frozenset({"bob"})


@pytest.mark.parametrize(
    ("policies", "against"),
    [
        ([], None),
        ([("else", HERE, "DenyAccess")], None),
        ([("app", HERE, "RestrictAccess")], None),
        ([("app", ELSEWHERE, "RestrictAccess")], "RestrictAccess"),
        ([("app", HERE, "DenyAccess")], "DenyAccess"),
        ([("app", ELSEWHERE, "DenyAccess")], None),
        ([("app", HERE, "RestrictAccess"), ("app", HERE, "DenyAccess")], "DenyAccess"),
        ([("app", ELSEWHERE, "RestrictAccess"), ("app", HERE, "RestrictAccess")], None),
        ([("app", ELSEWHERE, "DenyAccess"), ("app", ELSEWHERE, "RestrictAccess")], "RestrictAccess"),
        ([("app", frozenset(), "RestrictAccess")], "RestrictAccess"),
    ],
)
def test_the_order_of_evaluation(policies: list[tuple[str, frozenset[str], AccessRight]], against: str | None) -> None:
    changes: list[None] = []
    tenants = ApplicationAccessPolicies(lambda: changes.append(None))
    for client_id, members, right in policies:
        tenants.add(ApplicationAccessPolicy(client_id, members, right, f"{right} for {client_id}"))
    found = tenants.against("app", "alice")
    assert (None if found is None else found.right) == against
    for policy in tenants:
        tenants.remove(policy)
    assert tenants.against("app", "alice") is None
    assert len(changes) == 2 * len(policies)


def test_an_unknown_right_suggests_the_right_one() -> None:
    with pytest.raises(ValueError, match="did you mean 'DenyAccess'"):
        ApplicationAccessPolicy("app", HERE, "Deny")
