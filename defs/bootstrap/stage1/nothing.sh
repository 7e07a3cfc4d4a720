# Stands in for a step of live-bootstrap that has no place in a container.
