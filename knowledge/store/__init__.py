"""Where the table is kept: the protocol, and the engines behind it."""
