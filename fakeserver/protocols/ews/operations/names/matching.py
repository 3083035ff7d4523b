"""Ambiguous name resolution: finding people of the directory by a few typed characters.

Source: web-service-reference/resolvenames-operation, "Remarks"; Exchange's ambiguous name resolution compares the
beginnings of names and addresses without case.
"""

from collections.abc import Sequence

from fakeserver.steps import Steps, in_batches, ordered
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.directory.users import User

#: Whom a name may mean.
Named = User | DistributionGroup


def listed(directory: Directory) -> list[Named]:
    """Return whom address lists show."""
    return [*(user for user in directory.users.values() if user.is_listed), *directory.distribution_groups.values()]


def people(known: Sequence[Named], entry: str) -> Steps[list[Named]]:
    """Return the users and groups that an entry may mean, by display name; in steps, as a directory may be large.

    Args:
        known: the directory's.
        entry: the beginning of a display name, of one of its words, of a sign-in name or of an address; several
            words must each begin one of the name's. ``smtp:`` before an address asks for exactly that address.
    """
    wanted = entry.strip().lower()
    found: list[Named] = []
    if wanted.startswith("smtp:"):
        exact = wanted.removeprefix("smtp:")
        yield from in_batches(
            known, lambda some: found.extend([one for one in some if exact in map(str.lower, one.addresses)])
        )
    else:
        # "=" before an entry asks for an exact alias, as Outlook users know it.
        yield from in_batches(known, lambda some: found.extend([one for one in some if _means(wanted, one)]))
    return (yield from ordered(found, lambda one: (one.display_name.lower(), one.address.lower())))


def _means(wanted: str, one: Named) -> bool:
    if not wanted:
        return False
    if wanted.startswith("="):
        return wanted[1:] in {address.lower().partition("@")[0] for address in one.addresses}
    if any(address.lower().startswith(wanted) for address in one.addresses):
        return True
    words = one.display_name.lower().split()
    if isinstance(one, User):
        words += [one.given_name.lower(), one.surname.lower()]
    return all(any(word.startswith(part) for word in words) for part in wanted.split())
