"""The catalogue: one table of the properties that EWS knows, which serves reading, shapes, searches and updates."""
