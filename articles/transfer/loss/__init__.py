"""What of a file is not in its draft, found without the readers: their faults must not hide what they lose.

The words are taken from the file itself (`plain`, `markup`, `journal`, `office`) and from the draft (`draft`), and
compared in order (`comparing`). Nothing here may import a reader.
"""
