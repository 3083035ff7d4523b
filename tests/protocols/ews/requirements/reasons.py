"""Why a captured requirement does not hold here: it is not this service's, or it is open."""

from typing import Final

from tests.protocols.ews.requirements.captured import Requirement


def _numbered(table: dict[str, dict[str, str]]) -> dict[str, set[Requirement]]:
    return {
        reason: {(f"MS-OXWS{name}", int(number)) for name, numbers in protocols.items() for number in numbers.split()}
        for reason, protocols in table.items()
    }


#: Reason -> the requirements that are not Exchange Online's.
NOT_THIS_SERVICE: Final = _numbered(
    {
        "what Exchange 2007 and 2010 alone do": {
            "ATT": "552",
            "BTRF": "2111",
            "CDATA": "1489 19240",
            "CORE": "2936 20451 23093 204511 204512",
            "FOLD": "1532 54911 55501 1121111",
            "MTGS": "654 695 706 715 911",
        },
    }
)

#: Reason -> the requirements that are this service's, and not met here.
OPEN: Final = _numbered({})
