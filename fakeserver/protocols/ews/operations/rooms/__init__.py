"""Operations on meeting rooms, as a client offers them to whoever books one."""
