"""Operations on user configurations: what programs keep in a folder about themselves."""
