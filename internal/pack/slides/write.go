package slides

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"

	"waymark/internal/chart"
	"waymark/internal/pack"
)

// archive is the presentation as it is written: an archive of parts without times.
type archive struct {
	zip *zip.Writer
	err error
}

func (a *archive) put(name string, bytes []byte) {
	if a.err != nil {
		return
	}
	var w io.Writer
	if w, a.err = a.zip.Create(name); a.err == nil {
		_, a.err = w.Write(bytes)
	}
}

func (a *archive) text(name, text string) {
	a.put(name, []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+text))
}

// write puts all slides into one file.
func (s *show) write(out io.Writer, d pack.Document) error {
	a := &archive{zip: zip.NewWriter(out)}
	n := len(s.slides)
	a.text("[Content_Types].xml", contentTypes(n))
	a.text("_rels/.rels", rootLinks)
	a.text("docProps/core.xml", fmt.Sprintf(core, escaped(d.Title), escaped(d.Subject)))
	a.text("docProps/app.xml", app)
	a.text("ppt/presentation.xml", presentation(n))
	a.text("ppt/_rels/presentation.xml.rels", presentationLinks(n))
	a.text("ppt/theme/theme1.xml", theme)
	a.text("ppt/slideMasters/slideMaster1.xml", master)
	a.text("ppt/slideMasters/_rels/slideMaster1.xml.rels", masterLinks)
	a.text("ppt/slideLayouts/slideLayout1.xml", layout)
	a.text("ppt/slideLayouts/_rels/slideLayout1.xml.rels", layoutLinks)
	for i, one := range s.slides {
		links := `<Relationship Id="rId1" Type="` + office + `/slideLayout" Target="../slideLayouts/slideLayout1.xml"/>`
		for _, shape := range one.shapes {
			d, ok := shape.(drawing)
			if !ok {
				continue
			}
			for _, file := range []struct {
				kind  string
				bytes []byte
			}{{"png", d.of.png}, {"svg", d.of.svg}} {
				a.put(fmt.Sprintf("ppt/media/image%d.%s", d.number, file.kind), file.bytes)
				links += fmt.Sprintf(`<Relationship Id="%s%d" Type="%s/image" Target="../media/image%d.%s"/>`, file.kind, d.number, office, d.number, file.kind)
			}
		}
		number := strconv.Itoa(i + 1)
		a.text("ppt/slides/slide"+number+".xml", one.page(s.foot, i+1, n))
		a.text("ppt/slides/_rels/slide"+number+".xml.rels", `<Relationships xmlns="`+relationships+`">`+links+`</Relationships>`)
	}
	if a.err == nil {
		a.err = a.zip.Close()
	}
	if a.err != nil {
		return fmt.Errorf("slides: %w", a.err)
	}
	return nil
}

// page is one slide as XML.
func (s slide) page(foot string, number, of int) string {
	var p part
	p.add(`<p:sld %s><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>`, namespaces)
	p.add(`<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr><a:normAutofit/></a:bodyPr><a:lstStyle/><a:p><a:r><a:rPr lang="en-GB" sz="%d"/><a:t>%s</a:t></a:r></a:p></p:txBody></p:sp>`, s.titleSize()*100, escaped(s.title))
	id := 3
	for _, one := range s.shapes {
		one.write(&p, id)
		id++
	}
	running := box{x: edge, y: bodyBottom, width: bodyWidth, height: slideHeight - bodyBottom,
		text: []paragraph{{text: fmt.Sprintf("%s Slide %d of %d", shortened(foot), number, of), size: footSize, quiet: true}}}
	running.write(&p, id)
	p.add(`</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`)
	return p.String()
}

// titleSize is small enough for a title to stand in two lines, down to that of notes.
func (s slide) titleSize() int {
	size := titleSize
	for size > noteSize && len(broken(paragraph{text: s.title, size: size, bold: true}, bodyWidth)) > 2 {
		size -= 2
	}
	return size
}

// shortened keeps the foot on two lines; the cover has all of it.
func shortened(foot string) string {
	for room := float64(2*bodyWidth)/point*0.8 - 80; chart.TextWidth(foot, footSize, false) > room; {
		letters := []rune(foot)
		foot = string(letters[:len(letters)*9/10]) + "…"
	}
	return foot
}
