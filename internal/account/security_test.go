package account

import (
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"
)

// Passwords are stored as OWASP asks: Argon2id with at least 46 MB and one pass, or 19 MB and two; and the stored form
// says how it was made, so that it can be made costlier later.
func TestPasswordsAreHashedAsAdvised(t *testing.T) {
	p := HashParams
	if enough := p.Memory >= 46*1024 || p.Memory >= 19*1024 && p.Iterations >= 2; !enough || p.SaltLength < 16 || p.KeyLength < 32 {
		t.Errorf("%+v", p)
	}
	cheap := argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	first, err := argon2id.CreateHash("seven quiet herons", &cheap)
	if err != nil {
		t.Fatal(err)
	}
	second, err := argon2id.CreateHash("seven quiet herons", &cheap)
	if err != nil || first == second || !strings.HasPrefix(first, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("%s %s %v", first, second, err)
	}
}

// A password counts exactly as it was typed: nothing is cut off, folded or trimmed, and any character will do.
func TestPasswordsCountAsTyped(t *testing.T) {
	for _, password := range []string{strings.Repeat("long and winding ", 5), " begins and ends with a space ", "ÄÖÜ ßéñ 漢字 🐦🐦 mixed", `";DROP--<b>&amp;%00'`, "UPPER lower 12345", strings.Repeat("abcdefgh", 128)} {
		if err := checkPassword("somebody", password); err != nil {
			t.Errorf("%q: %v", password, err)
		}
	}
	s := &Service{slots: make(chan struct{}, 1)}
	cheap := argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	hash, err := argon2id.CreateHash(" Seven quiet Herons", &cheap)
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{" Seven quiet Herons": true, "Seven quiet Herons": false, " seven quiet herons": false, " Seven quiet Herons ": false, " Seven quiet Heron": false} {
		if right, err := s.compare(t.Context(), password, hash); err != nil || right != want {
			t.Errorf("%q: %v %v", password, right, err)
		}
	}
}
