package meeting

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Store keeps meetings, packs and readers.
type Store interface {
	Meeting(ctx context.Context, id int64) (maturity.Meeting, error)
	EarlierMeeting(ctx context.Context, of maturity.Meeting) (maturity.Meeting, bool, error)
	PlanMeeting(ctx context.Context, m maturity.Meeting, entry maturity.AuditEntry) (maturity.Meeting, error)
	ChangeMeeting(ctx context.Context, m maturity.Meeting, entry maturity.AuditEntry) (maturity.Meeting, error)

	Decisions(ctx context.Context, organisation maturity.OrganisationID, before time.Time) ([]maturity.Decision, error)
	DecisionsOf(ctx context.Context, meeting int64) ([]maturity.Decision, error)
	Decision(ctx context.Context, id int64) (maturity.Decision, error)
	KeepDecision(ctx context.Context, d maturity.Decision, entry maturity.AuditEntry) (maturity.Decision, error)
	ChangeDecision(ctx context.Context, d maturity.Decision, at time.Time, entry maturity.AuditEntry) error

	Pack(ctx context.Context, id int64) (maturity.Pack, error)
	PacksOf(ctx context.Context, meetings ...int64) ([]maturity.Pack, error)
	MakePack(ctx context.Context, p maturity.Pack, entry maturity.AuditEntry) (maturity.Pack, error)
	ChangePack(ctx context.Context, p maturity.Pack, entry maturity.AuditEntry) (maturity.Pack, error)
	DropPack(ctx context.Context, id, version int64, entry maturity.AuditEntry) error
	PublishPack(ctx context.Context, id, version int64, by string, at time.Time, entry maturity.AuditEntry) (maturity.Pack, error)
	FreezePack(ctx context.Context, p maturity.Pack, entry maturity.AuditEntry) (maturity.Pack, error)
	ThawPack(ctx context.Context, id, version int64, entry maturity.AuditEntry) (maturity.Pack, error)
	Narratives(ctx context.Context, pack int64) ([]maturity.PackNarrative, error)
	WriteNarrative(ctx context.Context, pack int64, n maturity.PackNarrative, entry maturity.AuditEntry) error

	ClaimPack(ctx context.Context, worker string, silence time.Duration, only int64) (maturity.Pack, bool, error)
	BeatPack(ctx context.Context, id int64, worker string, drawn, pictures int) (bool, error)
	ReleasePack(ctx context.Context, id int64, worker string, stopping bool) error
	FailPack(ctx context.Context, id int64, worker, why string, entry maturity.AuditEntry) error
	KeepPack(ctx context.Context, p maturity.Pack, worker string, files []maturity.PackFile, pictures []maturity.PackPicture, entry maturity.AuditEntry) error
	PackFiles(ctx context.Context, id int64) ([]maturity.PackFile, error)
	PackFile(ctx context.Context, id int64, form string) (maturity.PackFile, error)
	PackPictures(ctx context.Context, id int64) ([]maturity.PackPicture, error)

	Readers(ctx context.Context, organisation maturity.OrganisationID, body string) ([]maturity.Reader, error)
	AddReader(ctx context.Context, r maturity.Reader, entry maturity.AuditEntry) error
	RemoveReader(ctx context.Context, organisation maturity.OrganisationID, body string, id int64, entry maturity.AuditEntry) error
	Delivery(ctx context.Context, organisation maturity.OrganisationID, body string) (maturity.Delivery, bool, error)
	SetDelivery(ctx context.Context, d maturity.Delivery, off bool, entry maturity.AuditEntry) error
	Deliverable(ctx context.Context, from period.Day) ([]maturity.Readership, error)
	WriteDelivery(ctx context.Context, m maturity.Message, entry maturity.AuditEntry) (bool, error)
}
