"""What a plan promises: tasks of the body and of tables, targets, assignments, deadlines, leads
that are inferred."""
