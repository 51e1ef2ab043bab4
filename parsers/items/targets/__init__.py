"""What is to be reached: the measurable commitments of the body, and those of tables of indicators.
Which module holds what:

    of the body   targets, promises_in_works, target_owners
    of tables     indicator_tables, indicator_rows, allotted_figures
"""
