"""The service around the engine: store, importers, use cases, command line."""
