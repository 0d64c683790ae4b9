"""What /metrics shows. Counts only: no person, no text."""

from prometheus_client import Counter, Gauge, Histogram

RECEIVED = Counter("umkm_updates_received", "Updates kept in the database")
HANDLED = Counter("umkm_updates_handled", "Updates handled to the end")
PARKED = Counter("umkm_updates_parked", "Updates put aside because they cannot be handled")
FAILED = Counter("umkm_updates_failed", "Updates whose handler raised")
HANDLING = Histogram("umkm_update_seconds", "From an update's turn to its mark")
IN_HAND = Gauge("umkm_updates_in_hand", "Updates lined up or being handled")
TROUBLE = Counter("umkm_fetch_trouble", "Times updates could not be fetched or kept", ["where"])
ANSWERS = Counter("umkm_answers", "Answers given, by topic", ["topic"])
ERRORS = Counter("umkm_errors", "Errors in handlers, by kind", ["kind"])
