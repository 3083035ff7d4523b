"""What all tests share: the plugin itself brings the fixtures; ``pytester`` tests the plugin."""

pytest_plugins = ["pytester"]
