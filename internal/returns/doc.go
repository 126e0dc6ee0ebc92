// Package returns is the way of a return: begun, filled in, submitted, reviewed, approved, published, corrected; its forms;
// and who owes what by when. Values of a return are nobody's but the return's until they are published as observations.
// It decides who may do what when, on a return that nobody else can change meanwhile; it knows neither HTTP nor SQL.
package returns
