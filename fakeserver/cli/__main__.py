"""``python -m fakeserver.cli``, where no script is installed."""

from fakeserver.cli import main

main(prog_name="fakeserver")
