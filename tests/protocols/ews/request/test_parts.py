"""Parts that are read to the last."""

import pytest

from fakeserver.protocols.ews.errors import EwsError, Row
from fakeserver.protocols.ews.request.parts import Parts


def test_parts_are_all_read_and_the_first_error_is_raised() -> None:
    parts, errors = Parts(), [EwsError(Row("ErrorA", "a")), EwsError(Row("ErrorB", "b"))]

    def refused() -> int:
        raise errors.pop(0)

    assert [parts.read(lambda: 1, 0), parts.read(refused, 0), parts.read(refused, 2)] == [1, 0, 2]
    with pytest.raises(EwsError, match="ErrorA"):
        parts.check()
    Parts().check()
