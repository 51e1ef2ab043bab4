"""Text that was damaged on the way: old encodings, misread letters, lost diacritics; each change is
told."""
