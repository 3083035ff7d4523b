"""Operations on names: finding people by what a user typed."""
