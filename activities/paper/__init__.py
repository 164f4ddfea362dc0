"""Pages: words and tables set as PDF/A by Typst, the same bytes for the same words."""
