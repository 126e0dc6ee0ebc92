package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"waymark/internal/maturity"
)

// asError turns an error of the database into a maturity error. sentence is shown where the fault is ours or the
// thing is missing; "" gives a general one. Errors that already carry a code, and nil, pass unchanged.
func asError(err error, sentence string) error {
	var known *maturity.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	code, general := classify(err)
	if sentence == "" || code == maturity.Unavailable {
		sentence = general
	}
	return maturity.Wrap(err, code, sentence)
}

func classify(err error) (maturity.Code, string) {
	if e := pq.As(err); e != nil {
		return classifyCode(e.Code)
	}
	var network net.Error
	var operation *net.OpError
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return maturity.NotFound, "There is nothing by that name."
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return maturity.Unavailable, "The request was stopped before the database answered."
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone), errors.As(err, &network), errors.As(err, &operation):
		return maturity.Unavailable, unreachable
	}
	return maturity.Internal, "The database could not do what was asked."
}

const unreachable = "The database cannot be reached. Try again in a minute."

func classifyCode(code pqerror.Code) (maturity.Code, string) {
	switch code {
	case pqerror.UniqueViolation, pqerror.ExclusionViolation:
		return maturity.Conflict, "This exists already."
	case pqerror.ForeignKeyViolation, pqerror.RestrictViolation:
		return maturity.Conflict, "Something else still refers to this, or what it refers to is gone."
	case pqerror.TRSerializationFailure, pqerror.TRDeadlockDetected, pqerror.LockNotAvailable:
		return maturity.Conflict, "It was changed by somebody else at the same moment. Try again."
	case pqerror.NotNullViolation, pqerror.CheckViolation:
		return maturity.Invalid, "A value is missing or not allowed here."
	case pqerror.UntranslatableCharacter, pqerror.CharacterNotInRepertoire:
		return maturity.Invalid, "The text holds a character that cannot be stored."
	case pqerror.DiskFull:
		return maturity.Unavailable, "The database has no disk space left. Tell your administrator."
	case pqerror.ReadOnlySQLTransaction:
		return maturity.Unavailable, "The database takes no writes at the moment. Try again in a minute."
	case pqerror.QueryCanceled:
		return maturity.Unavailable, "The database took too long to answer. Try again, or ask for less."
	}
	switch code.Class() {
	case pqerror.ClassConnectionException, pqerror.ClassInsufficientResources, pqerror.ClassOperatorIntervention,
		pqerror.ClassInvalidAuthorizationSpecification, pqerror.ClassInvalidCatalogName, pqerror.ClassSystemError:
		return maturity.Unavailable, unreachable
	}
	return maturity.Internal, "The database could not do what was asked."
}
