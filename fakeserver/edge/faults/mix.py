"""A request meets one of several faults, by chance."""

from typing import Any

from fakeserver.edge.faults.effect import Effect, Moment, effect_of_part


def carry_out(moment: Moment, *, parts: tuple[tuple[str, dict[str, Any]] | None, ...]) -> Effect:
    """Do one of the list."""
    return effect_of_part(moment.fault.random.choice(parts), moment)
