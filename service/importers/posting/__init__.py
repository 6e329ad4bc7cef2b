"""The parts of a schema.org JobPosting, and what reads linked data and HTML."""
