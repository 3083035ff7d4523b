"""Autodiscover: POX (``autodiscover.xml``), SOAP (``autodiscover.svc``) and version 2 (``autodiscover.json``)."""
