"""Every "no" of the tenant, typed, with its facts and without a word of any protocol.

Each protocol has a table that phrases them; a test looks every refusal up in every table. The first line of a class's
docstring is the explanation that the journal gives.
"""

from fakeserver.tenant.refusals.access_tokens import *
from fakeserver.tenant.refusals.applications import *
from fakeserver.tenant.refusals.base import Refusal as Refusal
from fakeserver.tenant.refusals.base import explained as explained
from fakeserver.tenant.refusals.calendar import *
from fakeserver.tenant.refusals.client_assertions import *
from fakeserver.tenant.refusals.consent import *
from fakeserver.tenant.refusals.contents import *
from fakeserver.tenant.refusals.credentials import *
from fakeserver.tenant.refusals.explanation import Explanation as Explanation
from fakeserver.tenant.refusals.folders import *
from fakeserver.tenant.refusals.grants import *
from fakeserver.tenant.refusals.graph import *
from fakeserver.tenant.refusals.mailboxes import *
from fakeserver.tenant.refusals.passwords import *
from fakeserver.tenant.refusals.permissions import *
from fakeserver.tenant.refusals.service import *
from fakeserver.tenant.refusals.sign_in import *
from fakeserver.tenant.refusals.user_assertions import *
