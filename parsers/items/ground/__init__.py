"""What all that read tasks, targets and duties stand on: what is known of the whole paper, what its
sections are about, with which sentences it ends. Which module holds what:

    the whole paper   context, scopes
    its sections      sections, calls_for_works, closings
    tasks             ids, printed_rows
    rows              table_groups
"""
