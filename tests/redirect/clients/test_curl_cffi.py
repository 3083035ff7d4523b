"""curl_cffi within this process."""

import pytest

from pytest_m365 import Target

curl_cffi = pytest.importorskip("curl_cffi.requests")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://teams.microsoft.com/", "port 443 is kept from the network: nothing of it leads"),
        ("https://outlook.office365.com/", "port 443 is kept from the network: this way of connecting does not lead"),
    ],
)
def test_it_is_refused(url: str, said: str) -> None:
    with pytest.raises(curl_cffi.exceptions.CurlError, match=said):
        curl_cffi.get(url, timeout=60)


def test_other_names_are_its_own(m365: Target) -> None:
    assert curl_cffi.get(m365.authority.rpartition("/")[0], timeout=60, verify=m365.ca_file).status_code == 200
