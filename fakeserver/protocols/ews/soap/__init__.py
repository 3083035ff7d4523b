"""SOAP as EWS uses it: the envelope, faults, namespaces, and how elements are read and written."""
