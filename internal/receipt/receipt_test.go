package receipt

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func keyOf(t *testing.T, seed string) Key {
	t.Helper()
	k, err := NewKey(strings.NewReader(strings.Repeat(seed, 32)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func example() Statement {
	return Statement{Product: "waymark 1", Kind: ForSubmission, Number: 7, Issued: time.Date(2026, 11, 22, 10, 48, 0, 123456789, time.FixedZone("", 3600)),
		Received: Received{At: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), By: "person-7f3c2a9b01", Submission: 12},
		File:     &File{Name: "Q2 – “£ & é” <مستشفى>.csv", Size: 311, SHA256: strings.Repeat("ab", 32)},
		Report:   Report{Rows: 2, New: 2, Issues: []Issue{{"above-100", "warning", 1, "Uptake is above 100 %."}}},
		Values: Values{Count: 2, Listed: true, Rows: []Value{
			{"RTE", "eps", "Q2018-07", "reported", Number(66.7), Number(2), Number(3)}, {"RTQ", "eps", "Q2018-07", "nil_return", "", "", ""}}},
		Audit: Head{41, strings.Repeat("cd", 32)}}
}

func signed(t *testing.T, k Key, s Statement) []byte {
	t.Helper()
	text, err := Sign(k, s)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAReceiptSaysWhatWasSigned(t *testing.T) {
	k, want := keyOf(t, "a"), example()
	text := signed(t, k, want)
	got, err := Verify(text, []ed25519.PublicKey{keyOf(t, "b").Public(), k.Public()})
	if err != nil {
		t.Fatal(err)
	}
	want.Format, want.Key, want.Issued = Format, Fingerprint(k.Public()), want.Issued.UTC().Truncate(time.Microsecond)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if again := signed(t, k, got); !bytes.Equal(again, text) {
		t.Errorf("signed again it is\n%s\nnot\n%s", again, text)
	}
	if lines := bytes.Count(text, []byte("\n")); lines != 5 {
		t.Errorf("the document has %d lines", lines)
	}
}

// Each way of tampering has its own answer.
func TestTamperingIsToldApart(t *testing.T) {
	k := keyOf(t, "a")
	good := string(signed(t, k, example()))
	swap := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("the receipt does not hold %q", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	other := example()
	other.Values.Rows[0].Value = "99"
	forged := string(signed(t, keyOf(t, "b"), other))
	below := good[strings.Index(good, "\n,\"signature\""):]
	for _, c := range []struct {
		name, text string
		reason     Reason
		parts      string
	}{
		{"a value", swap(`"value":"66.7"`, `"value":"96.7"`), Changed, "values"},
		{"a row left out", swap(`,{"organisation":"RTQ","measure":"eps","period":"Q2018-07","state":"nil_return"}`, ``), Changed, "values"},
		{"the hash of the file", swap(strings.Repeat("ab", 32), strings.Repeat("ab", 31)+"ac"), Changed, "file"},
		{"the time of receipt", swap("T09:00:00Z", "T08:00:00Z"), Changed, "received"},
		{"the sender", swap("person-7f3c2a9b01", "person-7f3c2a9b02"), Changed, "received"},
		{"the report", swap(`"held_back":0`, `"held_back":1`), Changed, "report"},
		{"the place in the chain", swap(`"seq":41`, `"seq":42`), Changed, "audit"},
		{"the receipt's number", swap(`"number":7`, `"number":8`), Changed, "head"},
		{"two things", swap(`"value":"66.7"`, `"value":"96.7"`)[:0] + strings.Replace(swap(`"seq":41`, `"seq":42`), `"value":"66.7"`, `"value":"6.7"`, 1), Changed, "values audit"},
		{"a blank put in", swap(`"number":7`, `"number": 7`), Changed, ""},
		{"a field put in", swap(`"number":7`, `"number":7,"note":"paid"`), Changed, ""},
		{"the signature", swap(`"value":"`+signatureValue(good)[:4], `"value":"AAAA`), BadSignature, ""},
		{"other statement under the same signature", forged[:strings.Index(forged, "\n,\"signature\"")] + below, Changed, "head values"},
		{"signed anew with another key", forged, OtherKey, ""},
		{"another public key brought along", swap(publicValue(good), publicValue(forged)), OtherKey, ""},
		{"cut in the statement", good[:len(good)/3], CutOff, ""},
		{"cut in the signature", good[:len(good)-20], CutOff, ""},
		{"empty", "", CutOff, ""},
		{"damaged", swap(`"kind":"`, `"kind:"`), NotAReceipt, ""},
		{"something else", `{"values":[1,2]}`, NotAReceipt, ""},
		{"a table", "organisation,value\nRTE,1\n", NotAReceipt, ""},
		{"of a newer program", swap(`{"waymark_receipt":1`, `{"waymark_receipt":2`), UnknownForm, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Verify([]byte(c.text), []ed25519.PublicKey{k.Public()})
			var fault *Fault
			if !errors.As(err, &fault) || fault.Reason != c.reason || strings.Join(fault.Parts, " ") != c.parts {
				t.Errorf("%+v; want %s %s", err, c.reason, c.parts)
			}
		})
	}
}

func signatureValue(text string) string {
	_, below, _ := strings.Cut(text, `,"signature":`)
	_, value, _ := strings.Cut(below, `"value":"`)
	return value[:strings.Index(value, `"`)]
}

func publicValue(text string) string {
	_, value, _ := strings.Cut(text, `"public":"`)
	return value[:strings.Index(value, `"`)]
}

// Any one byte of the statement that is changed is found; so is any other cut of the document.
func TestAnyChangedByteIsFound(t *testing.T) {
	k := keyOf(t, "a")
	good := signed(t, k, example())
	from, to := bytes.IndexByte(good, '\n')+1, bytes.Index(good, []byte("\n,\"signature\""))
	rapid.Check(t, func(r *rapid.T) {
		bad := bytes.Clone(good)
		at := rapid.IntRange(from, to-1).Draw(r, "at")
		to := rapid.Byte().Filter(func(b byte) bool { return b != good[at] }).Draw(r, "to")
		bad[at] = to
		if _, err := Verify(bad, nil); err == nil {
			r.Fatalf("byte %d from %q to %q went unseen", at, good[at], to)
		}
		if cut := rapid.IntRange(0, len(good)-3).Draw(r, "cut"); true {
			if _, err := Verify(good[:cut], nil); err == nil {
				r.Fatalf("cut at %d went unseen", cut)
			}
		}
	})
}

// Figures have one form and come back as they were.
func TestFiguresHaveOneForm(t *testing.T) {
	for value, want := range map[float64]string{66.7: "66.7", 1e21: "1000000000000000000000", 0.1: "0.1", math.Copysign(0, -1): "0", 100: "100", 1e-7: "0.0000001"} {
		if got := Number(value); got != want {
			t.Errorf("%g is written %s, not %s", value, got, want)
		}
	}
	if Number(math.NaN()) != "" {
		t.Error("what is not given is written")
	}
}

func TestKeysAreRefusedThatCannotSign(t *testing.T) {
	good, err := keyOf(t, "a").PEM()
	if err != nil {
		t.Fatal(err)
	}
	if k, err := ParseKey(good); err != nil || Fingerprint(k.Public()) != Fingerprint(keyOf(t, "a").Public()) {
		t.Errorf("%v", err)
	}
	for name, text := range map[string]string{"empty": "", "words": "secret", "public": string(PublicPEM(keyOf(t, "a").Public())), "two": string(good) + string(good)} {
		if _, err := ParseKey([]byte(text)); err == nil {
			t.Errorf("%s was taken for a key", name)
		}
	}
	if _, err := ParsePublic(good); err == nil {
		t.Error("a private key was taken for a public one")
	}
	if _, err := Sign(Key{}, example()); err == nil {
		t.Error("signed without a key")
	}
}

// What docs/proof.md says about checking by hand, done with openssl as it is.
func TestOpensslFindsTheSignatureRight(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Log("there is no openssl; the same bytes are checked by Go alone")
	}
	k, folder := keyOf(t, "a"), t.TempDir()
	lines := bytes.Split(signed(t, k, example()), []byte("\n"))
	var d document
	if err := strictly(bytes.Join(lines, []byte("\n")), &d); err != nil || !ed25519.Verify(k.Public(), lines[1], d.Signature.Value) {
		t.Fatalf("%v", err)
	}
	if openssl == "" {
		return
	}
	for name, content := range map[string][]byte{"statement": lines[1], "signature": d.Signature.Value, "key.pem": PublicPEM(k.Public())} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := exec.CommandContext(t.Context(), openssl, "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "statement", "-sigfile", "signature")
	run.Dir = folder
	if out, err := run.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
