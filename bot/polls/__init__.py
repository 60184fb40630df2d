"""The rounds: which addresses are asked when, what an answer changes, and the loop that asks. Sends nothing."""
