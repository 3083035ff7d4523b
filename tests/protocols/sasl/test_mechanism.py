from fakeserver.protocols.sasl import LOGIN, PLAIN, XOAUTH2, by_name


def test_mechanisms_are_offered_by_their_names_in_upper_case() -> None:
    offered = by_name(PLAIN, XOAUTH2)
    assert offered == {"PLAIN": PLAIN, "XOAUTH2": XOAUTH2}
    assert offered.get("xoauth2") is None


def test_each_has_a_challenge_for_each_response() -> None:
    assert [len(mechanism.challenges) for mechanism in (PLAIN, XOAUTH2, LOGIN)] == [1, 1, 2]
