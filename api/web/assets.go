package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed assets
var assetFiles embed.FS

// Asset is a file that pages load.
type Asset struct {
	Type   string // media type
	Body   []byte
	Zipped []byte // Body by gzip
}

// assets are the files by their address. An address holds the hash of all of
// them, so a browser may keep each for ever, and a module finds the modules
// that it imports beside itself.
type assets struct {
	version string
	files   map[string]Asset
}

// AssetRoot stands before the addresses of assets.
const AssetRoot = "/assets/"

var assetTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
	".webmanifest": "application/manifest+json",
}

func readAssets() (*assets, error) {
	a := &assets{files: make(map[string]Asset)}
	hash := sha256.New()
	err := fs.WalkDir(assetFiles, "assets", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := assetFiles.ReadFile(name)
		if err != nil {
			return err
		}
		kind := assetTypes[path.Ext(name)]
		if kind == "" {
			return fmt.Errorf("%s: no media type", name)
		}
		name = strings.TrimPrefix(name, "assets/")
		fmt.Fprintf(hash, "%s %d\n", name, len(body))
		hash.Write(body)
		a.files[name] = Asset{Type: kind, Body: body, Zipped: zipped(body)}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read assets: %w", err)
	}
	a.version = hex.EncodeToString(hash.Sum(nil)[:6])
	return a, nil
}

func zipped(body []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a valid one
	_, _ = z.Write(body)                                  // into memory nothing fails
	_ = z.Close()
	return b.Bytes()
}

// address gives the address of a file; an error if there is none, so that a
// template cannot name what is not there.
func (a *assets) address(name string) (string, error) {
	if _, ok := a.files[name]; !ok {
		return "", fmt.Errorf("no asset %s", name)
	}
	return AssetRoot + a.version + "/" + name, nil
}

// Asset gives the file at an address below [AssetRoot], and whether there is
// one in this version.
func (s *Site) Asset(version, name string) (Asset, bool) {
	asset, ok := s.assets.files[name]
	return asset, ok && version == s.assets.version
}
