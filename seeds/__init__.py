"""Sample editions as data. Only `demo` and the tests read them; `run` starts empty."""
