"""Warnings and the names of subtests, which pytest makes beside a test's report."""

import pytest

PASSWORD = "Wünter <Blizzard>"


@pytest.mark.parametrize("options", [[], ["-n1"]])
def test_no_warning_and_no_subtest_gives_a_secret_away_or_moves_the_cursor(
    pytester: pytest.Pytester, options: list[str]
) -> None:
    if not hasattr(pytest, "Subtests"):
        pytest.skip("pytest has subtests since 9.0")
    pytester.makepyfile(
        """
        import warnings

        def test_it(m365, subtests):
            m365.user.password = {password!r}
            with subtests.test(f"named {m365.password} \\x1b[2J", word=m365.password, number=1):
                print("inside", m365.password)
                warnings.warn(f"warned {m365.password} \\x1b[2J")
                raise RuntimeError(f"raised {m365.password}")

        def test_another(m365, subtests):
            with subtests.test(word=m365.password):
                warnings.warn("warned")
        """.replace("{password!r}", repr(PASSWORD))
    )
    result = pytester.runpytest_subprocess("-vv", "-rA", *options)
    shown = result.stdout.str()
    assert "SUBFAILED[named <redacted> \\x1b[2J] (word=" in shown
    assert "Blizzard" not in shown
    for said in (
        "inside <redacted>",
        "raised <redacted>",
        "UserWarning: warned <redacted> \\x1b[2J",
        "UserWarning: warned\n",
    ):
        assert said in shown
    assert "\x1b" not in shown
