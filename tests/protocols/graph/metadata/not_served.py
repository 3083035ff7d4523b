"""What the metadata has of the types that we serve, and we don't, each with the reason."""

PROPERTIES_NOT_SERVED: dict[str, dict[str, str]] = {}
OPERATIONS_NOT_SERVED: dict[str, str] = {}
