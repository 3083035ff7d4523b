"""What people type into the search field, in the subset of Advanced Query Syntax (AQS) that the service has.

Sources: web-service-reference/querystring-querystringtype;
exchange-web-services/how-to-perform-an-aqs-search-by-using-ews-in-exchange.
"""
