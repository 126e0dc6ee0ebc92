package main

import (
	"time"

	"waymark/internal/account"
	"waymark/internal/boardcopy"
)

// copies joins the copies of boards that analysts edit.
func (s *session) copies(accounts *account.Service) *boardcopy.Desk {
	return &boardcopy.Desk{Catalogue: s.catalogue, Store: s.db, Rights: accounts, Clock: time.Now}
}
