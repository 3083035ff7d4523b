"""When people are busy, as whoever asks may see it: of one mailbox, or of a group's members together."""
