"""Telegram and the terminal, in front of `knowledge`."""
