"""The commands of ``python -m pytest_m365``, one file each."""
