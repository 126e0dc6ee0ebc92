package render

import (
	"errors"

	"github.com/dop251/goja"
)

// looping is a drawing script that never ends.
func looping(e *engine) (goja.Callable, error) {
	value, err := e.runtime.RunString("(function () { for (;;) {} })")
	if err != nil {
		return nil, err
	}
	draw, ok := goja.AssertFunction(value)
	if !ok {
		return nil, errors.New("not a function")
	}
	return draw, nil
}
