from fakeserver.endpoint import Endpoint
from pytest_m365 import Endpoint as OfThePlugin


def test_an_endpoint_is_what_connects() -> None:
    assert Endpoint("localhost", 993) == ("localhost", 993)
    assert OfThePlugin is Endpoint
