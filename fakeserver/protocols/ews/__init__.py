"""Exchange Web Services: SOAP requests in, SOAP answers out. `service.EwsService` is the way in."""
