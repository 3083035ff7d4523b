"""Whom a path names: ``/me``, an object id, or a user principal name."""

from fakeserver.tenant.access.visit import Visitor
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import MailboxNotFound, UserMustBeNamed


def named_user(visitor: Visitor, named: str) -> User:
    """Return the user that a path into a mailbox names.

    A secondary address is no user principal name.

    Raises:
        UserMustBeNamed: ``/me``, and an application speaks for itself.
        MailboxNotFound: nobody is called so.
    """
    if named.lower() == "me":
        if visitor.user is None:
            raise UserMustBeNamed
        return visitor.user
    user = find_user(visitor, named)
    if user is None:
        raise MailboxNotFound(named[:200])
    return user


def find_user(visitor: Visitor, named: str) -> User | None:
    """Return the listed user with an object id or a user principal name, in any case; None where there is none."""
    directory = visitor.tenant.directory
    user = directory.users.get(named.lower())
    if user is None:
        found = directory.user_by_address(named)
        user = found if found is not None and found.upn.lower() == named.lower() else None
    return user if user is not None and user.is_listed else None
