"""What a pack of this content is called."""

import hashlib


def revision_of(version: str, files: list[dict]) -> str:
    """Names the content: the hash of the files' sorted hashes, one a line."""
    together = "\n".join(sorted(file["sha256"] for file in files))
    return f"{version}-{hashlib.sha256(together.encode()).hexdigest()[:12]}"
