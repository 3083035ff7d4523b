"""A report that is made when the server has stopped: the last test's fixtures fail in their end."""

import pytest


def test_the_last_test_fails_in_its_end(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.fixture(scope="session")
        def shared():
            yield
            raise LookupError("shared ends")

        def test_it(shared, m365):
            assert repr(m365)
        """
    )
    result = pytester.runpytest()
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        ["*LookupError: shared ends*", "*tenant contoso*.onmicrosoft.com (*) at https://localhost:*"]
    )
    result.stdout.no_fnmatch_line("*INTERNALERROR*")
