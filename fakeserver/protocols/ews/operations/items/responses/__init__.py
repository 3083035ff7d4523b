"""What CreateItem makes in response to another item, a file each; `table` has them all."""
