from fakeserver.tenant.exchange.subscriptions import Subscriptions


def test_what_every_mailbox_has_is_subscribed_until_somebody_leaves_it() -> None:
    subscriptions = Subscriptions()
    assert subscriptions.includes("one", built_in=True)
    assert not subscriptions.includes("one")
    subscriptions.remove("One")
    assert not subscriptions.includes("ONE", built_in=True)
    assert subscriptions.chosen == []
    subscriptions.add("one")
    assert subscriptions.includes("One")


def test_a_chosen_name_stays_as_it_was_written() -> None:
    subscriptions = Subscriptions()
    for name in ("Straße", "STRASSE", "two"):
        subscriptions.add(name)
    assert subscriptions.chosen == ["Straße", "two"]
    assert subscriptions.includes("strasse")
    subscriptions.remove("strasse")
    assert not subscriptions.includes("Straße", built_in=True)
    assert subscriptions.chosen == ["two"]
