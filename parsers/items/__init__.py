"""What a plan promises: tasks of the body and of tables, targets, duties of bodies, deadlines,
inferred leads. Which module holds what (a test looks that none is missing here):

    tasks of the body     body, prose, acts, phases, parted_points, run_in_orders, silent_chapters,
                          unowned_work, reported_plans, given_orders, plain_orders, roadmaps,
                          list_titles, order_titles, announcing_points, contents,
                          content_doubts, unmarked_points, answer_sentences, joined_sentences,
                          drafts, draft_tasks, draft_parts, shared_works, matter_cards,
                          held_entries, restated_headings
    tasks of tables       rows, data_row, row_tasks, row_dues, table_groups, table_labels,
                          table_captions, cell_labels, merged_down, parents_told, banner_duties,
                          day_programmes
    no tasks              asides, pointers, plain_rules, agendas, event_contents, site_lists,
                          closings, beside_formulas, beside_orders, beside_tables,
                          telling_sentences, past_paragraphs
    duties of bodies      paper_duties, assignments, directives, order_reader, articles, turned_to,
                          conclusions, persons, duties, parted_duties, shared_duties, run_in_units,
                          unit_names, ordered_tasks, dated_works, behind_reasons,
                          asked_reports, handed_over, behind_days, attendees_orders,
                          calls_for_works
    who, in words         named_bodies, body_ends, sentence_owners, helping_bodies, subject_ends,
                          further_owners, further_helpers, owner_clauses, second_owners,
                          owner_sentences, remark_owners, alone_at_end, told_at_end,
                          called_by_work, scope_sentences, works_in_turn, scopes,
                          acting_subjects, between_times, agents_at_end, learned_subjects,
                          learned_verbs, counted_bodies, lists_before_colons,
                          behind_opening_times, needing_points, tells_which
    who, by place         captions_of_bodies, heading_owners, labelled_owners, own_actors,
                          owner_lines, owners_behind_dashes, bracket_clauses, inferred_leads,
                          named_persons, closing_owners, note_owners
    when                  stated_deadlines, joined_times, words_before_times, stated_words,
                          opening_times, opening_years, marked_times, longer_times,
                          open_ends, mentioned_events, masked_times, times_of_things,
                          times_of_stories, bracketed_times,
                          own_times, times_of_bodies, labelled_times, row_deadlines, table_times,
                          list_deadlines, section_times, plan_times, times_over_tables,
                          draft_times, proposed_times, obligations, tasks_by_time,
                          scheduled, event_days
    labels for many       closing_labels, shared_labels, label_owners, label_sections
    with which money      stated_budgets
    targets               targets, promises_in_works, target_owners, indicator_tables,
                          indicator_rows, allotted_figures
    words and sentences   beginnings, sentence_breaks, conditions, capitals
    shared by all         context, sections, ids, printed_rows
"""
