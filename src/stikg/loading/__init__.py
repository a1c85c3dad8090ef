"""Files into a server: as named graphs without blank nodes, each replaced whole and recorded there."""
