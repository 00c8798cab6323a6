"""Pages for persons and employers: server-rendered, whole without JavaScript."""
