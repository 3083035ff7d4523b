"""A tenant's domains, as a list that tells of changes."""

from typing import Any

import pytest

from fakeserver.tenant.administration.domains import Domains


def test_it_is_a_list() -> None:
    domains = Domains(["contoso.com"])
    domains.append("fabrikam.com")
    domains += ["tailspin.com"]
    domains.remove("fabrikam.com")
    assert domains == ["contoso.com", "tailspin.com"] == list(domains)
    assert domains == Domains(domains)
    assert domains != ["contoso.com"]
    assert (domains[0], domains[1:], len(domains)) == ("contoso.com", ["tailspin.com"], 2)
    assert repr(domains) == "['contoso.com', 'tailspin.com']"
    with pytest.raises(TypeError, match="unhashable"):
        hash(domains)


def test_changes_are_told_while_the_block_lasts() -> None:
    domains = Domains(["contoso.com"])
    seen: list[list[str]] = []
    with domains.watched(lambda: seen.append(list(domains))):
        domains.append("a.example")
        domains[1] = "b.example"
        del domains[1]
    domains.append("c.example")
    assert seen == [["contoso.com", "a.example"], ["contoso.com", "b.example"], ["contoso.com"]]


def test_what_was_remembered_is_put_back_and_told() -> None:
    domains = Domains(["contoso.com"])
    restore = domains.remember()
    told: list[int] = []
    with domains.watched(lambda: told.append(len(domains))):
        restore()
        domains.append("a.example")
        restore()
        restore()
    assert domains == ["contoso.com"]
    assert told == [2, 1]


@pytest.mark.parametrize("name", ["", "x y", "localhost", "a..example", 7, None])
def test_what_is_no_domain_is_refused(name: Any) -> None:
    domains = Domains(["contoso.com"])
    with pytest.raises(ValueError, match="is no domain"):
        domains.append(name)
    with pytest.raises(ValueError, match="is no domain"):
        domains[0] = name
    with pytest.raises(ValueError, match="is no domain"):
        domains[:] = ["fabrikam.com", name]
    with pytest.raises(ValueError, match="is no domain"):
        domains += [name]
    assert domains == ["contoso.com"]
