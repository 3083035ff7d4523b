import pytest

from fakeserver.tenant.access.policies.ews_enabled import EwsDisabledForTenant, check_ews_enabled
from fakeserver.tenant.access.protocol import Protocol


def test_only_false_is_off_and_only_for_ews():
    for value in (True, None):
        check_ews_enabled(value, Protocol.EWS)
    check_ews_enabled(False, Protocol.IMAP)
    with pytest.raises(EwsDisabledForTenant) as refused:
        check_ews_enabled(False, Protocol.EWS)
    assert "EwsEnabled" in refused.value.rule
    assert "EWS is switched off" in refused.value.explain()
