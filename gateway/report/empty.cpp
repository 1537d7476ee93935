// The first file of this library.
