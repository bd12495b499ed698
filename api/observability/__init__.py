"""What those who run a server see of it: logs, metrics and traces, and no word of any member."""
