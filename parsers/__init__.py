"""A `Document` in, the parts of a plan out. Which module holds what (a test looks that none is
missing here):

    the whole way         assemble
    before the parts      frames, mending, site_frame, site_card, mail_frame, several,
                          run_together, one_line, flat_text, small_type, told_notices,
                          carried_plans, damaged_type,
                          misread_tables, first_lines, body_openings
    the parts             parts, preamble, closing, closing_lines, recipient_lists, annex,
                          attached, scraps, procedures, annexed_duties, bare_table
    what the paper is     identity, head_columns, letterhead, issuer, chairs, motto, own_unit,
                          own_office, offices_over_lines, title, letter_subject, addressees,
                          periods, paper_source, cited_self, called_line,
                          state_speaks
    what it promises      items/, table_tasks, tables/, flattened/, calendars/, sentences/
    how it is printed     printed, layout/
    what was lost         coverage, loose_rows, cut_off, unread_points,
                          unread_orders, unread_dated, unread_rest, unread_tables,
                          merged_orders, wrecked_rows, reading_doubts, remarks_told,
                          changed_works, unheaded
    where, how sure       sources/, confidence/
    the vocabulary        words
"""
