"""Tasks of the body: its points, paragraphs and chapters, from the prose to the finished task.
(What papers that order say stands in `orders`.) Which module holds what:

    the whole body         body, prose, acts
    a task is made         draft_tasks, draft_parts, stated_budgets
    points                 parted_points, unmarked_points, list_titles, restated_headings, contents
    several works in one   shared_works, dated_works, behind_days, timed_works
    chapters               silent_chapters, told_chapters, shared_out, content_doubts,
                           unowned_work, roadmaps
    programmes, cards      held_entries, scheduled_points, matter_cards
    without points         plain_orders, reported_plans, given_orders
"""
