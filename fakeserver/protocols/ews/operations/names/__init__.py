"""Operations on names: who is meant by what a person typed."""
