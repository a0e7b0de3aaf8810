"""What Outlook keeps in its own form: single messages (.msg) and whole stores (.pst, .ost)."""
