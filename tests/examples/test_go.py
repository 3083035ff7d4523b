"""The example in Go: go-imap, net/smtp and net/http, under its own testing package."""

from pathlib import Path

from tests.examples.example import copied, needs


def test_its_tests_pass(tmp_path: Path) -> None:
    needs(
        "go",
        packages="golang-go golang-github-emersion-go-imap-dev",
        files=("/usr/share/gocode/src/github.com/emersion/go-imap",),
    )
    go = copied("go", tmp_path)
    written = go.count("invoices_test.go", "\nfunc Test") - go.count("invoices_test.go", "\nfunc TestMain")
    assert go.said().count("--- PASS") == written
