"""The mailbox is moved to another database while somebody is in it."""

from dataclasses import replace

from fakeserver.edge.faults import bye
from fakeserver.edge.faults.effect import Effect, Moment


def carry_out(moment: Moment) -> Effect:
    """Move it, and say goodbye as the front end does."""
    return replace(bye.carry_out(moment, timed_out=False), moves=True)
