"""What all tests share: the plugin itself brings the fixtures; ``pytester`` tests the plugin."""

from hypothesis import settings

pytest_plugins = ["pytester"]

# An example may take long where the machine has other things to do; growth is tested by counting steps.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
