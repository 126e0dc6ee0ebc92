package render

import "testing"

// What a page pays: a drawing from memory, one drawn by a warm engine, and the first after a start.
func BenchmarkSVG(b *testing.B) {
	for _, name := range []string{"trajectory-usual", "ranked-usual", "ranked-260-practices"} {
		f := figure(b, "../testdata/"+name+".json")
		b.Run(name+"/remembered", func(b *testing.B) {
			r := renderer(b, Options{Workers: 1})
			for b.Loop() {
				if _, err := r.SVG(b.Context(), f); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/warm", func(b *testing.B) {
			r := renderer(b, Options{Workers: 1, MemoryBytes: 1})
			if _, err := r.SVG(b.Context(), f); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := r.SVG(b.Context(), f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("first", func(b *testing.B) {
		f := figure(b, "../testdata/trajectory-usual.json")
		for b.Loop() {
			if _, err := renderer(b, Options{Workers: 1}).SVG(b.Context(), f); err != nil {
				b.Fatal(err)
			}
		}
	})
}
