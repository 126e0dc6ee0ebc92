package roadmap

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"strconv"
	"sync"

	"waymark/internal/definition"
	"waymark/internal/exchange"
	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// keptParsed bounds what a process keeps of files that were read: so many bytes in all.
const keptParsed = 32 << 20

// parsed is what a file says by itself, whatever roadmap it is sent to: a whole roadmap, or tasks.
type parsed struct {
	Roadmap  maturity.Roadmap
	Part     bool // it holds tasks only
	Tasks    exchange.TaskFile
	Problems []Problem
	Doubts   []string
}

// parsedKey names a file: by its bytes, and by its name, which tells how to read them.
type parsedKey struct {
	sum  [sha256.Size]byte
	name string
}

// parsedFiles are files that were read before, as JSON, so that whoever is given one has a copy of its own. Those that
// were asked for last stay. The zero value is ready.
type parsedFiles struct {
	mu    sync.Mutex
	kept  map[parsedKey][]byte
	order []parsedKey // the longest unused first
	bytes int
}

func (p *parsedFiles) get(key parsedKey) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	text, ok := p.kept[key]
	if ok {
		p.last(key)
	}
	return text
}

// last puts a key at the end of the order.
func (p *parsedFiles) last(key parsedKey) {
	for i, k := range p.order {
		if k == key {
			p.order = append(p.order[:i], p.order[i+1:]...)
			break
		}
	}
	p.order = append(p.order, key)
}

func (p *parsedFiles) keep(key parsedKey, text []byte, most int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, there := p.kept[key]; there || len(text) > most {
		return
	}
	if p.kept == nil {
		p.kept = map[parsedKey][]byte{}
	}
	p.kept[key] = text
	p.last(key)
	for p.bytes += len(text); p.bytes > most; {
		oldest := p.order[0]
		p.order = p.order[1:]
		p.bytes -= len(p.kept[oldest])
		delete(p.kept, oldest)
	}
}

// parsed reads a file, or gives what it said when these bytes were read before: a file that waits for its check is looked
// at more than once. A failure that is not the file's is not kept.
func (f *Files) parsed(ctx context.Context, u maturity.RoadmapUpload, text []byte) (out parsed, err error) {
	key := parsedKey{sha256.Sum256(text), u.FileName + "\x00" + u.Media}
	if kept := f.before.get(key); kept != nil {
		return out, json.Unmarshal(kept, &out)
	}
	parse := f.parse
	if parse == nil {
		parse = parseFile
	}
	if out, err = parse(ctx, u, text); err != nil {
		return out, err
	}
	kept, err := json.Marshal(out)
	if err == nil {
		f.before.keep(key, kept, keptParsed)
	}
	return out, err
}

// parseFile makes a roadmap or tasks of the bytes.
func parseFile(ctx context.Context, u maturity.RoadmapUpload, text []byte) (out parsed, err error) {
	switch u.Media {
	case "yaml":
		out.Roadmap, err = definition.ReadRoadmap(u.FileName, text)
		var faults definition.Faults
		if errors.As(err, &faults) {
			for _, one := range faults {
				out.Problems = append(out.Problems, Problem{Place: "line " + strconv.Itoa(one.Line), Expected: one.Message})
			}
			return out, nil
		}
		return out, err
	case "xml":
		out.Tasks = exchange.ReadMSPDI(bytes.NewReader(text))
	case "ics":
		out.Tasks = exchange.ReadICalendar(bytes.NewReader(text))
	default:
		whole, err := wholeFile(ctx, u.FileName, text)
		if err == nil && whole {
			reading, err := exchange.Read(ctx, bytes.NewReader(text), u.FileName)
			out.Roadmap = reading.Roadmap
			out.told(reading.Faults, reading.Warnings)
			return out, out.damage(err)
		}
		if err == nil {
			out.Tasks, err = exchange.ReadTaskCSV(ctx, bytes.NewReader(text), u.FileName)
		}
		if err != nil {
			return out, out.damage(err)
		}
	}
	out.Part = true
	out.told(out.Tasks.Faults, out.Tasks.Warnings)
	return out, nil
}

// wholeFile reports whether a sheet holds a whole roadmap, rather than a list of tasks.
func wholeFile(ctx context.Context, name string, text []byte) (bool, error) {
	book, err := sheet.Open(ctx, bytes.NewReader(text), name, exchange.Limits())
	if err != nil {
		return false, err
	}
	defer book.Close()
	return exchange.Recognise(book), nil
}

func (p *parsed) told(faults exchange.Faults, warnings []string) {
	for _, one := range faults {
		p.Problems = append(p.Problems, Problem{one.Place(), one.Seen, one.Expected})
	}
	p.Doubts = append(p.Doubts, warnings...)
}

// damage makes a problem of what is wrong with the file as a whole.
func (p *parsed) damage(err error) error {
	var fault *sheet.Fault
	if errors.As(err, &fault) {
		p.Problems = append(p.Problems, Problem{Place: "the file", Seen: fault.Sentence, Expected: fault.Expected})
		return nil
	}
	return err
}
