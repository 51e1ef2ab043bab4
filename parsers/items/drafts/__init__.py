"""Tasks of the body while they are being read, and what stands beside them and holds for one or for
many: labels, answers, times. Which module holds what:

    one task              drafts, draft_times
    sentences behind it   joined_sentences, answer_sentences
    labels for many       shared_labels, closing_labels, label_owners, label_sections
"""
