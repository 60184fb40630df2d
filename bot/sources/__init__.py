"""Where editions and warnings come from: readers turn foreign text into values, `fetch` alone speaks HTTP."""
