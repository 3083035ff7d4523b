"""``python -m pytest_m365 doctor``: walks a tenant step by step, and says for each failure what is missing."""
