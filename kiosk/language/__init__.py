"""IN WHICH WORDS: languages, texts and reading units."""
