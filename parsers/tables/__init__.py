"""Tables: which column holds what, cells, merged cells, rows joined at page breaks, tables without
rulings."""
