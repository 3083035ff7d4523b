"""Ambiguous name resolution: finding people of the directory by a few typed characters.

Source: web-service-reference/resolvenames-operation, "Remarks"; Exchange's ambiguous name resolution compares the
beginnings of names and addresses without case.
"""

from collections.abc import Iterable

from fakeserver.tenant.directory.users import User


def people(users: Iterable[User], entry: str) -> list[User]:
    """Return the users that an entry may mean, by display name.

    Args:
        users: the directory's.
        entry: the beginning of a display name, of one of its words, of a sign-in name or of an address; several
            words must each begin one of the name's. ``smtp:`` before an address asks for exactly that address.
    """
    wanted = entry.strip().lower()
    if wanted.startswith("smtp:"):
        exact = wanted.removeprefix("smtp:")
        found = [user for user in users if exact in map(str.lower, user.addresses)]
    else:
        # "=" before an entry asks for an exact alias, as Outlook users know it.
        found = [user for user in users if _means(wanted, user)]
    return sorted(found, key=lambda user: (user.display_name.lower(), user.upn.lower()))


def _means(wanted: str, user: User) -> bool:
    if not wanted:
        return False
    if wanted.startswith("="):
        return wanted[1:] in {address.lower().partition("@")[0] for address in user.addresses}
    if any(address.lower().startswith(wanted) for address in user.addresses):
        return True
    words = [*user.display_name.lower().split(), user.given_name.lower(), user.surname.lower()]
    return all(any(word.startswith(part) for word in words) for part in wanted.split())
