from fakeserver.tenant.journal.asserting import SHOWN, was_asked
from fakeserver.tenant.journal.wanted import Wanted
from tests.tenant.journal.noted import exchange


def test_only_the_last_ones_are_shown() -> None:
    lines = was_asked(Wanted(), [exchange(at) for at in range(SHOWN + 2)]).splitlines()
    assert lines[:2] == [f"nothing was to be asked, and it was, {SHOWN + 2} times:", "  ... and 2 before"]
    assert len(lines) == SHOWN + 2
    assert lines[-1] == f"  {exchange(SHOWN + 1).line}"
