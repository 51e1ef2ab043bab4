"""Lines into paragraphs, list marks, the outline of headings, labelled fields."""
