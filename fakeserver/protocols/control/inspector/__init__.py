"""The inspector, a page for people: plain files, which ask the control API for all that they show."""
