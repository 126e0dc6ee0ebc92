// Package notify writes reminders of returns and hands them to the mail server. A person gets one message a day, with all
// returns that are still to come in; a return that is in is not reminded of. Every message is kept before it is sent, with
// what came of it. It must not know SQL or SMTP.
package notify
