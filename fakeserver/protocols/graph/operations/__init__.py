"""The operations of Graph, a file each, or one for those of a resource."""
