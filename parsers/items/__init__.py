"""What a plan promises: tasks of the body and of tables, targets, duties of bodies, deadlines,
inferred leads. A room knows those below it (import-linter looks); in the `__init__` of each stands
which module holds what (a test looks that none is missing). The vocabulary of times (stated.yaml)
stands here. From the top:

    papers that order      orders
    tasks of the body      works
    duties of bodies       duties
    tasks of tables        rows
    who, by place          owners
    no tasks               asides
    tasks being read       drafts
    what is to be reached  targets
    when                   times
    known of the paper     ground
    who, in words          bodies
    words and sentences    words
"""
