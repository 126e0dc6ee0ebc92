package receipt

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
)

// Reason says what is wrong with a receipt.
type Reason string

// The reasons.
const (
	CutOff       Reason = "cut_off"       // the document ends too early
	NotAReceipt  Reason = "not_a_receipt" // something else, or damaged so that nothing can be told
	UnknownForm  Reason = "unknown_form"  // of a newer program
	OtherKey     Reason = "other_key"     // signed, but not with a key that is trusted, or not with the key it names
	Changed      Reason = "changed"       // the statement is not what was signed
	BadSignature Reason = "bad_signature" // the statement is as it was, but its signature was changed
)

// Fault is why a receipt does not hold. Sentence is safe to show.
type Fault struct {
	Reason   Reason
	Sentence string
	Parts    []string // names of the parts that were changed, where that can be told
}

func (f *Fault) Error() string { return f.Sentence }

// Verify checks a receipt: that it is whole, that its signature is over exactly these bytes, and, where trusted keys are
// given, that it was made with one of them. Without, it only proves that nothing was changed since somebody who holds the
// key of the returned statement's fingerprint signed it. The error is a *Fault.
func Verify(text []byte, trusted []ed25519.PublicKey) (Statement, error) {
	d, err := parse(text)
	if err != nil {
		return Statement{}, err
	}
	public := ed25519.PublicKey(d.Signature.Public)
	if len(public) != ed25519.PublicKeySize || d.Signature.Algorithm != algorithm || Fingerprint(public) != d.Signature.Key {
		return Statement{}, &Fault{Reason: OtherKey, Sentence: "The key that the receipt brings along is not the one whose fingerprint it names."}
	}
	if len(trusted) > 0 && !slices.ContainsFunc(trusted, func(k ed25519.PublicKey) bool { return k.Equal(public) }) {
		return Statement{}, &Fault{Reason: OtherKey, Sentence: "The receipt is signed with another key than those given: " + d.Signature.Key + "."}
	}
	var s Statement
	readable := strictly(d.Statement, &s) == nil
	if !ed25519.Verify(public, d.Statement, d.Signature.Value) {
		return Statement{}, blame(s, readable, d.Signature)
	}
	switch {
	case !readable || s.Format != Format:
		return Statement{}, unknownForm
	case s.Key != d.Signature.Key:
		return Statement{}, &Fault{Reason: OtherKey, Sentence: "The receipt is signed with another key than its statement names."}
	}
	return s, nil
}

var unknownForm = &Fault{Reason: UnknownForm, Sentence: "The receipt has a form that this program does not know: use a newer waymark."}

func parse(text []byte) (document, error) {
	var d document
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\uFEFF")))
	err := strictly(text, &d)
	var syntax *json.SyntaxError
	switch {
	case err == nil && d.Version != Format:
		return d, unknownForm
	case err == nil && len(d.Statement) > 0:
		return d, nil
	case len(text) == 0, errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syntax) && bytes.HasPrefix(text, []byte(`{"waymark_receipt"`)) && syntax.Offset >= int64(len(text)):
		return d, &Fault{Reason: CutOff, Sentence: "The receipt is cut off: it ends before its signature does."}
	case bytes.HasPrefix(text, []byte(`{"waymark_receipt"`)):
		return d, &Fault{Reason: NotAReceipt, Sentence: "The receipt is damaged: it cannot be read any more."}
	}
	return d, &Fault{Reason: NotAReceipt, Sentence: "This is not a receipt."}
}

// strictly decodes one JSON value that fills the text, without fields that are not known.
func strictly(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is something behind the document")
	}
	return nil
}

// blame finds out what was changed, with the sealed digests of the parts.
func blame(s Statement, readable bool, sig signature) *Fault {
	changed := &Fault{Reason: Changed, Sentence: "The statement is not what was signed: something in it, or its signature, was changed."}
	sealed, err := sealedParts(sig.Parts)
	if err != nil || !ed25519.Verify(sig.Public, sealed, sig.PartsSeal) || !readable {
		return changed
	}
	found, err := digests(s)
	if err != nil {
		return changed
	}
	var words []string
	for _, p := range s.parts() {
		if found[p.name] != sig.Parts[p.name] {
			changed.Parts = append(changed.Parts, p.name)
			words = append(words, p.words)
		}
	}
	if len(words) == 0 {
		if again, err := canonical(s); err == nil && ed25519.Verify(sig.Public, again, sig.Value) {
			changed.Sentence = "The statement says what was signed, but not in the bytes that were signed: it was written anew."
			return changed
		}
		return &Fault{Reason: BadSignature, Sentence: "The statement is as it was signed, but its signature was changed."}
	}
	changed.Sentence = "Changed since it was signed: " + strings.Join(words, "; ") + "."
	return changed
}
