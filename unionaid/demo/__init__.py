"""The demo city 示范区总工会: a believable district, invented from its first name to its last fen.

`network` settles the organisations and people, `history` loads seven years in bulk (marked 历史导入),
`live` runs about sixty open cases through the real verbs. Everything hangs on one day, `as_of`: the
same day gives the same city.
"""
