package intake

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// spool opens a temporary file that has no name any more: it is gone with the process, however that ends.
func (d *Desk) spool() (*os.File, error) {
	file, err := os.CreateTemp(d.TempDir, "waymark-file-")
	if err == nil {
		err = os.Remove(file.Name())
	}
	if err != nil {
		return nil, maturity.Wrap(err, maturity.Unavailable, "There is no room to receive the file. Tell your administrator.")
	}
	return file, nil
}

// receive copies r to file up to the size limit, and rewinds it. It gives the size and the SHA-256.
func (d *Desk) receive(file *os.File, r io.Reader) (size int64, sum string, err error) {
	hash := sha256.New()
	in := &failing{r: io.LimitReader(r, d.Limits.MaxBytes+1)}
	size, err = io.Copy(io.MultiWriter(file, hash), in)
	switch {
	case in.err != nil && maturity.CodeOf(in.err) != maturity.Internal:
		return 0, "", in.err // whoever read the request knows better
	case in.err != nil:
		return 0, "", maturity.Wrap(in.err, maturity.Invalid, "The file did not arrive completely. Send it again.")
	case err != nil:
		return 0, "", maturity.Wrap(err, maturity.Unavailable, "There is no room to receive the file. Tell your administrator.")
	case size > d.Limits.MaxBytes:
		return 0, "", tooLarge(d.Limits.MaxBytes)
	case size == 0:
		return 0, "", maturity.Errorf(maturity.Invalid, "The file is empty. Send a CSV file or an Excel workbook with a header and rows.")
	}
	_, err = file.Seek(0, io.SeekStart)
	return size, hex.EncodeToString(hash.Sum(nil)), err
}

// failing remembers the error of reading, to tell it from one of writing.
type failing struct {
	r   io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}

// fetch brings the kept bytes of a submission into a temporary file, to be closed by the caller.
func (d *Desk) fetch(ctx context.Context, id int64) (*os.File, sheet.Source, error) {
	file, err := d.spool()
	if err != nil {
		return nil, nil, err
	}
	w := bufio.NewWriterSize(file, 64<<10)
	if err = d.Store.SubmissionBytes(ctx, id, w); err == nil {
		err = w.Flush()
	}
	var source sheet.Source
	if err == nil {
		source, err = sheet.FileSource(file)
	}
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	return file, source, nil
}
