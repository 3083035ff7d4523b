"""The certificate is another host's."""

from fakeserver.edge.faults.effect import Effect, Moment


def carry_out(moment: Moment) -> Effect:
    """Show one for another name."""
    return Effect(handshake="wrong name")
