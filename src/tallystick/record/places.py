"""Where the views stand below a vault's folder for them."""

RECORD = "record.sqlite3"
INDEX = "index"
