"""Operations by which clients learn of events: on request, by calls of their own services, or on an open connection."""
