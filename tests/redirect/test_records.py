"""What DNS has of names that are known here."""

from fakeserver.redirect import Redirects
from fakeserver.redirect.force import Force, Named
from fakeserver.redirect.placeholders import address_of
from fakeserver.redirect.records import Record, answer

TABLE = Redirects(
    {("mail.example.com", 993): ("localhost", 1)},
    closed_suffixes=["example.com"],
    records={
        ("example.com", "MX"): ("0 one.example.com.", "5 two.example.com."),
        ("mail.example.com", "CNAME"): ("elsewhere.example.com.",),
    },
)


def named(host: str) -> Named:
    force = Force()
    force.begin(TABLE)
    found = force.named(host)
    assert found is not None
    return found


def test_records_of_a_type() -> None:
    assert answer(named("example.com"), "MX") == [
        Record("example.com", "MX", "0 one.example.com."),
        Record("example.com", "MX", "5 two.example.com."),
    ]
    assert answer(named("example.com"), "TXT") == answer(named("example.com"), "A") == []


def test_an_address_by_way_of_its_canonical_name() -> None:
    alias = Record("mail.example.com", "CNAME", "elsewhere.example.com.")
    address = address_of("mail.example.com")
    assert answer(named("mail.example.com"), "CNAME") == [alias]
    assert answer(named("mail.example.com"), "A") == [alias, Record("elsewhere.example.com", "A", address)]
    assert answer(named("mail.example.com"), "AAAA") == [
        alias,
        Record("elsewhere.example.com", "AAAA", f"::ffff:{address}"),
    ]


def test_a_name_that_is_closed_alone_does_not_exist() -> None:
    assert answer(named("www.example.com"), "A") is None
