"""Operations on reminders of appointments and tasks."""
