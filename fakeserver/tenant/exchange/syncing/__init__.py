"""What has changed in a folder, or below one, since somebody was told last: for EWS, and for Graph's delta."""
