"""The peer's exceptions."""

from __future__ import annotations


class ConfigurationError(Exception):
    """A storage cannot be made from what was given."""


class ConcurrentUpdateError(Exception):
    """A storage gave up on a key that others kept changing."""

    def __init__(self, key: str, attempts: int) -> None:
        super().__init__(f"{key} was still being changed by others after {attempts} attempts")


class StorageError(Exception):
    """Wraps what a storage raised, where ``wrap_exceptions`` asks for it."""

    def __init__(self, storage_error: Exception) -> None:
        super().__init__(storage_error)
        self.storage_error = storage_error
