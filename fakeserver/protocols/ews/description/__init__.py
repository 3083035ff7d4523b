"""The service's description of itself: Services.wsdl with messages.xsd and types.xsd, from which toolkits make clients.

It is written from what the service does: the registry's operations with what each reads, the catalogue of properties,
and the table of answers. It describes the operations that are performed and no others.
"""
