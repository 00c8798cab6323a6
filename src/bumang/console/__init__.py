"""The console: pages for operators, who see how the gate stands and steer it."""
