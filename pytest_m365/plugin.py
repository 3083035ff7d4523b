"""The pytest plugin: its fixtures come with the next commit."""
