"""Plans beside each other: two versions or years of one (`difference`), a superior's plan and those
of the units that it assigns work to (`assigned`).

Parts are found again by their wording (`matching`); what is compared means the same where only the
spelling differs (`wording`, `fields`, `promise`). Writers turn what was found into text, HTML, XLSX
and JSON.
"""
