"""Operations on ids themselves."""
