package sheet

import (
	"errors"
	"io"
	"unicode/utf16"
)

// oleMagic begins every OLE compound file: the old Excel format, and the wrapper Office puts around an encrypted workbook.
const oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// oleEntry is the size of a directory entry; sectors are multiples of it, so entries lie at multiples of it too.
const oleEntry = 128

// recogniseOLE tells what a compound file is from the names in its directory. It looks at every place where an entry
// can lie instead of following the chain of sectors, so a damaged chain cannot mislead it.
func recogniseOLE(src Source) error {
	names, err := oleNames(src)
	switch {
	case err != nil:
		return err
	case names["DRMEncryptedDataSpace"], names["DRMEncryptedTransform"], names["\tDRMContent"]:
		return &Fault{"rights-managed-workbook", "The workbook is protected by rights management (a sensitivity label), so it cannot be read here.",
			"Remove the restriction (File, Info, Protect Workbook, Restrict Access: Unrestricted) or the encrypting label, save it and send that copy."}
	case names["EncryptedPackage"], names["EncryptionInfo"]:
		return &Fault{"encrypted-workbook", "The workbook is encrypted with a password, so it cannot be read here.",
			"Remove the password (File, Info, Protect Workbook, Encrypt with Password: leave it empty), save it and send that copy."}
	case names["Workbook"], names["Book"]:
		return &Fault{"old-workbook", "The file is a workbook in the old Excel format (.xls), which is not read here.",
			"Open it in Excel and save it as an Excel workbook (.xlsx) or as CSV."}
	}
	return otherFormat("another Office document")
}

var oleKnown = []string{"DRMEncryptedDataSpace", "DRMEncryptedTransform", "\tDRMContent", "EncryptedPackage", "EncryptionInfo", "Workbook", "Book"}

func oleNames(src Source) (map[string]bool, error) {
	found := map[string]bool{}
	block := make([]byte, 512*oleEntry)
	for offset := int64(0); offset < src.Size(); offset += int64(len(block)) {
		n, err := src.ReadAt(block, offset)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		for i := 0; i+oleEntry <= n; i += oleEntry {
			for _, name := range oleKnown {
				if isOLEName(block[i:i+oleEntry], name) {
					found[name] = true
				}
			}
		}
	}
	return found, nil
}

// isOLEName compares the name of a directory entry: UTF-16, with its length in bytes, final zero included, at offset 64.
func isOLEName(entry []byte, name string) bool {
	if int(entry[64])|int(entry[65])<<8 != 2*len(name)+2 {
		return false
	}
	for i, unit := range utf16.Encode([]rune(name)) {
		if entry[2*i] != byte(unit) || entry[2*i+1] != byte(unit>>8) {
			return false
		}
	}
	return true
}
