"""Rules SD: doing no harm with the audit itself."""
