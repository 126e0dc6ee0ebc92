package sheet

import "strconv"

// Fault is a reason to refuse a whole file.
type Fault struct {
	Code     string // stable, such as empty-file or zip-bomb
	Sentence string // what is wrong, for the sender
	Expected string // what would be accepted
}

// Error is the sentence and what would be accepted.
func (f *Fault) Error() string { return f.Sentence + " " + f.Expected }

func emptyFile() *Fault {
	return &Fault{"empty-file", "The file is empty.", "Send a CSV file or an Excel workbook with a header and rows."}
}

func damaged(what string) *Fault {
	return &Fault{"damaged-workbook", "The workbook is damaged: " + what + ".",
		"Open it in Excel, let Excel repair it, save it under a new name and send that."}
}

func truncated() *Fault {
	return &Fault{"truncated-workbook", "The workbook is incomplete: the file breaks off before its end.",
		"Copy or download the file again, check that it opens in Excel, and send it again."}
}

func otherFormat(what string) *Fault {
	return &Fault{"not-a-workbook", "The file is neither an Excel workbook nor a CSV file: it is " + what + ".",
		"Save the table as an Excel workbook (.xlsx) or as CSV."}
}

func tooManyRows(sheet string, limit int) *Fault {
	return &Fault{"too-many-rows", "The " + sheetWords(sheet) + " has more than " + commas(int64(limit)) + " rows, blank ones included.",
		"Split the file, or delete the blank rows below the table."}
}

func tooManyColumns(at Address, limit int) *Fault {
	return &Fault{"too-many-columns", "Cell " + at.String() + " lies beyond column " + commas(int64(limit)) + ", the last that is read.",
		"Send only the table, without what stands far to its right."}
}

func cellTooLong(at Address, limit int) *Fault {
	return &Fault{"cell-too-long", "Cell " + at.String() + " holds more than " + commas(int64(limit)) + " characters.",
		"Cells of at most " + commas(int64(limit)) + " characters. In a CSV file a quotation mark that is never closed makes such a cell."}
}

func sheetWords(name string) string {
	if name == "" {
		return "file"
	}
	return "sheet “" + name + "”"
}

// commas writes a count the way a sentence shows it: 1,048,576.
func commas(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
