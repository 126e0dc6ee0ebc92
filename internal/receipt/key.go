package receipt

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
)

// Key signs. The zero Key signs nothing.
type Key struct{ private ed25519.PrivateKey }

// NewKey makes a key from a cryptographic source of random bytes.
func NewKey(random io.Reader) (Key, error) {
	_, private, err := ed25519.GenerateKey(random)
	return Key{private}, err
}

// ParseKey reads a private key in PKCS #8 PEM, as (Key).PEM writes it and openssl genpkey makes it.
func ParseKey(text []byte) (Key, error) {
	block, rest := pem.Decode(text)
	if block == nil || block.Type != "PRIVATE KEY" {
		return Key{}, errors.New("this is no private key in PEM (PKCS #8, not encrypted)")
	}
	if next, _ := pem.Decode(rest); next != nil {
		return Key{}, errors.New("there is more than one key in the file")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return Key{}, fmt.Errorf("the private key cannot be read: %w", err)
	}
	private, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return Key{}, errors.New("the private key is not of the kind Ed25519")
	}
	return Key{private}, nil
}

// PEM is the private key as a file holds it.
func (k Key) PEM() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.private)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

// Public is the key that checks what this one signs.
func (k Key) Public() ed25519.PublicKey { return k.private.Public().(ed25519.PublicKey) }

// Sign signs a message and says with which key. The message should say what it is, so that a signature over one thing
// can never be taken for one over another.
func (k Key) Sign(message []byte) (signature []byte, fingerprint string) {
	return ed25519.Sign(k.private, message), Fingerprint(k.Public())
}

// Fingerprint names a public key: the hexadecimal SHA-256 of its DER form (SubjectPublicKeyInfo).
func Fingerprint(public ed25519.PublicKey) string {
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil { // only for keys of another kind
		return ""
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// PublicPEM is a public key as a file.
func PublicPEM(public ed25519.PublicKey) []byte {
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// ParsePublic reads one or more public keys in PEM.
func ParsePublic(text []byte) (keys []ed25519.PublicKey, err error) {
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			break
		}
		if block.Type != "PUBLIC KEY" {
			return nil, fmt.Errorf("a public key is wanted, not a %s", block.Type)
		}
		parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("the public key cannot be read: %w", err)
		}
		public, ok := parsed.(ed25519.PublicKey)
		if !ok {
			return nil, errors.New("the public key is not of the kind Ed25519")
		}
		keys = append(keys, public)
	}
	if len(keys) == 0 {
		return nil, errors.New("there is no public key in PEM in the file")
	}
	return keys, nil
}
