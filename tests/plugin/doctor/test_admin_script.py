"""The admin's script: it reads alone, and ids are literals in it."""

import re

import pytest

from pytest_m365.doctor.admin_script import admin_script, quoted
from tests.plugin.doctor.situation import Situation

#: a cmdlet is a verb, a hyphen and a noun with a capital
_CMDLET = re.compile(r"\b([A-Z][A-Za-z]+)-[A-Z]\w+")


@pytest.fixture
def script(situation: Situation) -> str:
    return admin_script(situation.settings(), ["alice@contoso.com", "o'brien@contoso.com"])


def code(script: str) -> str:
    return "\n".join(line for line in script.splitlines() if not line.startswith("#"))


def test_it_has_no_verb_that_changes_anything(script: str) -> None:
    verbs = {match[1] for match in _CMDLET.finditer(code(script))}
    # ConvertTo-Json writes what was read, to standard output.
    assert verbs == {"Connect", "Get", "Test", "ConvertTo"}
    assert {match[0] for match in _CMDLET.finditer(code(script)) if match[1] == "ConvertTo"} == {"ConvertTo-Json"}
    # Nor an alias, a call of .NET, of a program, or a file.
    assert not re.search(r"\[[A-Za-z.]+\]::|\||& |Invoke|\biex\b|>", code(script).replace("| ConvertTo-Json", ""))


def test_ids_are_filled_in(script: str, situation: Situation) -> None:
    assert f"'{situation.m365.tenant_id}'" in script
    assert f"'{situation.m365.public_app.client_id}', '{situation.m365.daemon_app.client_id}'" in script
    assert "__" not in script
    assert str(situation.m365.daemon_app.client_secret) not in script


def test_it_asks_what_the_rows_need(script: str) -> None:
    for cmdlet in (
        "Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy",
        "Get-TransportConfig",
        "Get-CASMailbox",
        "Get-Mailbox ",
        "Get-ServicePrincipal",
        "Get-MailboxPermission",
        "Get-ManagementRoleAssignment",
        "Test-ServicePrincipalAuthorization",
        "Test-ApplicationAccessPolicy",
        "Get-MgServicePrincipalAppRoleAssignment",
        "Get-MgIdentityConditionalAccessPolicy",
    ):
        assert cmdlet in script


@pytest.mark.parametrize(
    ("text", "literal"),
    [("a@x", "'a@x'"), ("o'brien", "'o''brien'"), ("a’b", "'a’’b'"), ("$(Remove-Mailbox)", "'$(Remove-Mailbox)'")],
)
def test_a_text_is_a_literal(text: str, literal: str) -> None:
    assert quoted(text) == literal


def test_an_address_ends_no_literal(script: str) -> None:
    assert "'o''brien@contoso.com'" in script
