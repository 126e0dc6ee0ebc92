package page

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// Outbox is where messages are kept.
type Outbox interface {
	Messages(ctx context.Context, account int32, before int64, limit int) ([]maturity.Message, error)
	CountMessages(ctx context.Context) (map[maturity.MessageState]int, error)
	ResendMessage(ctx context.Context, id int64, at time.Time, entry maturity.AuditEntry) error
}

// messagesOnPage is how many messages a page of the outbox shows.
const messagesOnPage = 25

type outboxPage struct {
	Headline string
	Everyone bool // the visitor sees all messages and may send them again
	Messages []maturity.Message
	Pager    Pager
}

// outbox lists messages with what came of them: all to an administrator, to others their own.
func (p *Pages) outbox(c echo.Context) error {
	account, _ := httpkit.AccountOf(c.Request().Context())
	page := outboxPage{Everyone: account.Has(maturity.RoleAdmin)}
	whose := account.ID
	if page.Everyone {
		whose = 0
	}
	before := int64(0)
	if text := c.QueryParam("before"); text != "" {
		var err error
		if before, err = strconv.ParseInt(text, 10, 64); err != nil || before < 1 {
			return maturity.Errorf(maturity.Invalid, "This page of the list does not exist. Begin again from the first.")
		}
		page.Pager.Previous, page.Pager.PreviousWords = "/data/outbox", "Newest messages"
	}
	list, err := p.Follow.Outbox.Messages(c.Request().Context(), whose, before, messagesOnPage+1)
	if err != nil {
		return err
	}
	if len(list) > messagesOnPage {
		list = list[:messagesOnPage]
		page.Pager.Next, page.Pager.NextWords = "/data/outbox?before="+strconv.FormatInt(list[len(list)-1].ID, 10), "Earlier messages"
	}
	page.Messages = list
	if page.Headline, err = p.outboxHeadline(c.Request().Context(), page, before); err != nil {
		return err
	}
	return p.show(c, http.StatusOK, "outbox", p.shell(c, page.Headline).under("/data"), page)
}

func (p *Pages) outboxHeadline(ctx context.Context, page outboxPage, before int64) (string, error) {
	if !page.Everyone {
		if len(page.Messages) == 0 && before == 0 {
			return "No message was written to you", nil
		}
		return "Messages to you", nil
	}
	n, err := p.Follow.Outbox.CountMessages(ctx)
	waiting, failed := n[maturity.MessagePending]+n[maturity.MessageSending], n[maturity.MessageFailed]
	switch {
	case len(n) == 0:
		return "No message was written yet", err
	case waiting == 0 && failed == 0:
		return "Nothing waits to be sent", err
	case failed == 0:
		return countWords(waiting, "message waits", "messages wait"), err
	case waiting == 0:
		return countWords(failed, "message has failed", "messages have failed"), err
	}
	return countWords(waiting, "message waits", "messages wait") + ", " + countWords(failed, "has failed", "have failed"), err
}

// resendMessage lets a message that failed be tried again.
func (p *Pages) resendMessage(c echo.Context) error {
	id, err := strconv.ParseInt(c.FormValue("message"), 10, 64)
	if err != nil {
		return maturity.Errorf(maturity.Invalid, "Say which message is meant.")
	}
	who, now := p.actor(c), p.Now().UTC()
	entry := maturity.AuditEntry{At: now, Account: who.Account.Login, Action: "message.resent", Subject: "message " + strconv.FormatInt(id, 10), RequestID: who.RequestID}
	if err := p.Follow.Outbox.ResendMessage(c.Request().Context(), id, now, entry); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/data/outbox")
}
