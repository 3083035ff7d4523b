"""The AADSTS codes that mail apps meet, as data: status, error names, text and where the text was seen.

`{…}` are filled at run time. What was not seen is inferred from the code's family, and the row's source says so. No
rule of a tenant causes throttling (50196, 90055, 90033); those rows are for planned faults.
"""

from fakeserver.protocols.oauth.rows import applications, grants, requests, scopes, users
from fakeserver.protocols.oauth.rows.grants import SLOW_DOWN as SLOW_DOWN
from fakeserver.protocols.oauth.rows.row import DESCRIBED as DESCRIBED
from fakeserver.protocols.oauth.rows.row import SEEN as SEEN
from fakeserver.protocols.oauth.rows.row import TEMPLATE as TEMPLATE
from fakeserver.protocols.oauth.rows.row import Row as Row

#: Every row by its code.
ROWS: dict[int, Row] = {
    row.code: row for table in (requests.ROWS, applications.ROWS, scopes.ROWS, users.ROWS, grants.ROWS) for row in table
}
