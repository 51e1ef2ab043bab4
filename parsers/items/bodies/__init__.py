"""Who, in words: the names of bodies in running words, and what a sentence says of them: who leads,
who helps, what they do. Of the paper around it a sentence knows nothing here (that is in `owners`).
Which module holds what:

    names of bodies        named_bodies, called_by_work, counted_bodies, tells_which
    where names end        body_ends, subject_ends, learned_subjects, learned_verbs, learned_kinds
    what stands between    conditions, between_times, behind_opening_times
    who opens a sentence   sentence_owners, acting_subjects, acting_persons, lists_before_colons,
                           second_owners
    who helps              helping_bodies, further_helpers
    who is urged           urged_bodies
    named further on       further_owners, owner_clauses, agents_at_end, hamlet_series
    named at the end       remark_owners, alone_at_end
"""
