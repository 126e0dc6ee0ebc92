package store

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// A file whose change was written is saved, also where the program ended before it could say so.
const selectRoadmapUploads = `SELECT u.id, coalesce(u.roadmap_id, '') AS roadmap, u.file_name, u.sha256, u.media, length(u.bytes) AS size,
	CASE WHEN c.id IS NULL THEN u.state ELSE 'saved' END AS state, u.made_by, u.made_at, coalesce(c.id, 0) AS change
	FROM roadmap_upload u LEFT JOIN LATERAL (SELECT id FROM roadmap_change WHERE upload_id = u.id ORDER BY id LIMIT 1) c ON true`

type roadmapUploadRow struct {
	ID       int64
	Roadmap  string
	FileName string `db:"file_name"`
	SHA256   string `db:"sha256"`
	Media    string
	Size     int64
	State    string
	MadeBy   string    `db:"made_by"`
	MadeAt   time.Time `db:"made_at"`
	Change   int64
}

func (r roadmapUploadRow) upload() maturity.RoadmapUpload {
	return maturity.RoadmapUpload{ID: r.ID, Roadmap: r.Roadmap, FileName: r.FileName, SHA256: r.SHA256, Media: r.Media, Size: r.Size,
		State: maturity.RoadmapUploadState(r.State), By: r.MadeBy, At: r.MadeAt, Change: r.Change}
}

// KeepRoadmapUpload keeps a file as it came, with its audit row.
func (db *DB) KeepRoadmapUpload(ctx context.Context, u maturity.RoadmapUpload, bytes []byte, entry maturity.AuditEntry) (maturity.RoadmapUpload, error) {
	err := db.InTx(ctx, func(tx *Tx) error {
		if err := tx.GetContext(ctx, &u.ID, `INSERT INTO roadmap_upload (roadmap_id, file_name, sha256, bytes, media, state, made_by, made_at)
			VALUES (nullif($1, ''), $2, $3, $4, $5, 'received', $6, $7) RETURNING id`, u.Roadmap, u.FileName, u.SHA256, bytes, u.Media, u.By, u.At); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
	u.State, u.Size = maturity.RoadmapUploadReceived, int64(len(bytes))
	return u, asError(err, "The file could not be kept.")
}

// RoadmapUploads lists the newest files sent to a roadmap, or with "" those of one account that would make a new one.
func (db *DB) RoadmapUploads(ctx context.Context, roadmap, by string, limit int) ([]maturity.RoadmapUpload, error) {
	where, name := ` WHERE u.roadmap_id = $1`, roadmap
	if roadmap == "" {
		where, name = ` WHERE u.roadmap_id IS NULL AND u.made_by = $1`, by
	}
	var rows []roadmapUploadRow
	err := db.x.SelectContext(ctx, &rows, selectRoadmapUploads+where+` ORDER BY u.id DESC LIMIT $2`, name, limit)
	out := make([]maturity.RoadmapUpload, len(rows))
	for i, r := range rows {
		out[i] = r.upload()
	}
	return out, asError(err, "The files could not be listed.")
}

// RoadmapUpload reads one file with its bytes.
func (db *DB) RoadmapUpload(ctx context.Context, id int64) (maturity.RoadmapUpload, []byte, error) {
	var row struct {
		roadmapUploadRow
		Bytes []byte
	}
	err := db.x.GetContext(ctx, &row, `SELECT f.*, b.bytes FROM (`+selectRoadmapUploads+` WHERE u.id = $1) f JOIN roadmap_upload b USING (id)`, id)
	return row.upload(), row.Bytes, asError(err, "There is no such file.")
}

// SettleRoadmapUpload says what became of a file. One that was settled before is maturity.Conflict.
func (db *DB) SettleRoadmapUpload(ctx context.Context, u maturity.RoadmapUpload, state maturity.RoadmapUploadState, entry maturity.AuditEntry) error {
	err := db.InTx(ctx, func(tx *Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE roadmap_upload SET state = $2, roadmap_id = coalesce(roadmap_id, nullif($3, '')) WHERE id = $1 AND state IN ('received', 'checked')`,
			u.ID, string(state), u.Roadmap)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			if err == nil {
				err = maturity.Errorf(maturity.Conflict, "The file was saved or cancelled a moment ago. Look at it again.")
			}
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
	return asError(err, "What became of the file could not be kept.")
}
