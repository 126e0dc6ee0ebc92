package main

import (
	"fmt"
	"maps"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/period"
)

// furnishMeeting holds a meeting of the trust's footprint with a published pack, a decision and a reader.
func (h *house) furnishMeeting(s *session) {
	h.t.Helper()
	ctx, desk := h.t.Context(), s.holding
	footprint, err := s.db.OrganisationByCode(ctx, footprintCode)
	h.must(footprint, err)
	who := meeting.Actor{Account: h.person("analyst").account}
	m, err := desk.Plan(ctx, who, maturity.Meeting{Organisation: footprint.ID, Body: "Steering group", Day: period.DayOf(time.Now()) + 7})
	h.must(m, err)
	d, err := desk.Keep(ctx, who, maturity.Decision{Meeting: m.ID, Kind: maturity.DecisionWanted, Words: "Fund the portal"})
	h.must(d, err)
	p, err := desk.Make(ctx, who, m.ID, meeting.Pin{Board: "ldr-steering-group"})
	h.must(p, err)
	p, err = desk.Freeze(ctx, who, p.ID, p.Version)
	h.must(p, err)
	_, _, err = s.db.ClaimPack(ctx, "rights", time.Minute, p.ID)
	h.must(nil, err)
	p.Verdict, p.FrozenAt = "We are on track", time.Now()
	html := []byte("<!doctype html><title>Pack</title>")
	h.must(nil, s.db.KeepPack(ctx, p, "rights", []maturity.PackFile{{Form: "html", Size: int64(len(html)), SHA256: "0", Bytes: html}}, nil,
		maturity.AuditEntry{At: time.Now(), Account: maturity.BySystem, Action: "pack.frozen", Subject: maturity.PackSubject(p.ID)}))
	p, err = s.db.Pack(ctx, p.ID)
	h.must(p, err)
	p, err = desk.Publish(ctx, who, p.ID, p.Version)
	h.must(p, err)
	maps.Copy(h.things, map[string]string{":meeting": fmt.Sprint(m.ID), ":pack": fmt.Sprint(p.ID), ":decision": fmt.Sprint(d.ID), ":form": "html",
		"/api/v1/meetings/:id": fmt.Sprint(m.ID), "/api/v1/packs/:id": fmt.Sprint(p.ID)})
}
