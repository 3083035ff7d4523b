"""The certificate has expired."""

from fakeserver.edge.faults.effect import Effect, Moment


def carry_out(moment: Moment) -> Effect:
    """Show one of last year."""
    return Effect(handshake="expired")
