from fakeserver.suggestion import did_you_mean, suggestion


def test_the_nearest_name_is_suggested_as_it_is_spelled() -> None:
    assert did_you_mean("SMPT_auth", ["imap", "smtp_auth"]) == "; did you mean 'smtp_auth'?"
    assert did_you_mean("send", ["Application SMTP.SendAsApp", "x"]) == "; did you mean 'Application SMTP.SendAsApp'?"


def test_a_name_like_nothing_lists_what_there_is() -> None:
    assert did_you_mean("zzzz", ["imap", "pop"]) == did_you_mean("", ["imap"]) == ""
    assert suggestion("zzzz", {"pop", "imap"}) == "; there are: imap, pop"
