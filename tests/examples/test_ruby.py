"""The example in Ruby: the libraries that it comes with, under minitest."""

from pathlib import Path

from tests.examples.example import copied, needs


def test_its_tests_pass(tmp_path: Path) -> None:
    needs("ruby", packages="ruby")
    ruby = copied("ruby", tmp_path)
    written = (ruby.folder / "test_invoices.rb").read_text("utf-8").count("  def test_")
    assert ruby.passed("ruby", "-w", "test_invoices.rb", count=r"(\d+) runs, .* 0 skips") == written
