"""What was asked, what was answered, and why not: one list for all protocols, with questions that a test puts to it.

`notes.py` is what is written, `Journal` what a test has to read it. `kept.py` is what questions look at, `exchange.py`
one question with its answer, `wanted.py` says which are asked for, `asserting.py` explains what was there instead,
`judging/` looks at the client's side, `json_export.py` and `har.py` are files for other programs.

A server that starts imports the notes alone: the rest is for whoever reads them.
"""
