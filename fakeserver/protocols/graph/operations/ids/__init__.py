"""Ids in other forms."""
