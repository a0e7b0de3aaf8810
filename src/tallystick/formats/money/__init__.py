"""Bank statements and invoices, each in the format in which a bank or a program hands them out."""
