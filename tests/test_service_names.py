from fakeserver.service_names import EVERY, autodiscover_name


def test_every_name_stands_once_and_in_small_letters() -> None:
    assert len(set(EVERY)) == len(EVERY)
    assert [name for name in EVERY if name != name.lower()] == []


def test_a_domains_own_autodiscover() -> None:
    assert autodiscover_name("contoso.com") == "autodiscover.contoso.com"
