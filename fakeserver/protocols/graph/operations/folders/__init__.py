"""Folders of mail."""
