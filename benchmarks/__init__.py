"""How fast it is, measured in one run and written as a table: ``python -m benchmarks [group ...]``."""
