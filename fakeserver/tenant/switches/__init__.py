"""Switches: what an admin sets, as rows with their values and words. What they do is checked above, at the door."""
