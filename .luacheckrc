std = "lua54"
max_line_length = 100
read_globals = { "karst" }
-- Annotations declare and do nothing.
files["stdlib/types"] = { globals = { "karst" }, ignore = { "211", "212", "241", "631" } }
