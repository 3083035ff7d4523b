"""Who may be written to in a live run."""

import pytest

from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.recipients import check_recipient


@pytest.mark.parametrize(
    "address", ["a@fabrikam.com", "a@contoso.onmicrosoft.com.evil", "<a@sub.contoso.onmicrosoft.com>", ""]
)
def test_recipients_outside(address: str) -> None:
    with pytest.raises(NotAllowed, match=r"live tests send to the domains of .* contoso\.onmicrosoft\.com"):
        check_recipient(address, {"contoso.onmicrosoft.com"})


@pytest.mark.parametrize("address", ["A@CONTOSO.onmicrosoft.com", "<a+m365t-1@contoso.onmicrosoft.com>"])
def test_recipients_inside(address: str) -> None:
    check_recipient(address, {"contoso.onmicrosoft.com"})
