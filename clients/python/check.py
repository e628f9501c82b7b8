"""What each client's checks are made of: the first that does not hold is told, and ends the process."""

import sys


class Checks:
    def __init__(self, client: str) -> None:
        self.client = client
        self.passed = 0

    def __call__(self, what: str, holds: object) -> None:
        if not holds:
            sys.exit(f"{self.client}: {what}")
        self.passed += 1

    def done(self) -> None:
        print(f"{self.client}: {self.passed} checks passed")
