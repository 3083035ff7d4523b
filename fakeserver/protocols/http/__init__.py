"""What the protocols over HTTP share: the front end of Exchange, and the reader of XML."""
