import pytest

from fakeserver.tenant.exchange.permissions.application_roles import ROLES, RoleAssignment, RoleAssignments


@pytest.mark.parametrize(
    ("assignments", "reached"),
    [
        ([], False),
        ([("app", "Application SMTP.SendAsApp", None)], True),
        ([("app", "Application SMTP.SendAsApp", frozenset({"alice"}))], True),
        ([("app", "Application SMTP.SendAsApp", frozenset({"bob"}))], False),
        (
            [("app", "Application SMTP.SendAsApp", frozenset({"bob"})), ("app", "Application SMTP.SendAsApp", None)],
            True,
        ),
        ([("app", "Application EWS.AccessAsApp", None)], False),
        ([("app", "Application Mail.Send", None)], False),
        ([("else", "Application SMTP.SendAsApp", None)], False),
    ],
)
def test_what_assignments_reach(assignments: list[tuple[str, str, frozenset[str] | None]], reached: bool) -> None:
    roles = RoleAssignments(lambda: None)
    for assignment in assignments:
        roles.add(RoleAssignment(*assignment))
    assert roles.reaches("app", "Application SMTP.SendAsApp", "alice") is reached


def test_an_unknown_role_suggests_the_right_one() -> None:
    with pytest.raises(ValueError, match=r"did you mean 'Application SMTP\.SendAsApp'"):
        RoleAssignment("app", "SMTP.SendAsApp")
    assert all(name.startswith("Application ") for name in ROLES)
