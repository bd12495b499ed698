"""Who may do what: keys, accounts, what each may see and change, and which community is theirs."""

from api.access.principals import SCOPES, Principal, Role, Scope

__all__ = ["SCOPES", "Principal", "Role", "Scope"]
