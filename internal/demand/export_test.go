package demand

// Noise draws once.
var Noise = noise
