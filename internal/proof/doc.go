// Package proof is the use case of showing afterwards what happened: it issues signed receipts for what was received, and
// checks the chain of the audit. It decides nothing about what is received and knows neither web nor database.
package proof
