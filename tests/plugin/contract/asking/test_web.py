"""HTTP goes to the target's hosts alone, and shows what came."""

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.web import Answer


@pytest.mark.parametrize(
    "url",
    [
        "https://outlook.office365.com/EWS/Exchange.asmx",
        "http://localhost/EWS/Exchange.asmx",
        "https://localhost.evil.example/",
        "https://localhost@evil.example/",
        "file:///etc/passwd",
    ],
)
def test_another_host_is_not_asked(asker: Asker, url: str) -> None:
    with pytest.raises(ValueError, match="none of the target's hosts, which alone are asked"):
        asker.web.ask("GET", url)


def test_an_answer_is_whole(asker: Asker) -> None:
    answer = asker.web.ask("GET", f"{asker.target.authority}/v2.0/.well-known/openid-configuration")
    assert answer.status == 200
    assert answer.field("content-TYPE").startswith("application/json")
    assert answer.field("X-Frobnicate") == ""
    assert '"issuer"' in answer.body


def test_a_connection_that_was_closed_meanwhile_is_made_anew(asker: Asker, m365_fake: Tenant) -> None:
    url = f"{asker.target.authority}/discovery/v2.0/keys"
    assert asker.web.ask("GET", url).status == 200
    m365_fake.faults.down("token", times=1)
    assert asker.web.ask("GET", url).status == 200


def test_challenges_in_one_field_or_in_several_are_the_same_line() -> None:
    one = Answer(401, (("WWW-Authenticate", 'Bearer x="1",Basic Realm=""'),), "")
    two = Answer(401, (("WWW-Authenticate", 'Bearer x="1"'), ("www-authenticate", 'Basic Realm=""')), "")
    blank = Answer(401, (("WWW-Authenticate", 'Bearer x="1", Basic Realm=""'),), "")
    assert one.front_end() == two.front_end() == blank.front_end()
    assert one.front_end() == ["401", 'WWW-Authenticate: Bearer x="1",Basic Realm=""', "(empty body)"]
    assert Answer(415, (), "x").front_end() == ["415", "(a body)"]
