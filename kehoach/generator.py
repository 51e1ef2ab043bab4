"""What made a plan, as the plan tells it: version, models, options. Without a clock and without a
name of the machine: the same input gives the same bytes."""

from __future__ import annotations

from kehoach.ingest.options import ReadOptions
from kehoach.provenance import PACKAGE, digests_of_models, digests_of_vocabulary
from kehoach.schema.generator import Generator, GeneratorOptions
from kehoach.version import __version__


def generator_of(options: ReadOptions) -> Generator:
    """This program, with the options that may change what it reads. How many pages are read at
    once, the cache and the limits of time change nothing, and are not told."""
    return Generator(
        name=PACKAGE,
        version=__version__,
        models=digests_of_models(),
        vocabulary=digests_of_vocabulary(),
        options=GeneratorOptions(reader=options.reader, dpi=options.dpi, pages=options.pages),
    )
