package mapsvg

import "testing"

func TestTheCacheForgetsWhatIsNotAskedFor(t *testing.T) {
	var c cache
	often := framing{width: -1}
	c.put(often, []byte("often"))
	for n := range 50 * generation {
		c.put(framing{width: float64(n)}, []byte("once"))
		if b, ok := c.get(often); !ok || string(b) != "often" {
			t.Fatalf("after %d others the one that is asked for is %q", n, b)
		}
	}
	if held := len(c.young) + len(c.old); held > 2*generation {
		t.Errorf("%d are held", held)
	}
	if _, ok := c.get(framing{width: 0}); ok {
		t.Error("the first is still there")
	}
}
