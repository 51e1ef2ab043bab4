"""The rows of tables of tasks: which cells, titles and labels tell one task, and when it is due.
Which module holds what:

    from table to task   rows, data_row, row_tasks, row_dues
    around the rows      table_labels, table_captions, banner_duties
    cells                cell_labels, kept_values, merged_down, named_rows, parents_told
    times                lunar_rows
    programmes           day_programmes
"""
