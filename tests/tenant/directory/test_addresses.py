from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.directory.addresses import Addresses
from fakeserver.tenant.directory.users import User

NAMES = [f"{name}@contoso.com" for name in ("a", "b", "c")]


@given(st.lists(st.tuples(st.integers(0, 2), st.lists(st.sampled_from([*NAMES, *map(str.upper, NAMES)])))))
def test_each_address_is_one_of_those_who_have_it_and_stays_until_given_up(
    changes: list[tuple[int, list[str]]],
) -> None:
    addresses = Addresses()
    users = [User(f"{number}", f"{number}@contoso.com", None, display_name="X") for number in range(3)]
    having: list[list[str]] = [[], [], []]
    for number, after in changes:
        owners = {name: addresses.user(name) for name in NAMES}
        addresses.replace(users[number], having[number], after)
        having[number] = after
        for name in NAMES:
            entitled: list[User | None] = [
                user for user, has in zip(users, having, strict=True) if name in map(str.lower, has)
            ]
            assert addresses.user(name.title()) in (entitled or [None])
            if owners[name] in entitled:
                assert addresses.user(name) is owners[name]
