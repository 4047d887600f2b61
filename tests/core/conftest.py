from tests.mailserver import smtp

__all__ = ["smtp"]
