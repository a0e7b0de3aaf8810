"""The duties of a verifier, numbered as in docs/format.md section 8."""
