"""Measures of a value, of its item, its field and its list, as figures: what the trees of
forest.py ask for.

| module | measures |
|---|---|
| `lists.py` | which values stand together: the lists of a plan, and their items |
| `of_lists.py` | a list as a whole: lengths, numbers, what its items have, what is between |
| `of_items.py` | an item beside the others of its list |
| `of_fields.py` | all values of one field of a list |
| `of_values.py` | one value: how it was found, beside the others of its field |
| `words.py` | how a wording looks |
| `table.py` | a row of figures for each value of a plan |

None tells of a paper as a whole: there are too few papers to learn from (docs/confidence.md).
"""
