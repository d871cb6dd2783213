package picture

// Orientation is what a file says of how the camera was held, 1 to 8.
func Orientation(b []byte) int { return int(readHead(b).orientation) }
