// Package learnt is the part of the forecast that was learnt from many series: from features of a series and from the
// rolling errors that simple models made on it, it gives the weights of the models and the size and shape of the error
// to be expected. It knows nothing of series, scales or units, only numbers of order one; constants.txt holds what was
// learnt, package train learns it. Forward and backward stand together so that they cannot come apart.
//
// Every product is rounded before it is added, so that results are the same bits on every processor.
package learnt
