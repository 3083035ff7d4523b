from collections.abc import Callable

import pytest

from fakeserver.listed import listed
from fakeserver.tenant.tenant import Tenant


def test_anything_that_is_no_text_is_a_list() -> None:
    assert listed("members", ("a", "b")) == listed("members", iter(["a", "b"])) == ["a", "b"]


CALLS: dict[str, Callable[[Tenant], object]] = {
    "members": lambda tenant: tenant.add_shared_mailbox("sales", members="alice"),
    "members ": lambda tenant: tenant.sign_ins.add_group("sales", members="alice"),
    "members  ": lambda tenant: tenant.add_distribution_group("sales", members="alice"),
    "members   ": lambda tenant: tenant.rights.add_application_access_policy(tenant.daemon_app, "alice"),
    "allowed_senders": lambda tenant: tenant.add_distribution_group("sales", allowed_senders="alice"),
    "scope": lambda tenant: tenant.rights.assign_role(tenant.daemon_app, "Application EWS.AccessAsApp", "alice"),
    "aliases": lambda tenant: tenant.add_user("carl", aliases="al"),
    "aliases ": lambda tenant: setattr(tenant.user("alice"), "aliases", "al"),
    "delegated": lambda tenant: tenant.register_app("x", delegated="SMTP.Send"),
    "application": lambda tenant: tenant.register_app("x", application="SMTP.SendAsApp"),
    "redirect_uris": lambda tenant: tenant.register_app("x", redirect_uris="http://localhost"),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_text_in_the_place_of_a_list_is_refused_before_anything_is_done(name: str, tenant: Tenant) -> None:
    users, apps = tenant.users, tenant.apps
    with pytest.raises(ValueError, match=rf"{name.strip()} takes a list, not '.*'; give \['"):
        CALLS[name](tenant)
    assert (tenant.users, tenant.apps) == (users, apps)
    assert tenant.user("alice").aliases == ()
