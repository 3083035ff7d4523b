"""The command ``fakeserver find``; what is found is tested in tests/finding."""

from click.testing import CliRunner

from fakeserver.cli.find import find


def test_it_prints_every_cause_with_its_fix() -> None:
    ran = CliRunner().invoke(find, ["BAD User is authenticated", "but not connected."])
    assert ran.exit_code == 0
    assert ran.output.startswith(
        "IMAP  BAD User is authenticated but not connected.  (7 causes)\n\n  MailboxAccessDenied: "
    )
    assert "\n    on the fake: " in ran.output
    assert "\n    in a real tenant: Add-MailboxPermission" in ran.output
    assert "\n    page: https://learn.microsoft.com/" in ran.output


def test_one_cause_is_no_causes() -> None:
    assert "  (1 cause)\n" in CliRunner().invoke(find, ["BYE Session invalidated - AccessTokenExpired"]).output


def test_it_reads_what_is_piped_to_it() -> None:
    ran = CliRunner().invoke(
        find, ["-"], input="traceback\n(535, b'5.7.139 Authentication unsuccessful, basic authentication is disabled.')"
    )
    assert "BasicAuthDisabled: " in ran.output


def test_of_one_protocol() -> None:
    both = CliRunner().invoke(find, ["2000008"]).output
    one = CliRunner().invoke(find, ["--protocol", "ews", "2000008"]).output
    assert both == f"{one}\n{one.replace('EWS  ', 'Autodiscover  ')}"


def test_what_nobody_has_said() -> None:
    ran = CliRunner().invoke(find, ["lorem ipsum"])
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr == "Nothing is known that says so. Try a part of it: the code, or a few words.\n"


def test_a_protocol_that_is_none() -> None:
    ran = CliRunner().invoke(find, ["--protocol", "JMAP", "535"])
    assert ran.exit_code == 2
    assert "'JMAP' is none of IMAP, POP3, SMTP, EWS, Autodiscover, Graph, OAuth, TLS, network" in ran.stderr
