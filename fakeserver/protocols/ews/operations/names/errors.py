"""EWS errors of operations on names."""

from typing import Final

from fakeserver.protocols.ews.errors import Row

NO_RESULTS: Final = Row("ErrorNameResolutionNoResults", "No results were found.")
MULTIPLE_RESULTS: Final = Row("ErrorNameResolutionMultipleResults", "Multiple results were found.")
