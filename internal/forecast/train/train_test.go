package train_test

import (
	"bytes"
	"context"
	"testing"

	"waymark/internal/forecast/learnt"
	"waymark/internal/forecast/train"
)

func TestLearningIsTheSameToTheLastBit(t *testing.T) {
	list, err := train.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	set := train.Usual
	set.Origins = 2000
	var texts [2]bytes.Buffer
	for i := range texts {
		c, err := train.Learn(context.Background(), list, set)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Write(&texts[i], "a remark"); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(texts[0].Bytes(), texts[1].Bytes()) {
		t.Error("two runs differ")
	}
	if _, err := learnt.Read(&texts[0]); err != nil {
		t.Error(err)
	}
}
