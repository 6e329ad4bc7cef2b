"""Meetups: who meets whom, in which round, at which table, proven as good as it says."""
