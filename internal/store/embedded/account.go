package embedded

import (
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"

	"waymark/internal/maturity"
)

// Account is the user that PostgreSQL runs as. PostgreSQL refuses root, so for root it is another one.
type Account struct {
	Name     string
	UID, GID uint32
	Switch   bool // the program runs as root and must drop to this account
}

// ChooseAccount gives the present user, or for root the user postgres, else nobody.
func ChooseAccount() (Account, error) {
	if os.Geteuid() != 0 {
		return Account{Name: "the present user", UID: uint32(os.Geteuid()), GID: uint32(os.Getegid())}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(found.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(found.Gid, 10, 32)
		if err1 == nil && err2 == nil && uid != 0 {
			return Account{Name: name, UID: uint32(uid), GID: uint32(gid), Switch: true}, nil
		}
	}
	return Account{}, maturity.Errorf(maturity.Unavailable,
		"PostgreSQL cannot run as root and this machine has neither a user postgres nor nobody: run waymark as an ordinary user, or set DATABASE_URL.")
}

// As makes cmd run under the account, in its own session so that a Ctrl-C at the terminal reaches waymark first.
func (a Account) As(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if a.Switch {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: a.UID, Gid: a.GID}
	}
}

// Own gives a file or folder to the account.
func (a Account) Own(path string) error {
	if !a.Switch {
		return nil
	}
	return os.Chown(path, int(a.UID), int(a.GID))
}

// CanReach reports whether the account may enter a folder, whose parents may be closed to it (such as /root).
func (a Account) CanReach(folder string) bool {
	if !a.Switch {
		return true
	}
	cmd := exec.Command("/bin/sh", "-c", `cd -- "$1"`, "sh", folder)
	a.As(cmd)
	cmd.Dir = "/"
	return cmd.Run() == nil
}
