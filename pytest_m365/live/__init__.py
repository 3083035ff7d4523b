"""The live target: a real tenant, named by the environment and allowed by the ini file.

Loaded only in runs that ask for it.
"""
