// Package sheet turns the bytes of a CSV file or an Excel workbook into rows of text cells that know their address,
// as a stream: memory does not grow with the file. It finds damage, disguise and excess before anything is believed,
// and writes the files people download. It must not know what a cell means: layouts, organisations, measures and
// periods belong to other rooms.
package sheet
