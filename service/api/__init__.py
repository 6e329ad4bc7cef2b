"""JSON over HTTP, one file per resource: parse, call one use case, shape."""
