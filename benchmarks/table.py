"""A figure, and the table of them."""

import math
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """One thing measured."""

    what: str
    value: float
    unit: str
    #: what it should be at most (a time) or at least (a rate); None: a yardstick that others are compared with
    bar: float | None = None
    better: Literal["less", "more"] = "less"

    @property
    def ratio(self) -> float | None:
        """Measured by bar: for times under 1 is good, for rates over 1."""
        return None if self.bar is None else self.value / self.bar

    @property
    def kept(self) -> bool | None:
        """Whether the bar is kept; None without one."""
        if self.ratio is None:
            return None
        return self.ratio <= 1 if self.better == "less" else self.ratio >= 1


def milliseconds(work: Callable[[], object], times: int) -> float:
    """Return the median time of one call."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as Markdown."""
    lines = ["| what | measured | bar | measured / bar | |", "| --- | ---: | ---: | ---: | --- |"]
    for figure in figures:
        bar = "" if figure.bar is None else f"{figure.bar:,g} {figure.unit}"
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        kept = {None: "", True: "kept", False: "**missed**"}[figure.kept]
        lines.append(f"| {figure.what} | {_number(figure.value)} {figure.unit} | {bar} | {ratio} | {kept} |")
    return "\n".join(lines)


def _number(value: float) -> str:
    if math.isnan(value):
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
