package account

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"

	"waymark/internal/maturity"
)

func TestPasswordsThatWillNotDo(t *testing.T) {
	for _, c := range []struct{ login, password, want string }{
		{"jo.smith", "short", "too short"},
		{"jo.smith", "elevenchars", "too short"},
		{"jo.smith", "twelve chars", ""},
		{"jo.smith", "ééééééééééé", "too short"}, // eleven letters, however many bytes
		{"jo.smith", "correct horse battery staple", "too easy"},
		{"jo.smith", "Passw0rd", "too short"},
		{"jo.smith", "passwordpassword", "too easy"},
		{"jo.smith", "abababababababab", "too easy"},
		{"jo.smith", "123456789012", "too easy"},
		{"jo.smith", "1qaz2wsx3edc", "too easy"},
		{"jo.smith", "qwertyuiop123", "too easy"},
		{"jo.smith", "Password 2026!", "too easy"},                            // a common word and a few signs
		{"jo.smith", "P@55w0rd1234!", "too easy"},                             // signs for letters
		{"jo.smith", "monkey dragon 7", "too easy"},                           // two common words
		{"jo.smith", "nhspassword1", "too easy"},                              // a word that is likely here
		{"jo.smith", "administrator", "too easy"},                             //
		{"jo.smith", "poiuytrewqlkjh", "too easy"},                            // along the keys, backwards
		{"jo.smith", "monkey dragon summer", ""},                              // three are enough
		{"jo.smith", "password 849302176", ""},                                // a long number is not guessed
		{"jo.smith", "la\u010da\u0161\u010dem\u00e9\u00e9\u0159\u017eek", ""}, // any letters
		{"jo.smith", "my Jo.Smith is here", "must not hold"},
		{"waymarkanalyst", "waymark analyst", "must not hold"},
		{"ab", "a cab to the abbey", ""}, // so short a name is in many words
		{"jo.smith", "with a nul \x00 in it", "cannot be used"},
		{"jo.smith", "not utf-8 \xff\xfe at all", "cannot be used"},
		{"jo.smith", strings.Repeat("long and different ", 60), "too long"},
		{"jo.smith", "seven quiet herons", ""},
	} {
		err := checkPassword(c.login, c.password)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%q is refused: %v", c.password, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || maturity.CodeOf(err) != maturity.Invalid):
			t.Errorf("%q: %v, want %q", c.password, err, c.want)
		}
	}
}

func TestGeneratedPasswordsAreLongDifferentAndAcceptable(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		password, err := GeneratePassword(rand.Reader)
		if err != nil || len(password) != 30 || seen[password] {
			t.Fatal(password, err)
		}
		seen[password] = true
		if err := checkPassword("demonstration", password); err != nil {
			t.Errorf("%s: %v", password, err)
		}
	}
	if _, err := GeneratePassword(bytes.NewReader([]byte("short"))); err == nil {
		t.Error("a source that runs dry gives a password")
	}
}
