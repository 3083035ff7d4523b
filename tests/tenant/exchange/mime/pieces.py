"""Octets in which a message's own pieces stand in any order."""

from hypothesis import strategies as st

_PIECES = [
    b"Content-Type: multipart/mixed; boundary=b\r\n", b"Content-Type: text/plain; charset=utf-16\r\n", b"--b\r\n",
    b"--b--\r\n", b"\r\n", b"\n", b"Content-Transfer-Encoding: base64\r\n", b"Content-ID: <x>\r\n", b"YQ==", b" ",
    b"Content-Disposition: attachment; filename*0*=utf-8''%zz\r\n", b"\xff", b"Content-Type: multipart/x\r\n",
]  # fmt: skip
MIME_PIECES = st.lists(st.sampled_from(_PIECES), max_size=40).map(b"".join)
