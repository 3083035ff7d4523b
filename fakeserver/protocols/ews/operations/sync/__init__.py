"""Operations that tell a client what has changed since it last asked."""
