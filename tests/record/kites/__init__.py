"""A workflow of its own for the tests of record/, which must not know the real ones."""
