from fakeserver.tenant.journal.probes import is_guess, without_probes
from fakeserver.tenant.refusals import CredentialMissing, TokenExpired, explained
from fakeserver.tenant.refusals.explanation import Explanation
from tests.tenant.journal.noted import exchange

DUMMY = Explanation("IdMalformed", "The id cannot be read.", facts={"given": "DUMMY"})


def test_a_guess_at_the_version() -> None:
    assert is_guess(DUMMY)
    assert not is_guess(explained(TokenExpired()))


def test_what_was_refused_on_purpose_is_left_out() -> None:
    guess = exchange(0, "EWS", "ConvertId", "ErrorInvalidIdMalformed", DUMMY)
    first = exchange(1, "EWS", "", "401", CredentialMissing())
    refused = exchange(2, "EWS", "FindItem", "401", TokenExpired())
    fine = exchange(3, "EWS", "FindItem", "NoError")
    assert without_probes([guess, first, refused, fine], [guess, first, refused, fine]) == [refused, fine]
    assert without_probes([first, refused], [first, refused]) == [first, refused]
