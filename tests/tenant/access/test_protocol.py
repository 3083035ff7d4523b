from fakeserver.tenant.access.protocol import REQUIREMENTS, Protocol
from fakeserver.tenant.directory.permissions import EXCHANGE
from fakeserver.tenant.directory.users import USER_SWITCHES


def test_every_protocol_has_its_row():
    assert set(REQUIREMENTS) == set(Protocol)


def test_rows_name_permissions_and_switches_that_exist():
    for row in REQUIREMENTS.values():
        assert row.scope is None or row.scope in EXCHANGE.delegated
        assert row.role is None or row.role in EXCHANGE.application
        assert not row.switch or row.switch in USER_SWITCHES
