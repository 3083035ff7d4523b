import re
from pathlib import Path

from fakeserver.tenant.access import admission
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.directory.permissions import EXCHANGE
from fakeserver.tenant.directory.users import USER_SWITCHES
from fakeserver.tenant.exchange.permissions.mailbox_permissions import RIGHTS
from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy


def test_every_protocol_has_its_row() -> None:
    assert set(REQUIREMENTS) == set(Protocol)


def test_rows_name_permissions_and_switches_that_exist() -> None:
    for row in REQUIREMENTS.values():
        assert row.scope is None or row.scope in EXCHANGE.delegated
        assert row.role is None or row.role in EXCHANGE.application
        assert not row.switch or row.switch in USER_SWITCHES
        assert row.enough_rights <= RIGHTS
        assert not row.policy_word or not AuthenticationPolicy("none").allows(row.policy_word)
        assert bool(row.policy_word) is bool(row.basic_auth)


def test_an_application_comes_in_by_registration_or_by_impersonation_or_has_no_mailbox_to_open() -> None:
    by_registration = {protocol for protocol, row in REQUIREMENTS.items() if row.by_registration}
    by_impersonation = {protocol for protocol, row in REQUIREMENTS.items() if row.by_impersonation}
    assert by_registration == {Protocol.IMAP, Protocol.POP3, Protocol.SMTP}
    assert by_impersonation == {Protocol.EWS}


def test_no_protocol_is_asked_for_by_name_where_a_column_would_say_it() -> None:
    """What differs between protocols stands in the table, so that a new one is a row."""
    folder = Path(admission.__file__).parent
    named = [path.name for path in folder.rglob("*.py") if re.search(r"\bis (not )?Protocol\.", path.read_text())]
    assert named == []
