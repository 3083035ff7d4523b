"""Operations on Outlook's add-ins: no mailbox has any."""
