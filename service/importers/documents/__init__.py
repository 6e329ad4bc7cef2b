"""Documents of strangers as text: sandbox.py opens them in a child process, child.py and the rest run in that child."""
