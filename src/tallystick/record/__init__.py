"""The record: all readings together, queryable. A view: it can be deleted and is rebuilt from the vault."""
