"""Duties of bodies: what a chapter on who carries the plan out gives each of them, whom a text
turns to, and what is due beside the tasks. Which module holds what:

    chapters of duties   assignments, opened_duties, duties, run_in_units, parted_duties,
                         shared_duties, closing_duties
    whose they are       unit_names, turned_to, conclusions, persons, people
    dates beside tasks   obligations
"""
