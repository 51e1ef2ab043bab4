"""With which words texts begin, and where their sentences break: for all rooms above, and for the
readers beside them. Which module holds what:

    words that open   beginnings
    sentences         sentence_breaks, capitals
"""
