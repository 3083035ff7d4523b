"""Operations on other people's time."""
