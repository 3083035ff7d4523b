"""The TLS handshake fails."""

from fakeserver.edge.faults.effect import Effect, Moment


def carry_out(moment: Moment) -> Effect:
    """Answer with an alert."""
    return Effect(handshake="alert")
