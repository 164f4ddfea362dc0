"""The front door over HTTP: other services and people reach cases here, and only their own.

    bearer token ─▶ who it is ─▶ policy: roles, institution, cases ─▶ the same client as everybody's

Nothing is judged here but who may see and who may send; what the law says comes from the case.
"""
