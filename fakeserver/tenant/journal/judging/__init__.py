"""How the client's side is judged, one question a file: each has a ``judge``, which is given the exchanges.

It returns how many cases it has looked at, and a text for each that was wrong. Times are the program's
(`Exchange.program_time`): what a test does to the tenant's clock alone, no program sees.
"""
