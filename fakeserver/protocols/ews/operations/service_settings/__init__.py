"""Operations on what the service says of itself, of an account, and of whom one is about to write to."""
