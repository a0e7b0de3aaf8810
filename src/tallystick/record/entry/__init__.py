"""From readings to the record: the rows and search documents that each kind of thing gives."""
