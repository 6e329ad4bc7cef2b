"""The command line: `*_commands` parse, `*_answers` do, `*_shapes` are JSON, `*_screens` are tables."""
