"""Every error an operator can meet, as one tree; `exit_code` is what the command line ends with.

ChenbaoError                1   something failed; the message says what, where and what to do
├── ConfigurationError      2   a setting or an argument is wrong; names the setting and the remedy
├── UnreadableError         4   a file or payload holds nothing that can be used; says why
└── TryLaterError          75   nothing is wrong here, but it cannot be done now
"""

from __future__ import annotations


class ChenbaoError(Exception):
    """Something failed; the message is one line for the operator."""

    exit_code = 1


class ConfigurationError(ChenbaoError):
    """A setting or an argument is wrong."""

    exit_code = 2


class UnreadableError(ChenbaoError):
    """A file or payload holds nothing that can be used."""

    exit_code = 4


class TryLaterError(ChenbaoError):
    """It cannot be done now: a lock is held, a service is out of reach."""

    exit_code = 75
