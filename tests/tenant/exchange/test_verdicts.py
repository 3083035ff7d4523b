"""The header fields by which the spam filter tells what it thinks."""

import pytest

from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.verdicts import NOT_LOOKED_AT, Verdict, is_suspected, judged, suspected

MESSAGE = NOT_LOOKED_AT + b"From: a@example.com\r\nX-MS-Exchange-Organization-SCL: -1\r\n\r\nHi"


@pytest.mark.parametrize("looks", [bytes, suspected])
@pytest.mark.parametrize("verdict", Verdict)
def test_the_level_is_in_both_fields(verdict: Verdict, looks: type[bytes]) -> None:
    mime = judged(looks(MESSAGE), verdict)
    report = top_header(mime, b"X-Forefront-Antispam-Report")
    if report:
        assert f";SCL:{top_header(mime, b'X-MS-Exchange-Organization-SCL')};" in report
    else:
        assert mime == looks(MESSAGE)
    # What its author wrote stays as it is.
    assert mime.endswith(MESSAGE.removeprefix(NOT_LOOKED_AT))


def test_what_looks_like_spam() -> None:
    assert not is_suspected(MESSAGE)
    assert is_suspected(suspected(MESSAGE))
