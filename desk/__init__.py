"""The desk: a local service through which people correct plans in a browser, and other systems read
papers over REST. Imported by `kehoach serve` alone."""
