import pytest

from fakeserver.tenant.access.checks.ews_access import check_ews_access
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.refusals import (
    EwsApplicationNotAllowed,
    EwsDisabledForTenant,
    ProtocolDisabledForTenant,
    Refusal,
)

APP = Application("11111111-aaaa-0000-0000-000000000000", "o", "s", "Contoso Mail")
MINE, OTHERS = (APP.client_id.upper(),), ("22222222-0000-0000-0000-000000000000",)


@pytest.mark.parametrize(
    ("enabled", "allowed", "refusal"),
    [
        (True, None, None),
        (True, (), None),
        (True, MINE, None),
        (True, (*OTHERS, *MINE), None),
        (True, OTHERS, EwsApplicationNotAllowed),
        (None, OTHERS, None),  # before its flip: the list has no effect
        (False, None, EwsDisabledForTenant),
        (False, MINE, EwsDisabledForTenant),
    ],
)
def test_the_retirement_table(
    enabled: bool | None, allowed: tuple[str, ...] | None, refusal: type[Refusal] | None
) -> None:
    check_ews_access(enabled, allowed, Protocol.IMAP, APP)
    if refusal is None:
        check_ews_access(enabled, allowed, Protocol.EWS, APP)
        return
    with pytest.raises(ProtocolDisabledForTenant) as refused:
        check_ews_access(enabled, allowed, Protocol.EWS, APP)
    assert type(refused.value) is refusal
    assert refused.value.fix


def test_a_password_is_on_no_list_of_applications() -> None:
    with pytest.raises(EwsApplicationNotAllowed):
        check_ews_access(True, MINE, Protocol.EWS, None)
