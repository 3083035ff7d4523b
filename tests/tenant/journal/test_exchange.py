from fakeserver.tenant.journal.exchange import RefusedExchange
from fakeserver.tenant.refusals import TokenExpired
from tests.tenant.journal.noted import exchange


def test_one_line() -> None:
    at = exchange(0, "IMAP", "FETCH", "OK", ordered="faults.slow('imap', seconds=2)")
    assert at.line == "08:00:00.000000 IMAP: FETCH -> OK  (ordered by the test: faults.slow('imap', seconds=2))"
    assert exchange(0, "IMAP", "a remark", "").line == "08:00:00.000000 IMAP: a remark"


def test_a_refused_one_is_known_by_its_class() -> None:
    assert isinstance(exchange(0, "IMAP", "FETCH", "NO", TokenExpired()), RefusedExchange)
    assert not isinstance(exchange(0), RefusedExchange)
