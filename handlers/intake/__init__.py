"""Updates on their way in: safe in the database first, confirmed to Telegram second, handled third."""
