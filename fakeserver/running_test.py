"""The test that runs."""

import os


def running_test() -> str:
    """Return the test that runs, in this process or in that which has started it; empty outside of pytest."""
    return os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
