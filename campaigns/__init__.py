"""Long measurements and trials, each a command of `./run`; a short form of each stands in the tests."""
