"""The catalogue: one table of the properties of EWS, by which they are read, written, searched and updated."""
