"""One request after the other meets what a list has for it; behind its end it begins anew."""

from typing import Any

from fakeserver.edge.faults.effect import Effect, Moment, effect_of_part


def carry_out(moment: Moment, *, parts: tuple[tuple[str, dict[str, Any]] | None, ...]) -> Effect:
    """Do what stands at this request's place of the list."""
    return effect_of_part(parts[(moment.fault.taken - 1) % len(parts)], moment)
