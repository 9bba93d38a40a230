"""From a file to regions with places, one module a carrier; a region knows its characters in the file."""
