"""Who, by place: the bodies that headings, captions, labels, remarks, lists or the end of a point
name for what stands there, and sentences that name them for several works (what the words of one
sentence say: `bodies`). Which module holds what:

    over the works         heading_owners, captions_of_bodies, scope_sentences
    labels                 labelled_owners
    at the end of points   told_at_end, bracket_clauses, closing_owners, owners_behind_dashes
    cells of rows          own_actors, owner_lines, note_owners
    several bodies         owner_sentences, works_in_turn, works_with_brackets
    persons                named_persons
    nobody is named        inferred_leads
"""
