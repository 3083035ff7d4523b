"""Operations by which a client learns of events: when it asks, by calls of its own service, or on an open connection."""
