"""The example in Ruby: the libraries that it comes with, under minitest."""

import re
from pathlib import Path

from tests.examples.example import copied, needs


def test_its_tests_pass(tmp_path: Path) -> None:
    needs("ruby", packages="ruby")
    ruby = copied("ruby", tmp_path)
    written = ruby.count("test_invoices.rb", "  def test_")
    said = ruby.said()
    assert re.search(rf"^{written} runs, \d+ assertions, 0 failures, 0 errors, 0 skips$", said, re.MULTILINE)
    # Ruby was asked to warn.
    assert "warn" not in said
