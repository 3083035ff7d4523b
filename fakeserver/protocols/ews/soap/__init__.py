"""SOAP as EWS speaks it: the envelope, faults, namespaces, and how elements are read and written."""
