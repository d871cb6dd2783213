package directory_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/problem"
)

// The cases of RFC 7386, appendix A, all of them.
func TestMergePatchAsTheStandardHasIt(t *testing.T) {
	for _, c := range [][3]string{ // original, patch, result
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		got, err := directory.MergePatch([]byte(c[0]), []byte(c[1]))
		if err != nil {
			t.Errorf("%s with %s: %v", c[0], c[1], err)
			continue
		}
		var is, want any
		if json.Unmarshal(got, &is) != nil || json.Unmarshal([]byte(c[2]), &want) != nil || !reflect.DeepEqual(is, want) {
			t.Errorf("%s with %s: got %s, want %s", c[0], c[1], got, c[2])
		}
	}
	if _, err := directory.MergePatch([]byte(`{}`), []byte(`{"a"`)); problem.KindOf(err) != problem.Invalid {
		t.Errorf("what is not JSON gives %v", err)
	}
}

func TestPatch(t *testing.T) {
	before := centre(func(c *directory.Centre) {
		c.Description = directory.Text{"da": "Hej", "nl": "Hoi"}
		c.Contact.Phone = "70201201"
		c.Promises.Free = directory.Yes
	})
	for name, c := range map[string]struct {
		patch string
		after func(*directory.Centre)
	}{
		"an empty one changes nothing":     {`{}`, func(*directory.Centre) {}},
		"a word is replaced":               {`{"name":"B"}`, func(c *directory.Centre) { c.Name = "B" }},
		"a language is added, one removed": {`{"description":{"en":"Hi","nl":null}}`, func(c *directory.Centre) { c.Description = directory.Text{"da": "Hej", "en": "Hi"} }},
		"null removes":                     {`{"contact":null,"promises":{"free":null}}`, func(c *directory.Centre) { c.Contact.Phone, c.Promises.Free = "", directory.Unknown }},
		"null of what is not there":        {`{"access":null}`, func(*directory.Centre) {}},
		"a list is replaced":               {`{"topics":["food"]}`, func(c *directory.Centre) { c.Topics = []string{"food"} }},
		"the id may be repeated":           {`{"id":"a","name":"B"}`, func(c *directory.Centre) { c.Name = "B" }},
	} {
		t.Run(name, func(t *testing.T) {
			kept, _ := directory.Encode(before)
			got, err := directory.Patch(before, []byte(c.patch))
			if err != nil {
				t.Fatal(err)
			}
			want := *before
			c.after(&want)
			if !reflect.DeepEqual(got, directory.Entry(&want)) {
				t.Errorf("got %+v, want %+v", got, want)
			}
			if now, _ := directory.Encode(before); !bytes.Equal(now, kept) {
				t.Error("the entry itself was changed")
			}
		})
	}
}

// X3: fields that an editor may wish for are refused, each by its name.
func TestX3APatchNamesAllThatItMayNotSet(t *testing.T) {
	before := centre(func(*directory.Centre) {})
	for name, c := range map[string]struct {
		patch string
		want  []string
	}{
		"mass assignment":             {`{"venue_id":"b","verified":true,"role":"admin","name":"B"}`, []string{"/role", "/venue_id", "/verified"}},
		"another id":                  {`{"id":"b"}`, []string{"/id"}},
		"no id":                       {`{"id":null}`, []string{"/id"}},
		"below and in lists":          {`{"location":{"planet":1},"stops":[{"id":"s","driver":"x"}]}`, []string{"/location/planet", "/stops/0/driver"}},
		"a name in other letters":     {`{"Name":"B","provenance":{"Verified_By":"x"}}`, []string{"/Name", "/provenance/Verified_By"}},
		"an unknown one that is null": {`{"role":null}`, []string{"/role"}},
		"values of the wrong sort": {`{"name":7,"topics":"food","ages":{"min":"ten"},"promises":{"free":"perhaps"},"location":[]}`,
			[]string{"/ages/min", "/location", "/name", "/promises/free", "/topics"}},
		"a name with a slash": {`{"a/b~c":1}`, []string{"/a~1b~0c"}},
		"a list":              {`["name"]`, nil},
		"null":                {`null`, nil},
		"nothing":             {``, nil},
		"two values":          {`{}{}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := directory.Patch(before, []byte(c.patch))
			if got != nil || problem.KindOf(err) != problem.Invalid {
				t.Fatalf("got %v, %v; want it refused as invalid", got, err)
			}
			if named := pointers(err); !slices.Equal(named, c.want) {
				t.Errorf("it names %q, want %q", named, c.want)
			}
		})
	}
}

func TestDecodingNamesAllThatIsUnknown(t *testing.T) {
	_, err := directory.Decode(directory.KindCentre, []byte(`{"id":"a","venue_id":"b","verified":true,"hours":{"weekly":[{"days":["mon"],"dag":1}]},"role":"admin"}`))
	if want := []string{"/hours/weekly/0/dag", "/role", "/venue_id", "/verified"}; !slices.Equal(pointers(err), want) {
		t.Errorf("it names %q, want %q", pointers(err), want)
	}
}

func pointers(err error) []string {
	var p *problem.Error
	if !errors.As(err, &p) {
		return nil
	}
	var named []string
	for _, f := range p.Fields {
		named = append(named, f.Pointer)
	}
	return named
}

// Whatever a patch holds, it is refused as invalid or gives an entry of the
// same key that can be written and read.
func FuzzPatch(f *testing.F) {
	for _, seed := range []string{`{}`, `{"name":"B"}`, `{"description":{"da":null}}`, `{"stops":[{"id":"s"}]}`, `{"id":"b"}`, `{"hours":{"weekly":null}}`, `{"name":7}`, `null`, `{"provenance":{"verified_at":"2026-02-30"}}`} {
		f.Add([]byte(seed))
	}
	before := centre(func(c *directory.Centre) { c.Description = directory.Text{"da": "Hej"} })
	f.Fuzz(func(t *testing.T, patch []byte) {
		after, err := directory.Patch(before, patch)
		if err != nil {
			if problem.KindOf(err) != problem.Invalid {
				t.Fatalf("got %v", err)
			}
			return
		}
		if after.Key() != before.Key() {
			t.Fatalf("the key is %s", after.Key())
		}
		body, err := directory.Encode(after)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := directory.Decode(directory.KindCentre, body); err != nil {
			t.Fatal(err)
		}
	})
}
