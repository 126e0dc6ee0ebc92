package embedded

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"waymark/internal/maturity"
)

// folder is a data folder:
//
//	lock             held while a program runs on it; its number is inside
//	joined           held, shared, by commands that joined
//	postgres/        PostgreSQL's own folder
//	postgres-folder  where that folder is instead, when the data folder cannot be entered by PostgreSQL's account
//	postgres.log     what PostgreSQL said since the last start
//	socket/          the socket, when the path is short enough
//	socket-folder    where the socket is
type folder struct{ path string }

func (f folder) file(name string) string { return filepath.Join(f.path, name) }

func openFolder(path string) (folder, error) {
	path, err := absolute(path)
	if err == nil {
		// Not readable for others, but open to pass: PostgreSQL's account needs that.
		err = os.MkdirAll(path, 0o711)
	}
	if err != nil {
		return folder{}, maturity.Wrap(err, maturity.Unavailable, "The data folder "+path+" cannot be made: choose another --data-dir or mend its permissions.")
	}
	return folder{path}, nil
}

// take locks the folder for this program. A nil file without error means that process other holds it.
func (f folder) take() (hold *os.File, other int, err error) {
	hold, err = os.OpenFile(f.file("lock"), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, 0, maturity.Wrap(err, maturity.Unavailable,
			"The data folder "+f.path+" cannot be written: start waymark as the user it belongs to, or choose another --data-dir.")
	}
	// A joining command may look at the lock for an instant: try for a short while.
	for range 5 {
		if err = syscall.Flock(int(hold.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
			return hold, 0, f.sign(hold)
		}
		time.Sleep(20 * time.Millisecond)
	}
	defer hold.Close()
	if !errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, 0, maturity.Wrap(err, maturity.Unavailable, "The data folder "+f.path+" cannot be locked: put it on a local disk.")
	}
	said, _ := os.ReadFile(f.file("lock"))
	other, _ = strconv.Atoi(strings.TrimSpace(string(said)))
	return nil, other, nil
}

// sign writes down who holds the folder.
func (f folder) sign(hold *os.File) error {
	err := hold.Truncate(0)
	if err == nil {
		_, err = hold.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if err == nil {
		err = os.WriteFile(f.file("joined"), nil, 0o644)
	}
	if err != nil {
		hold.Close()
		return maturity.Wrap(err, maturity.Unavailable, "The data folder "+f.path+" cannot be written: see that its disk has room.")
	}
	return nil
}

// held reports whether some program holds the folder.
func (f folder) held() bool {
	file, err := os.Open(f.file("lock"))
	if err != nil {
		return false
	}
	defer file.Close()
	return syscall.Flock(int(file.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) != nil
}

// joinLock tells the holder that a command uses its server.
func (f folder) joinLock() (*os.File, error) {
	file, err := os.Open(f.file("joined"))
	if err == nil {
		err = syscall.Flock(int(file.Fd()), syscall.LOCK_SH|syscall.LOCK_NB)
	}
	if err != nil {
		return nil, maturity.Wrap(err, maturity.Unavailable, "The waymark that uses the data folder "+f.path+" is stopping: try again in a moment.")
	}
	return file, nil
}

// waitForJoined waits until no command uses the server, or ctx ends.
func (f folder) waitForJoined(ctx context.Context) {
	file, err := os.OpenFile(f.file("joined"), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return
	}
	defer file.Close()
	for syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		select {
		case <-ctx.Done():
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// place decides where PostgreSQL's folder is and as whom it runs. A folder that exists keeps its place and owner.
func (f folder) place(elsewhere string) (Account, string, error) {
	account, err := ChooseAccount()
	if err != nil {
		return account, "", err
	}
	cluster := f.file("postgres")
	if written, err := os.ReadFile(f.file("postgres-folder")); err == nil {
		cluster = strings.TrimSpace(string(written))
	}
	info, err := os.Stat(cluster)
	switch {
	case err == nil:
		return f.ownerOf(cluster, info, account)
	case !errors.Is(err, fs.ErrNotExist):
		return account, "", maturity.Wrap(err, maturity.Unavailable, "The database folder "+cluster+" cannot be read: start waymark as the user it belongs to.")
	case account.CanReach(filepath.Dir(cluster)):
		return account, cluster, nil
	}
	sum := sha256.Sum256([]byte(f.path))
	cluster = filepath.Join(elsewhere, hex.EncodeToString(sum[:6]))
	if err = os.MkdirAll(elsewhere, 0o711); err == nil {
		err = os.WriteFile(f.file("postgres-folder"), []byte(cluster+"\n"), 0o644)
	}
	if err != nil || !account.CanReach(elsewhere) {
		return account, "", maturity.Wrap(err, maturity.Unavailable,
			"PostgreSQL's user "+account.Name+" cannot enter "+f.path+" nor "+elsewhere+": choose a --data-dir outside private folders.")
	}
	return account, cluster, nil
}

// ownerOf makes the owner of an existing database folder the account to run as, which only root may choose.
func (f folder) ownerOf(cluster string, info fs.FileInfo, account Account) (Account, string, error) {
	if !account.CanReach(filepath.Dir(cluster)) {
		return account, "", maturity.Errorf(maturity.Unavailable,
			"PostgreSQL's user %s cannot enter %s: move the data folder out of private folders.", account.Name, filepath.Dir(cluster))
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || stat.Uid == account.UID {
		return account, cluster, nil
	}
	name := strconv.Itoa(int(stat.Uid))
	if found, err := user.LookupId(name); err == nil {
		name = found.Username
	}
	if !account.Switch || stat.Uid == 0 {
		return account, "", maturity.Errorf(maturity.Unavailable,
			"The database in %s belongs to user %s: start waymark as root or as that user, or choose another --data-dir.", cluster, name)
	}
	return Account{Name: name, UID: stat.Uid, GID: stat.Gid, Switch: true}, cluster, nil
}

// longestSocket is the longest path of a socket that all systems take.
const longestSocket = 103

// socketFolder makes an empty folder for the socket: in the data folder, or where its path is too long, holds a comma
// (which would part two hosts) or is closed to the account, a short temporary one.
func (f folder) socketFolder(account Account) (string, error) {
	if before, err := os.ReadFile(f.file("socket-folder")); err == nil {
		f.removeSocket(string(before)) // left by a program that was killed
	}
	place := f.file("socket")
	var err error
	if len(filepath.Join(place, ".s.PGSQL.5432")) > longestSocket || strings.Contains(place, ",") || !account.CanReach(f.path) {
		place, err = temporaryFolder(account)
	} else {
		os.RemoveAll(place)
		err = os.Mkdir(place, 0o700)
	}
	if err == nil {
		err = account.Own(place)
	}
	if err == nil {
		err = os.WriteFile(f.file("socket-folder"), []byte(place), 0o644)
	}
	if err != nil {
		return "", maturity.Wrap(err, maturity.Unavailable, "No folder could be made for PostgreSQL's socket: mend the permissions of "+f.path+" or set TMPDIR to a short path.")
	}
	return place, nil
}

func temporaryFolder(account Account) (string, error) {
	for _, parent := range []string{os.TempDir(), "/tmp"} {
		if len(parent) <= 60 && !strings.Contains(parent, ",") && account.CanReach(parent) {
			return os.MkdirTemp(parent, "waymark-socket-")
		}
	}
	return "", errors.New("no short temporary folder")
}

// removeSocket removes a socket folder of ours, and nothing else.
func (f folder) removeSocket(place string) {
	if place == f.file("socket") || strings.HasPrefix(filepath.Base(place), "waymark-socket-") {
		os.RemoveAll(place)
	}
}
