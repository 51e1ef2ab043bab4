"""No tasks: what stands among points of work, or beside their tables, and orders nothing (how a
paper ends: `ground.closings`; what letters of orders say besides: `orders.beside_orders`). Which
module holds what:

    blocks                asides, pointers, plain_rules, telling_sentences, past_paragraphs,
                          opinions
    lists                 agendas, event_contents, site_lists
    beside duties         themes, shares
    beside what is work   beside_tables, beside_formulas
"""
