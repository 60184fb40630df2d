"""Other libraries doing the same work, each as its own documentation says, each in a process of its own."""
