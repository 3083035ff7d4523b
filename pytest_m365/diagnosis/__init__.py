"""From what was seen of a failure to what is wrong: likely causes, excluded ones, the fix, and how long it takes.

``diagnose(exception)`` is for the report of a failed live test; ``python -m pytest_m365 doctor`` sees more, and so can
exclude more. The rows are in `rows/`; docs/doctor.md has them as a table.
"""

from pytest_m365.diagnosis.diagnosis import Diagnosis as Diagnosis
from pytest_m365.diagnosis.reading import chain as chain
from pytest_m365.diagnosis.reading import diagnose as diagnose
from pytest_m365.diagnosis.seen import Reached as Reached
from pytest_m365.diagnosis.seen import Seen as Seen

__all__ = ["Diagnosis", "Reached", "Seen", "chain", "diagnose"]
