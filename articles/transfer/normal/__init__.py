"""HTML of whatever make, as word processors, browsers and web pages write it, in one normal form: what is struck or
hidden is out, what only a style says is said by elements, formulas are words. Every reader and every paste passes here.
"""

from articles.transfer.normal.normaliser import Normal, normalise

__all__ = ["Normal", "normalise"]
