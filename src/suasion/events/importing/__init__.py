"""Importing event files: recognise, clean in steps, and account for every row."""

from suasion.events.importing.cleaning import Wanted
from suasion.events.importing.folder import import_folder
from suasion.events.importing.imports import import_events
from suasion.events.importing.large import import_to_file
from suasion.events.importing.reading import ImportRequest
from suasion.events.importing.steps import Steps, parse_steps

__all__ = [
    "ImportRequest",
    "Steps",
    "Wanted",
    "import_events",
    "import_folder",
    "import_to_file",
    "parse_steps",
]
