"""The query language of OData as values, with nothing of mail in it. Source: OData 4.01 part 2, URL Conventions."""
