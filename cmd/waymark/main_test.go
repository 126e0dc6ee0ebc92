package main

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"

	"waymark/internal/receipt"
)

// TestMain gives the commands under test a signing key, so that none makes one in this folder.
func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "waymark-key-")
	if err != nil {
		panic(err)
	}
	path := filepath.Join(folder, "key.pem")
	key, err := receipt.NewKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	text, err := key.PEM()
	if err != nil {
		panic(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		panic(err)
	}
	os.Setenv("WAYMARK_SIGNING_KEY", path)
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}
