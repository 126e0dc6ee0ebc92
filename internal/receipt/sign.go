package receipt

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// signature is what stands below a statement.
type signature struct {
	Algorithm string            `json:"algorithm"`
	Key       string            `json:"key"`    // fingerprint
	Public    []byte            `json:"public"` // the 32 bytes of the public key
	Value     []byte            `json:"value"`  // over the statement's bytes
	Parts     map[string]string `json:"parts"`  // hexadecimal SHA-256 of each part, by name
	PartsSeal []byte            `json:"parts_seal"`
}

const algorithm = "Ed25519"

// document is a receipt as it is written.
type document struct {
	Version   int             `json:"waymark_receipt"`
	Statement json.RawMessage `json:"statement"`
	Signature signature       `json:"signature"`
}

// Sign makes the receipt of a statement: the bytes of its JSON document. It fails on a statement that cannot be written
// in its one form, and on one without kind.
func Sign(k Key, s Statement) ([]byte, error) {
	if s.Kind != ForSubmission && s.Kind != ForReturn {
		return nil, fmt.Errorf("a receipt of the kind %q is not known", s.Kind)
	}
	if len(k.private) == 0 {
		return nil, errors.New("there is no key to sign with")
	}
	s.Format, s.Key = Format, Fingerprint(k.Public())
	s.Issued, s.Received.At = instant(s.Issued), instant(s.Received.At)
	text, err := canonical(s)
	if err != nil {
		return nil, err
	}
	sig := signature{Algorithm: algorithm, Key: s.Key, Public: k.Public(), Value: ed25519.Sign(k.private, text)}
	if sig.Parts, err = digests(s); err != nil {
		return nil, err
	}
	sealed, err := sealedParts(sig.Parts)
	if err != nil {
		return nil, err
	}
	sig.PartsSeal = ed25519.Sign(k.private, sealed)
	below, err := canonical(sig)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\"waymark_receipt\":%d,\"statement\":\n%s\n,\"signature\":\n%s\n}\n", Format, text, below)
	return out.Bytes(), nil
}

func digests(s Statement) (map[string]string, error) {
	out := map[string]string{}
	for _, p := range s.parts() {
		text, err := canonical(p.content)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(text)
		out[p.name] = hex.EncodeToString(sum[:])
	}
	return out, nil
}

// sealedParts is the message that the seal over the digests signs. encoding/json writes the keys of a map in order.
func sealedParts(parts map[string]string) ([]byte, error) {
	text, err := canonical(parts)
	return append([]byte("waymark receipt parts "), text...), err
}
