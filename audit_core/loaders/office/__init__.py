"""What the loaders of office files share: XML parts, packages, and the parts of Word and of spreadsheets."""
