"""What papers that order say block by block: directives, letters, notices of conclusions, decisions
in articles; their orders as duties and as tasks. Which module holds what:

    the duties of a paper   paper_duties, order_reader, directives, articles
    its tasks               ordered_tasks, announcing_points, order_titles, only_duties
    among the orders        beside_orders, behind_reasons, handed_over, needing_points,
                            attendees_orders, asked_reports, rulings
    several in one          run_in_orders
"""
