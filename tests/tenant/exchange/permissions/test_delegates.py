from fakeserver.tenant.exchange.permissions.delegates import DelegateOptions, Delegates, MeetingDelivery


def test_options_are_kept_by_mailbox_and_delegate() -> None:
    delegates = Delegates()
    chosen = DelegateOptions(sees_private_items=True)
    delegates.set_options("alice", "bob", chosen)
    assert delegates.options("alice", "bob") == chosen
    assert delegates.options("carol", "bob") == DelegateOptions()
    delegates.forget("alice", "bob")
    delegates.forget("alice", "bob")
    assert delegates.options("alice", "bob") == DelegateOptions()


def test_the_owner_chooses_who_gets_meeting_messages() -> None:
    delegates = Delegates()
    delegates.set_delivery("alice", MeetingDelivery.OWNER_ONLY)
    assert delegates.delivery("alice") is MeetingDelivery.OWNER_ONLY
    assert delegates.delivery("bob") is MeetingDelivery.DELEGATES_AND_INFORM_OWNER


def test_what_nobody_has_chosen_is_known() -> None:
    delegates = Delegates()
    assert not delegates.has_chosen("alice")
    delegates.set_delivery("alice", MeetingDelivery.DELEGATES_AND_INFORM_OWNER)
    assert delegates.has_chosen("alice")
