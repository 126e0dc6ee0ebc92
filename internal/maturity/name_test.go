package maturity

import "testing"

func TestFoldName(t *testing.T) {
	for in, want := range map[string]string{
		"NHS  Darlington CCG ":         "nhs darlington ccg",
		"Records, Assessments & Plans": "records assessments and plans",
		"Alder Hey Children's":         "alder hey childrens",
		"مستشفى":                       "مستشفى",
		" - ":                          "",
	} {
		if got := FoldName(in); got != want {
			t.Errorf("FoldName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFieldName(t *testing.T) {
	for in, want := range map[string]string{
		"ID": "id", "MayExceed": "may_exceed", "ReviewBy": "review_by", "GoLive": "go_live", "RAG": "rag", "RAGNote": "rag_note", "SourceID": "source_id",
	} {
		if got := FieldName(in, '_'); got != want {
			t.Errorf("FieldName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCellA1(t *testing.T) {
	for want, c := range map[string]Cell{"A1": {"", 1, 1}, "Z9": {"", 9, 26}, "AA10": {"", 10, 27}, "Sheet1!C14": {"Sheet1", 14, 3}, "XFD1048576": {"", 1048576, 16384}} {
		if got := c.String(); got != want {
			t.Errorf("%+v = %q, want %q", c, got, want)
		}
	}
}
