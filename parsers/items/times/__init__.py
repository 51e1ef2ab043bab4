"""When: the times that sentences, labels, lists, sections and rows state, and whose they are; what
is ordered by phases. What a time means, `normalize.times` tells. Which module holds what:

    in sentences      stated_deadlines, stated_words, words_beside_times, conditions,
                      opening_times, opening_years, marked_times, joined_times,
                      longer_times, words_before_times, glosses, open_ends, bracketed_times,
                      proposed_times, behind_subjects, lunar_days,
                      impossible_days
    of other things   times_of_things, times_of_stories, times_of_topics, mentioned_events,
                      masked_times, plan_times
    whose it is       own_times, times_of_bodies, event_days, tasks_by_time,
                      bounds_of_works
    over many         list_deadlines, section_times, labelled_times, spoken_labels, phases
    of tables         row_deadlines, table_times, times_over_tables, scheduled
"""
