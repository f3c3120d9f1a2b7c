"""Files → passages, tables and rejects: the only stage that opens a PDF, DOCX or web page."""
