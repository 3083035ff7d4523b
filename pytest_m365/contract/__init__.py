"""What the fake promises about the service, as tests that run on both; see ``report`` and ``diff``."""
