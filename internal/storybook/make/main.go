// Command make writes the storybook into a folder: make storybook calls it.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"waymark/internal/storybook"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: make FOLDER-OF-FIGURES FOLDER")
		os.Exit(2)
	}
	book, err := storybook.Build(context.Background(), filepath.Join(os.Args[1], "*.json"))
	if err == nil {
		err = book.Write(os.Args[2])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%d pages and %d charts are in %s: open index.html\n", len(book.Pages), len(book.Charts), os.Args[2])
}
