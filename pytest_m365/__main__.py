"""``python -m pytest_m365``."""

from pytest_m365.commands import main

if __name__ == "__main__":
    main(prog_name="python -m pytest_m365")
