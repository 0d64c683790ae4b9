"""Selling seasons: what comes when, who is told what about it, and the answers to questions about it.

    calendar    the content's days as events, groups, waves; what is due (pure functions)
    ideas       ideas of a trade, the checklist, a programme that helps
    wording     the words of a reminder, and its buttons
    making      ring(): what is due becomes announcements by the system, each wave once
    choosing    opt-in, single seasons, hour, pause, stop and its undoing; when a reminder will really come
    asking      season_answer(): what comes next, how far it is, when to start, what to sell
    picture     the coming 90 days
    office      the officials' calendar: hold, skip, approve, note, idea, day

Nobody is asked for a religion, and nobody is reminded who did not agree.
"""
