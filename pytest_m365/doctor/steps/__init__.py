"""The steps of the walk, in the order in which they are taken: each asks its questions, given what came before.

A step is a function from the context to questions (`Probe`). A question whose premise failed is asked all the same, and
answered with the reason why it was skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe

Step = Callable[[Context], Iterator[Probe]]


def steps() -> tuple[Step, ...]:
    """Return the steps after the settings, which are looked at before anything is asked of anybody."""
    from pytest_m365.doctor.steps import (
        autodiscover,
        clock,
        contents,
        discovery,
        ews,
        federation,
        graph,
        imap,
        names,
        pop3,
        ports,
        sending,
        smtp,
        tls,
        tokens,
        trust,
    )

    return (
        trust.step,
        names.step,
        ports.step,
        tls.step,
        clock.step,
        discovery.step,
        federation.step,
        tokens.step,
        autodiscover.step,
        imap.step,
        pop3.step,
        smtp.step,
        ews.step,
        graph.step,
        contents.step,
        sending.step,
    )
