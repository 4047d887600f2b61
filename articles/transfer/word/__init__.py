"""Word documents (.docx), read straight from their XML."""
