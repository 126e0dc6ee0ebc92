package main

import (
	"time"

	"waymark/internal/account"
	"waymark/internal/explore"
	"waymark/internal/page"
)

// explore joins the pages about chosen figures and groups.
func (s *session) explore(accounts *account.Service) *page.Explore {
	return &page.Explore{Explorer: &explore.Explorer{Catalogue: s.catalogue, Reader: s.db, Groups: s.db}, Groups: s.groups(accounts)}
}

func (s *session) groups(accounts *account.Service) *explore.Groups {
	return &explore.Groups{Store: s.db, Rights: accounts, Clock: time.Now}
}
