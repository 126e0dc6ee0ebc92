package sheet

import (
	"errors"
	"path"
	"strings"
)

// relations are the parts that a part refers to.
type relations struct {
	byID   map[string]relation
	byType map[string]string // last piece of the type in lower case -> first part of it
}

type relation struct{ kind, part string }

// relations reads a part of relations; one that is missing or broken has none, and what needed them reports that.
func (w *workbook) relations(folder, name string) relations {
	list := relations{map[string]relation{}, map[string]string{}}
	_ = w.eachStart(name, func(x *xmlScanner) {
		if string(x.name) != "Relationship" || x.attr("TargetMode") == "External" {
			return
		}
		target := strings.ReplaceAll(x.attr("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(folder, target)
		}
		r := relation{strings.ToLower(path.Base(x.attr("Type"))), partName(target)}
		list.byID[x.attr("Id")] = r
		if list.byType[r.kind] == "" {
			list.byType[r.kind] = r.part
		}
	})
	return list
}

// eachStart visits every start tag of a small part.
func (w *workbook) eachStart(name string, visit func(x *xmlScanner)) error {
	part, err := w.open(name)
	if err != nil {
		return err
	}
	defer part.Close()
	x := newXMLScanner(part, longestMarkup)
	for x.next() {
		if x.kind == xmlStart {
			visit(x)
		}
	}
	return xmlFault(x.err, name)
}

// xmlFault makes a fault of what the scanner itself finds and passes on other errors.
func xmlFault(err error, part string) error {
	if errors.Is(err, errXMLBroken) || errors.Is(err, errXMLTooLong) {
		return damaged("in the part " + part + ", " + err.Error())
	}
	return err
}

// outline lists the sheets and reads how cells are formatted.
func (w *workbook) outline(main string, found *notes) ([]SheetInfo, error) {
	folder := path.Dir(main)
	refers := w.relations(folder, path.Join(folder, "_rels", path.Base(main)+".rels"))
	var infos []SheetInfo
	var missing error
	err := w.eachStart(main, func(x *xmlScanner) {
		switch string(x.name) {
		case "workbookPr":
			w.date1904 = x.attrTrue("date1904")
		case "sheet":
			target := refers.byID[x.attr("id")]
			if target.kind != "" && target.kind != "worksheet" {
				return // a chart or dialogue sheet holds no cells
			}
			s := sheetPart{x.attr("name"), target.part}
			if w.parts[s.part] == nil {
				missing = damaged("the sheet “" + s.name + "” is missing")
			}
			state := strings.ToLower(x.attr("state"))
			w.sheets = append(w.sheets, s)
			infos = append(infos, SheetInfo{s.name, state == "hidden" || state == "veryhidden"})
		}
	})
	switch {
	case err != nil:
		return nil, err
	case missing != nil:
		return nil, missing
	case len(infos) == 0:
		return nil, &Fault{"no-sheets", "The workbook has no sheet with cells.", "A workbook with at least one worksheet."}
	}
	w.textPart = refers.byType["sharedstrings"]
	w.noteOutline(infos, refers, found)
	return infos, w.readFormats(refers.byType["styles"])
}

func (w *workbook) noteOutline(infos []SheetInfo, refers relations, found *notes) {
	if w.date1904 {
		found.add(noteDate1904, 0, 0)
	}
	if refers.byType["vbaproject"] != "" {
		found.add(noteMacros, 0, 0)
	}
	for _, s := range infos {
		if s.Hidden {
			found.found = append(found.found, Note{Code: noteHiddenSheet, Count: 1, First: Address{Sheet: s.Name}})
		}
	}
}
