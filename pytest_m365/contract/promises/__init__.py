"""All promises, by protocol: tables of rows, and small functions where a row is more than a few commands."""
