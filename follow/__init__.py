"""The months after: what people fill in while a plan is carried out, the workbook in which they do,
and what is due."""
