"""What becomes of an appointment before it is stored, whichever protocol asks: what is checked, and what follows."""
