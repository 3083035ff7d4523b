"""Nobody trusts who has signed the certificate."""

from fakeserver.edge.faults.effect import Effect, Moment


def carry_out(moment: Moment) -> Effect:
    """Show one of another authority."""
    return Effect(handshake="untrusted")
