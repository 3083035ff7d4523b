"""The rows, by number; 1 to 50 are what threads of other people's show, by how often they do."""

from pytest_m365.diagnosis.row import Row
from pytest_m365.diagnosis.rows import entra, ews, imap_and_sign_in, service, smtp

ROWS: tuple[Row, ...] = (*imap_and_sign_in.ROWS, *smtp.ROWS, *ews.ROWS, *entra.ROWS, *service.ROWS)
