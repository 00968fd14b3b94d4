"""PostgreSQL and Valkey of our own, for a machine that has neither.

`join.join(data)` starts them if they are down and says how to reach them. Everyone who joined holds a
shared lock on the data folder; the keeper owns the servers and stops them when the last one is gone.
"""
