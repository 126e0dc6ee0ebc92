package slides

import (
	"fmt"
	"strings"
)

// The plain template: white, one layout with a title, letters of the theme.

const (
	relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
	office        = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	namespaces    = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="` + office + `" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"`

	rootLinks = `<Relationships xmlns="` + relationships + `"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="ppt/presentation.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="` + office + `/extended-properties" Target="docProps/app.xml"/></Relationships>`

	core = `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>%s</dc:title><dc:subject>%s</dc:subject><dc:language>en-GB</dc:language></cp:coreProperties>`
	app  = `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Waymark</Application></Properties>`

	tree = `<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>`

	layout      = `<p:sldLayout ` + namespaces + ` type="titleOnly" preserve="1"><p:cSld name="Title and content"><p:spTree>` + tree + `<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`
	layoutLinks = `<Relationships xmlns="` + relationships + `"><Relationship Id="rId1" Type="` + office + `/slideMaster" Target="../slideMasters/slideMaster1.xml"/></Relationships>`
	masterLinks = `<Relationships xmlns="` + relationships + `"><Relationship Id="rId1" Type="` + office + `/slideLayout" Target="../slideLayouts/slideLayout1.xml"/><Relationship Id="rId2" Type="` + office + `/theme" Target="../theme/theme1.xml"/></Relationships>`

	theme = `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Waymark"><a:themeElements><a:clrScheme name="Waymark"><a:dk1><a:srgbClr val="212B32"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="12436D"/></a:dk2><a:lt2><a:srgbClr val="F0F4F5"/></a:lt2><a:accent1><a:srgbClr val="12436D"/></a:accent1><a:accent2><a:srgbClr val="F46A25"/></a:accent2><a:accent3><a:srgbClr val="28A197"/></a:accent3><a:accent4><a:srgbClr val="801650"/></a:accent4><a:accent5><a:srgbClr val="3D3D3D"/></a:accent5><a:accent6><a:srgbClr val="A285D1"/></a:accent6><a:hlink><a:srgbClr val="005EB8"/></a:hlink><a:folHlink><a:srgbClr val="330072"/></a:folHlink></a:clrScheme>` +
		`<a:fontScheme name="Waymark"><a:majorFont><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/></a:majorFont><a:minorFont><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/></a:minorFont></a:fontScheme>` +
		`<a:fmtScheme name="Waymark"><a:fillStyleLst>` + fill3 + `</a:fillStyleLst><a:lnStyleLst>` + line3 + `</a:lnStyleLst><a:effectStyleLst>` + effect3 + `</a:effectStyleLst><a:bgFillStyleLst>` + fill3 + `</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`
	fill1   = `<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>`
	fill3   = fill1 + fill1 + fill1
	line3   = `<a:ln w="9525">` + fill1 + `</a:ln><a:ln w="19050">` + fill1 + `</a:ln><a:ln w="28575">` + fill1 + `</a:ln>`
	effect1 = `<a:effectStyle><a:effectLst/></a:effectStyle>`
	effect3 = effect1 + effect1 + effect1
)

// master is the white sheet with the title's place.
var master = fmt.Sprintf(`<p:sldMaster %s><p:cSld><p:bg><p:bgPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>%s<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr>%s<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr lIns="%d" tIns="0" rIns="%d" bIns="0" anchor="ctr"><a:normAutofit/></a:bodyPr><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp></p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle><a:lvl1pPr algn="l"><a:defRPr sz="%d" b="1"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle/><p:otherStyle/></p:txStyles></p:sldMaster>`,
	namespaces, tree, place(edge, titleTop, bodyWidth, bodyTop-titleTop), inset, inset, titleSize*100)

func contentTypes(slides int) string {
	var p part
	p.add(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="svg" ContentType="image/svg+xml"/>`)
	kind := func(name, what string) {
		p.add(`<Override PartName="/%s" ContentType="application/vnd.openxmlformats-%s+xml"/>`, name, what)
	}
	kind("docProps/core.xml", "package.core-properties")
	kind("docProps/app.xml", "officedocument.extended-properties")
	kind("ppt/presentation.xml", "officedocument.presentationml.presentation.main")
	kind("ppt/theme/theme1.xml", "officedocument.theme")
	kind("ppt/slideMasters/slideMaster1.xml", "officedocument.presentationml.slideMaster")
	kind("ppt/slideLayouts/slideLayout1.xml", "officedocument.presentationml.slideLayout")
	for i := range slides {
		kind(fmt.Sprintf("ppt/slides/slide%d.xml", i+1), "officedocument.presentationml.slide")
	}
	p.add(`</Types>`)
	return p.String()
}

func presentation(slides int) string {
	var list strings.Builder
	for i := range slides {
		fmt.Fprintf(&list, `<p:sldId id="%d" r:id="slide%d"/>`, 256+i, i+1)
	}
	return fmt.Sprintf(`<p:presentation %s saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst>%s</p:sldIdLst><p:sldSz cx="%d" cy="%d"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`, namespaces, list.String(), slideWidth, slideHeight)
}

func presentationLinks(slides int) string {
	var p part
	p.add(`<Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/slideMaster" Target="slideMasters/slideMaster1.xml"/><Relationship Id="rId2" Type="%s/theme" Target="theme/theme1.xml"/>`, relationships, office, office)
	for i := range slides {
		p.add(`<Relationship Id="slide%d" Type="%s/slide" Target="slides/slide%d.xml"/>`, i+1, office, i+1)
	}
	p.add(`</Relationships>`)
	return p.String()
}
