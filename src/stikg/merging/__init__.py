"""New facts into a source tree or a store on disk: where each goes, one writer at a time, all or nothing."""
