"""How sure each value of a plan is: a probability, learned from papers whose truth is known."""
