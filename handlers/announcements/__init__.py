"""Announcements at the top floor: the bulk lane, and what officials and people see of them."""
