"""Clients of HTTP in other languages, with the real names in them, led by the environment."""

from subprocess import CompletedProcess

import pytest

from pytest_m365 import Redirect, Target
from tests.children.namespaces import installed

#: Program, package, and what it is told. Each takes a URL and a form, and prints the status and what it was answered.
PROGRAMS = {
    "LWP": (
        ("perl", "-MLWP::UserAgent", "-e"),
        "liblwp-protocol-https-perl",
        "$r = LWP::UserAgent->new->post($ARGV[0], Content => $ARGV[1],"
        " 'Content-Type' => 'application/x-www-form-urlencoded'); print $r->code, $r->content",
    ),
    "Mojo": (
        ("perl", "-MMojo::UserAgent", "-e"),
        "libmojolicious-perl libio-socket-ssl-perl",
        "$r = Mojo::UserAgent->new->post($ARGV[0],"
        " {'Content-Type' => 'application/x-www-form-urlencoded'}, $ARGV[1])->res; print $r->code, $r->body",
    ),
    "PHP": (
        ("php", "-r"),
        "php-cli php-curl",
        "$c = curl_init($argv[1]); curl_setopt($c, CURLOPT_RETURNTRANSFER, 1);"
        " curl_setopt($c, CURLOPT_POSTFIELDS, $argv[2]); $r = curl_exec($c);"
        " echo curl_getinfo($c, CURLINFO_RESPONSE_CODE), curl_error($c), $r;",
    ),
    "Ruby": (
        ("ruby", "-rnet/http", "-e"),
        "ruby",
        "r = Net::HTTP.post(URI(ARGV[0]), ARGV[1]); print r.code, r.body",
    ),
    "Guile": (
        ("guile", "--no-auto-compile", "-c"),
        "guile-3.0 guile-gnutls",
        "(use-modules (web client) (web response) (rnrs bytevectors) (srfi srfi-11))"
        "(let-values (((r b) (http-post (cadr (command-line)) #:body (caddr (command-line))"
        " #:headers '((content-type . (application/x-www-form-urlencoded))))))"
        " (display (response-code r)) (display (if (string? b) b (utf8->string b))))",
    ),
}


#: how they say that a library of theirs is not installed
MISSING = ("Can't locate", "LWP::Protocol::https not installed", "undefined function", "gnutls-not-available")


@pytest.mark.parametrize("language", PROGRAMS)
def test_signs_in_and_hears_why_not(m365: Target, m365_redirect: Redirect, language: str) -> None:
    (name, *options), packages, code = PROGRAMS[language]
    url = f"https://login.microsoftonline.com/{m365.tenant_id}/oauth2/v2.0/token"
    command = [installed(name, packages), *options, code, url]

    def answer(secret: object) -> str:
        app = m365.daemon_app
        form = f"grant_type=client_credentials&client_id={app.client_id}&scope=https://outlook.office365.com/.default"
        done: CompletedProcess[str] = m365_redirect.run(
            [*command, f"{form}&client_secret={secret}"], check=False, timeout=60
        )
        if any(sign in done.stdout + done.stderr for sign in MISSING):
            pytest.skip(f"a library is not installed: apt-get install {packages}")
        return done.stdout

    assert answer(m365.daemon_app.client_secret).startswith("200{")
    refused = answer("wrong")
    assert refused.startswith("401{")
    assert "AADSTS7000215" in refused
