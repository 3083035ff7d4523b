"""Who signs the server's certificates: an authority of this run, or one that is kept in a folder."""
