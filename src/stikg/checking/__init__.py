"""What the checks of terms, characters and names share: words, known vocabularies, and the search for what is near."""
