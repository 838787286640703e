"""The facts and how a question finds one. Knows no Telegram."""
