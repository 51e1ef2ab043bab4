"""The models of the contract, and the rules that make findings."""
